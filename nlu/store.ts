import { readFile, writeFile } from 'node:fs/promises';
import type { Head, Model } from './heads.js';

/** heads.json: names, labels, slopes, biases, sizes. heads.bin: hashes, idf, column scales, int8 weights. */
interface Card {
  version: number;
  features: number;
  width: number;
  heads: (Omit<Head, 'bias'> & { bias: number[] })[];
}

export async function saveModel(folder: string, model: Model): Promise<number> {
  const card: Card = {
    version: model.version,
    features: model.idf.length,
    width: model.width,
    heads: model.heads.map((head) => ({ ...head, bias: [...head.bias] })),
  };
  const hashes = new Uint32Array(model.idf.length);
  for (const [hash, row] of model.rows) hashes[row] = hash;
  const parts = [hashes, model.idf, model.scale, model.weights].map((part) =>
    Buffer.from(part.buffer, part.byteOffset, part.byteLength),
  );
  const bytes = Buffer.concat(parts);
  await writeFile(`${folder}/heads.bin`, bytes);
  await writeFile(`${folder}/heads.json`, `${JSON.stringify(card, null, 1)}\n`);
  return bytes.byteLength;
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
  return {
    version: card.version,
    heads: card.heads.map((head) => ({ ...head, bias: Float32Array.from(head.bias) })),
    rows,
    idf: new Float32Array(own, features * 4, features),
    scale: new Float32Array(own, features * 8, width),
    weights: new Int8Array(own, features * 8 + width * 4, features * width),
    width,
  };
}
