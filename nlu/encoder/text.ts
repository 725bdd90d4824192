import { normalize } from '../normalize.js';

const HEAD = 400;
const TAIL = 200;
// Surrogate pairs are unknown to the tokenizer, and a face is no matter.
const FACES = /[\u{10000}-\u{10FFFF}]|\p{Extended_Pictographic}/gu;

/** What the encoder reads of a raw text, in training and in use: normalised, one line, its head and its tail. */
export function readable(raw: string): string {
  const plain = normalize(raw).text.replace(FACES, ' ').replace(/\s+/g, ' ').trim();
  if (plain.length <= HEAD + TAIL) return plain;
  return `${plain.slice(0, HEAD)} ${plain.slice(-TAIL)}`;
}
