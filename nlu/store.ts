import { readFile, writeFile } from 'node:fs/promises';
import type { Head, Model } from './heads.js';

/** heads.json: names, labels, mixes, sureness, sizes. heads.bin: hashes, idf, scales, biases, the dense heads, int8 weights. */
interface Card {
  version: number;
  features: number;
  width: number;
  /** Length of the encoder's vector; 0 for heads on words alone. */
  dense: number;
  heads: Head[];
  kin: Model['kin'];
  sure: Model['sure'];
}

const sizesOf = ({ features, width, dense }: Card): number[] => [
  ...[features, features, width, width],
  ...(dense ? [dense, dense, dense * width, width] : []),
];

export async function saveModel(folder: string, model: Model): Promise<number> {
  const { dense } = model;
  const card: Card = {
    version: model.version,
    features: model.idf.length,
    width: model.width,
    dense: dense?.mean.length ?? 0,
    heads: model.heads,
    kin: model.kin,
    sure: model.sure,
  };
  const hashes = new Uint32Array(model.idf.length);
  for (const [hash, row] of model.rows) hashes[row] = hash;
  const parts = [hashes, model.idf, model.scale, model.bias];
  if (dense) parts.push(dense.mean, dense.spread, dense.weights, dense.bias);
  const bytes = Buffer.concat(
    [...parts, model.weights].map((part) => Buffer.from(part.buffer, part.byteOffset, part.byteLength)),
  );
  await writeFile(`${folder}/heads.bin`, bytes);
  await writeFile(`${folder}/heads.json`, `${JSON.stringify(card, null, 1)}\n`);
  return bytes.byteLength;
}

/** Reads the heads beside the compiled file, or from another folder. Throws when they are missing or cut short. */
export async function loadModel(folder: URL = new URL('./model/', import.meta.url)): Promise<Model> {
  const card = JSON.parse(await readFile(new URL('heads.json', folder), 'utf8')) as Card;
  const bytes = await readFile(new URL('heads.bin', folder));
  const { features, width, dense } = card;
  const sizes = sizesOf(card);
  const floats = sizes.reduce((sum, size) => sum + size, 0);
  const needed = floats * 4 + features * width;
  if (bytes.byteLength !== needed)
    throw new Error(`heads.bin: ${bytes.byteLength} bytes, expected ${needed}`);
  // A copy of its own: a pooled Buffer need not be aligned for 32-bit views.
  const own = new Uint8Array(bytes).buffer;
  let at = 0;
  const take = (size: number) => {
    const part = new Float32Array(own, at, size);
    at += size * 4;
    return part;
  };
  const hashes = new Uint32Array(own, 0, features);
  const [, idf, scale, bias, mean, spread, columns, offsets] = sizes.map(take);
  const rows = new Map<number, number>();
  for (const [row, hash] of hashes.entries()) rows.set(hash, row);
  return {
    version: card.version,
    heads: card.heads,
    kin: card.kin,
    sure: card.sure,
    rows,
    idf: idf!,
    scale: scale!,
    bias: bias!,
    weights: new Int8Array(own, at, features * width),
    width,
    dense: dense ? { mean: mean!, spread: spread!, weights: columns!, bias: offsets! } : null,
  };
}
