/**
 * Looks into a zip before any reader of documents does: how many parts, how large they really are when inflated (what
 * the directory says of it may be a lie), and whether macros are among them.
 */
import { inflateRawSync } from 'node:zlib';
import { isRefused, type Refused, refuse } from './refusal.js';

const END = 0x06054b50;
const ENTRY = 0x02014b50;
const LOCAL = 0x04034b50;
const MOST_PARTS = 5_000;
/** Of all parts together. */
const MOST_BYTES = 200 * 1024 * 1024;

export interface ZipPart {
  name: string;
  bytes: number;
}

export function lookIntoZip(file: Buffer): ZipPart[] | Refused {
  const end = file.lastIndexOf(Buffer.from([0x50, 0x4b, 5, 6]));
  if (end < 0 || end + 22 > file.length || file.readUInt32LE(end) !== END) return refuse('broken');
  const count = file.readUInt16LE(end + 10);
  let at = file.readUInt32LE(end + 16);
  if (count > MOST_PARTS) return refuse('bomb');
  const parts: ZipPart[] = [];
  let left = MOST_BYTES;
  for (let i = 0; i < count; i++) {
    if (at + 46 > file.length || file.readUInt32LE(at) !== ENTRY) return refuse('broken');
    const part = inflated(file, at, left);
    if (isRefused(part)) return part;
    parts.push(part);
    left -= part.bytes;
    at += 46 + file.readUInt16LE(at + 28) + file.readUInt16LE(at + 30) + file.readUInt16LE(at + 32);
  }
  return parts.some(({ name }) => /vbaProject|vbaData|macrosheets/i.test(name)) ? refuse('macro') : parts;
}

function inflated(file: Buffer, at: number, left: number): ZipPart | Refused {
  const name = file.toString('utf8', at + 46, at + 46 + file.readUInt16LE(at + 28));
  const method = file.readUInt16LE(at + 10);
  const packed = file.readUInt32LE(at + 20);
  const local = file.readUInt32LE(at + 42);
  const encrypted = (file.readUInt16LE(at + 8) & 1) === 1;
  if (encrypted || local + 30 > file.length || file.readUInt32LE(local) !== LOCAL) return refuse('broken');
  const from = local + 30 + file.readUInt16LE(local + 26) + file.readUInt16LE(local + 28);
  if (from + packed > file.length) return refuse('broken');
  if (method === 0) return packed > left ? refuse('bomb') : { name, bytes: packed };
  if (method !== 8) return refuse('broken');
  try {
    return {
      name,
      bytes: inflateRawSync(file.subarray(from, from + packed), { maxOutputLength: Math.max(1, left) })
        .length,
    };
  } catch (error) {
    return refuse((error as NodeJS.ErrnoException).code === 'ERR_BUFFER_TOO_LARGE' ? 'bomb' : 'broken');
  }
}
