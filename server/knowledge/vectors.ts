/**
 * The packed file of vectors, by the text they were made from: an item that is edited simply has none until it is
 * embedded again. `knowledge.json` says which encoder made them; vectors of another one mean nothing to it.
 */
import { createHash } from 'node:crypto';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import type { Fusion } from './bands.js';
import { type Kept, WIDTH } from './meaning.js';

export interface Card {
  version: 1;
  /** SHA-256 of the encoder's files. */
  encoder: string;
  texts: number;
  /** Written by `npm run nlu:knowledge`, fitted on the phrasings of the part 'fit'. */
  fusion: Fusion;
}

export interface Vectors {
  /** SHA-256 of the files of the encoder that made them. */
  encoder: string;
  /** Mean of the vectors of all texts, taken off before any two are compared. */
  mean: Float32Array;
  fusion: Fusion;
  of(text: string): Kept | null;
  put(text: string, kept: Kept): void;
  /** The same by the name of the text, as `recordsOf` gives it. */
  putNamed(name: string, kept: Kept): void;
}

/** Sixteen digits of the hash of a text. */
export const nameOf = (text: string): string => createHash('sha1').update(text).digest('hex').slice(0, 16);

const NAME = 8;
export const RECORD = NAME + WIDTH;

export const recordOf = (text: string, kept: Kept): Buffer =>
  Buffer.concat([Buffer.from(nameOf(text), 'hex'), Buffer.from(kept.buffer, kept.byteOffset, WIDTH)]);

/** A record cut short by a crash is left out. */
export function* recordsOf(bytes: Buffer): Generator<[string, Kept]> {
  for (let at = 0; at + RECORD <= bytes.byteLength; at += RECORD)
    yield [
      bytes.toString('hex', at, at + NAME),
      new Int8Array(bytes.buffer, bytes.byteOffset + at + NAME, WIDTH),
    ];
}

export const SHIPPED_FOLDER = new URL('../../nlu/model/', import.meta.url);

/** Of the files that a vector for comparing goes through. */
export function encoderHash(folder: URL = SHIPPED_FOLDER): string | null {
  const files = ['words', 'likeness'].map((name) => new URL(`encoder/onnx/${name}_quantized.onnx`, folder));
  if (!files.every((file) => existsSync(file))) return null;
  const hash = createHash('sha256');
  for (const file of files) hash.update(readFileSync(file));
  return hash.digest('hex');
}

export function saveVectors(
  folder: URL,
  card: Omit<Card, 'version' | 'texts'>,
  mean: Float32Array,
  records: Buffer[],
): void {
  const whole: Card = { version: 1, encoder: card.encoder, texts: records.length, fusion: card.fusion };
  writeFileSync(new URL('knowledge.json', folder), `${JSON.stringify(whole, null, 1)}\n`);
  writeFileSync(new URL('knowledge.bin', folder), Buffer.concat([Buffer.from(mean.buffer), ...records]));
}

/** Null where they lack or another encoder made them: then words alone carry the search. */
export function loadVectors(folder: URL = SHIPPED_FOLDER, encoder = encoderHash(folder)): Vectors | null {
  const file = new URL('knowledge.json', folder);
  if (encoder === null || !existsSync(file)) return null;
  const card = JSON.parse(readFileSync(file, 'utf8')) as Card;
  if (card.encoder !== encoder) return null;
  const bytes = readFileSync(new URL('knowledge.bin', folder));
  const mean = new Float32Array(new Uint8Array(bytes.subarray(0, WIDTH * 4)).buffer);
  const known = new Map(recordsOf(bytes.subarray(WIDTH * 4)));
  return {
    ...{ encoder, mean, fusion: card.fusion },
    of: (text) => known.get(nameOf(text)) ?? null,
    put: (text, kept) => void known.set(nameOf(text), kept),
    putNamed: (name, kept) => void known.set(name, kept),
  };
}
