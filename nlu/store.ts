import { readFile, writeFile } from 'node:fs/promises';
import type { Head, Model } from './heads.js';

/** heads.json: names, labels, temperatures, biases, sizes. heads.bin: hashes, idf, column scales, int8 weights. */
interface Card {
  version: number;
  features: number;
  width: number;
  heads: { name: string; labels: string[]; temperature: number; bias: number[]; column: number }[];
}

/** Int8 with one scale a column; the loss in cross-validation is below what a reshuffle does. */
export function quantize(model: Model): Model {
  const { width, weights } = model;
  const scale = new Float32Array(width);
  for (let i = 0; i < weights.length; i++)
    scale[i % width] = Math.max(scale[i % width]!, Math.abs(weights[i]!));
  for (let k = 0; k < width; k++) scale[k] = scale[k]! / 127 || 1;
  const small = Int8Array.from(weights, (weight, i) => Math.round(weight / scale[i % width]!));
  return { ...model, weights: small, scale };
}

export async function saveModel(folder: string, model: Model): Promise<void> {
  const small = quantize(model);
  const card: Card = {
    version: model.version,
    features: model.idf.length,
    width: model.width,
    heads: model.heads.map((head) => ({ ...head, bias: [...head.bias] })),
  };
  const hashes = new Uint32Array(model.idf.length);
  for (const [hash, row] of model.rows) hashes[row] = hash;
  const parts = [hashes, model.idf, small.scale, small.weights].map((part) =>
    Buffer.from(part.buffer, part.byteOffset, part.byteLength),
  );
  await writeFile(`${folder}/heads.bin`, Buffer.concat(parts));
  await writeFile(`${folder}/heads.json`, `${JSON.stringify(card, null, 1)}\n`);
}

/** Reads the heads beside the compiled file, or from another folder. Throws when they are missing or cut short. */
export async function loadModel(folder: URL = new URL('./model/', import.meta.url)): Promise<Model> {
  const card = JSON.parse(await readFile(new URL('heads.json', folder), 'utf8')) as Card;
  const bytes = await readFile(new URL('heads.bin', folder));
  const { features, width } = card;
  const needed = features * 8 + width * 4 + features * width;
  if (bytes.byteLength !== needed)
    throw new Error(`heads.bin: ${bytes.byteLength} bytes, expected ${needed}`);
  // A copy of its own: a pooled Buffer need not be aligned for 32-bit views.
  const own = new Uint8Array(bytes).buffer;
  const hashes = new Uint32Array(own, 0, features);
  const rows = new Map<number, number>();
  for (const [row, hash] of hashes.entries()) rows.set(hash, row);
  const heads: Head[] = card.heads.map((head) => ({ ...head, bias: Float32Array.from(head.bias) }));
  return {
    version: card.version,
    heads,
    rows,
    idf: new Float32Array(own, features * 4, features),
    scale: new Float32Array(own, features * 8, width),
    weights: new Int8Array(own, features * 8 + width * 4, features * width),
    width,
  };
}
