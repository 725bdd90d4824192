/** Bytes to disk: counted, hashed, judged by what they are, and flushed before anybody hears of them. */
import { createHash } from 'node:crypto';
import { type FileHandle, mkdir, open, rename, rm } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import type { Readable } from 'node:stream';
import { fileTypeFromBuffer } from 'file-type';
import { Problem } from '../errors.js';
import { bearable, isImage, pixels } from './pixels.js';

export interface Arrived {
  type: string;
  size: number;
  sha256: string;
}

export interface Caps {
  maxBytes: number;
  /** Media types that may be kept. */
  types: readonly string[];
}

/** As much as the signatures need. */
const HEAD = 4100;

/** Two letters of the id make the folder: no folder grows without end. */
export const placeOf = (dir: string, id: string): string => join(dir, id.slice(0, 2), id);
export const incomingOf = (dir: string): string => join(dir, 'incoming');

/** A rename is only kept by the disk once its folder is flushed too. */
async function flushFolder(path: string): Promise<void> {
  const folder = await open(path, 'r');
  try {
    await folder.sync();
  } finally {
    await folder.close();
  }
}

async function write(file: FileHandle, bytes: Readable, maxBytes: number): Promise<[number, string]> {
  const hash = createHash('sha256');
  let size = 0;
  for await (const chunk of bytes) {
    const part = chunk as Buffer;
    size += part.length;
    if (size > maxBytes) throw new Problem('FILE_TOO_LARGE');
    hash.update(part);
    await file.write(part);
  }
  return [size, hash.digest('hex')];
}

/** No signature, no zero byte, and every character whole (the last one may be cut). */
function isText(head: Buffer): boolean {
  if (head.includes(0)) return false;
  try {
    new TextDecoder('utf-8', { fatal: true }).decode(head, { stream: true });
    return true;
  } catch {
    return false;
  }
}

async function judge(file: FileHandle, types: readonly string[]): Promise<string> {
  const peek = async (at: number, length: number): Promise<Buffer> => {
    const { bytesRead, buffer } = await file.read(Buffer.alloc(length), 0, length, at);
    return buffer.subarray(0, bytesRead);
  };
  const head = await peek(0, HEAD);
  const found = await fileTypeFromBuffer(head);
  if (!found && types.includes('text/plain') && isText(head)) return 'text/plain';
  if (!found || !types.includes(found.mime)) throw new Problem('FILE_TYPE');
  if (!isImage(found.mime)) return found.mime;
  const size = await pixels(found.mime, peek);
  if (!size || !bearable(size)) throw new Problem('FILE_TYPE');
  return found.mime;
}

export async function receive(dir: string, id: string, bytes: Readable, caps: Caps): Promise<Arrived> {
  const incoming = join(incomingOf(dir), id);
  const place = placeOf(dir, id);
  await mkdir(incomingOf(dir), { recursive: true });
  await mkdir(dirname(place), { recursive: true });
  try {
    const file = await open(incoming, 'wx+', 0o600);
    let arrived: Arrived;
    try {
      const [size, sha256] = await write(file, bytes, caps.maxBytes);
      arrived = { type: await judge(file, caps.types), size, sha256 };
      await file.sync();
    } finally {
      await file.close();
    }
    await rename(incoming, place);
    await flushFolder(dirname(place));
    return arrived;
  } catch (error) {
    await rm(incoming, { force: true });
    throw error;
  }
}
