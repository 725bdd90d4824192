/**
 * How deep documents are nested, judged on their bytes before anything that calls itself sees them: a message
 * of a few kilobytes can nest deep enough to end any recursion. An object and an array are a level each, and the
 * document itself is the first.
 *
 * The manual (Limits and Thresholds, "Nested Depth for BSON Documents") allows 100 levels; the server's own
 * constant (bson_depth.h) lets a stored document have 180 and a message 200. What is stored keeps to the manual,
 * so that any MongoDB takes it; a message and an answer may have 200, for what is wrapped around a document.
 */
import { sizeOf } from './elements.js';
import { Fault } from './faults.js';

export const MOST_STORED = 100;
const MOST_AT_ALL = 200;

const OBJECT = 3;
const ARRAY = 4;
const CODE_WITH_SCOPE = 15;

/** Throws where the bytes are no document. */
function walk(bytes: Buffer, most: number): boolean {
  /** Of every level that is open, the place of its last byte. */
  const ends = [bytes.length - 1];
  let at = 4;
  const open = (from: number): void => {
    const last = from + bytes.readInt32LE(from) - 1;
    if (from < at || last < from + 4 || last > ends.at(-1)!) throw new RangeError('a level does not fit');
    ends.push(last);
    at = from + 4;
  };
  while (ends.length > 0) {
    if (ends.length > most) return true;
    const end = ends.at(-1)!;
    if (at >= end) {
      at = ends.pop()! + 1;
      continue;
    }
    const type = bytes[at++]!;
    while (bytes[at] !== 0) if (++at > end) throw new RangeError('a name does not end');
    at++;
    if (type === OBJECT || type === ARRAY) open(at);
    else if (type === CODE_WITH_SCOPE) {
      open(at);
      open(at + 4 + bytes.readInt32LE(at));
    } else {
      const size = sizeOf(bytes, type, at);
      if (size < 0 || at + size > end) throw new RangeError('a value does not fit');
      at += size;
    }
  }
  return false;
}

/** False for bytes that are no document: to say so is the decoder's part. */
function deeperThan(bytes: Buffer, most: number): boolean {
  try {
    return walk(bytes, most);
  } catch (error) {
    if (error instanceof RangeError) return false;
    throw error;
  }
}

/** A message, and what is answered. */
export function checkDepth(bytes: Buffer): void {
  if (deeperThan(bytes, MOST_AT_ALL))
    throw new Fault(15, `BSONObj exceeds maximum nested object depth: ${MOST_AT_ALL}`);
}

/** What is to be stored. */
export function checkStoredDepth(bytes: Buffer): void {
  if (deeperThan(bytes, MOST_STORED))
    throw new Fault(15, `cannot store the document because it exceeds ${MOST_STORED} levels of nesting`);
}
