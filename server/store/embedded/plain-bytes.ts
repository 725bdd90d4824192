/**
 * Whether bytes are surely a document: every element in its place, every text ended and UTF-8, nested no deeper
 * than is stored. Types that are rarely stored, and whatever looks odd, are not judged here: a decoder says what
 * they are.
 */
import { isUtf8 } from 'node:buffer';
import { MOST_STORED } from './depth.js';

const DOUBLE = 1;
const TEXT = 2;
const OBJECT = 3;
const ARRAY = 4;
const BINARY = 5;
const BOOL = 8;

/** Sizes of the usual values that have one. */
const FIXED = new Int8Array(256).fill(-1);
for (const [type, size] of [
  [DOUBLE, 8],
  [7, 12],
  [9, 8],
  [10, 0],
  [16, 4],
  [17, 8],
  [18, 8],
  [19, 16],
] as const)
  FIXED[type] = size;

/** Just behind the value at `at`; -1: it is none of the usual ones, or does not fit. */
function behind(bytes: Buffer, type: number, at: number, end: number): number {
  const fixed = FIXED[type]!;
  if (fixed >= 0) return at + fixed;
  if (type === BOOL) return bytes[at]! > 1 ? -1 : at + 1;
  if (at + 4 > end) return -1;
  const length = bytes.readInt32LE(at);
  const next = at + 4 + length;
  if (type === TEXT) {
    if (length < 1 || next > end || bytes[next - 1] !== 0) return -1;
    return isUtf8(bytes.subarray(at + 4, next - 1)) ? next : -1;
  }
  // The old kind of binary has a second length inside.
  if (type === BINARY) return length < 0 || bytes[at + 4] === 2 ? -1 : next + 1;
  return -1;
}

/** Just behind the name at `at`; -1 where it does not end or is not ASCII. */
function named(bytes: Buffer, at: number, end: number): number {
  let stop = at;
  while (stop < end && bytes[stop] !== 0) if (bytes[stop++]! > 0x7f) return -1;
  return stop < end ? stop + 1 : -1;
}

export function isPlain(bytes: Buffer): boolean {
  const last = bytes.length - 1;
  if (last < 4 || bytes.readInt32LE(0) !== bytes.length || bytes[last] !== 0) return false;
  /** Of every level that is open, the place of its last byte. */
  const ends = [last];
  let at = 4;
  while (ends.length > 0) {
    const end = ends[ends.length - 1]!;
    if (at === end) {
      ends.pop();
      at += 1;
      continue;
    }
    const type = bytes[at]!;
    at = named(bytes, at + 1, end);
    if (at < 0) return false;
    if (type === OBJECT || type === ARRAY) {
      if (at + 5 > end || ends.length >= MOST_STORED) return false;
      const inner = at + bytes.readInt32LE(at) - 1;
      if (inner < at + 4 || inner >= end || bytes[inner] !== 0) return false;
      ends.push(inner);
      at += 4;
      continue;
    }
    at = behind(bytes, type, at, end);
    if (at < 0 || at > end) return false;
  }
  return true;
}
