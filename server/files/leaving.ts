/**
 * A file on its way out of the house: to a citizen's browser, a mail, WeChat, another system. A picture leaves
 * without what it says of its own making, where it was taken before all. What is kept stays as it came (it may
 * be evidence) and is shown to staff alone.
 */
import { Readable } from 'node:stream';
import { buffer } from 'node:stream/consumers';
import type { FileRef } from '../../channels/channel.js';
import type { Files } from './files.js';
import { plainJpeg } from './plain/jpeg.js';
import { plainPng } from './plain/png.js';
import { plainWebp } from './plain/webp.js';

const PLAIN: Readonly<Record<string, (bytes: Buffer) => Buffer | null>> = {
  'image/jpeg': plainJpeg,
  'image/png': plainPng,
  'image/webp': plainWebp,
};
/** Pictures that may say where they were taken, and that nobody here can clean. */
const UNKNOWN = /^image\/(?:heic|heif|avif|tiff)/;

export interface Leaving {
  /** As it leaves: its size may be another. */
  ref: FileRef;
  bytes: Readable;
}

/** Null = a picture of which nobody knows what it says; it does not leave. */
export async function leaving(files: Pick<Files, 'bytes'>, ref: FileRef): Promise<Leaving | null> {
  const clean = PLAIN[ref.type];
  if (!clean) return UNKNOWN.test(ref.type) ? null : { ref, bytes: files.bytes(ref.id) };
  const plain = clean(await buffer(files.bytes(ref.id)));
  return plain && { ref: { ...ref, size: plain.length }, bytes: Readable.from([plain]) };
}
