import type { Model } from './heads.js';

/** The rows that speak loudest, as 8-bit weights with one scale a column. What ships, and what is scored. */
export function quantize(model: Model, most = 40000): Model {
  const { width, weights, idf } = model;
  const scale = new Float32Array(width);
  const loud = new Float32Array(idf.length);
  for (let i = 0; i < weights.length; i++) {
    const size = Math.abs(weights[i]!);
    const row = Math.floor(i / width);
    scale[i % width] = Math.max(scale[i % width]!, size);
    loud[row] = Math.max(loud[row]!, size);
  }
  const kept = [...model.rows].sort((a, b) => loud[b[1]]! - loud[a[1]]!).slice(0, most);
  kept.sort((a, b) => a[0] - b[0]);
  for (let k = 0; k < width; k++) scale[k] = scale[k]! / 127 || 1;
  const small = new Int8Array(kept.length * width);
  kept.forEach(([, from], row) => {
    for (let k = 0; k < width; k++)
      small[row * width + k] = Math.round(weights[from * width + k]! / scale[k]!);
  });
  return {
    ...model,
    rows: new Map(kept.map(([hash], row) => [hash, row])),
    idf: Float32Array.from(kept, ([, from]) => idf[from]!),
    weights: small,
    scale,
  };
}
