/**
 * The Chinese font, unpacked once. As it lies on the disk (WOFF) every table is compressed, and pdfkit would
 * unpack the glyphs anew for each sign: thirteen seconds for one page.
 */
import { readFileSync } from 'node:fs';
import { inflateSync } from 'node:zlib';

const HEADER = 44;
const ENTRY = 20;

/** WOFF 1.0 to the plain font it wraps (W3C WOFF File Format 1.0, §4 and §5). */
export function unwrapped(woff: Buffer): Buffer {
  if (woff.toString('latin1', 0, 4) !== 'wOFF') throw new Error('not a WOFF file');
  const count = woff.readUInt16BE(12);
  const tables = Array.from({ length: count }, (_, at) => {
    const entry = woff.subarray(HEADER + at * ENTRY, HEADER + (at + 1) * ENTRY);
    const [offset, packed, length] = [entry.readUInt32BE(4), entry.readUInt32BE(8), entry.readUInt32BE(12)];
    const bytes = woff.subarray(offset, offset + packed);
    return {
      tag: entry.subarray(0, 4),
      checksum: entry.subarray(16, 20),
      bytes: packed < length ? inflateSync(bytes) : bytes,
    };
  });
  const power = 2 ** Math.floor(Math.log2(count));
  const head = Buffer.alloc(12 + 16 * count);
  woff.copy(head, 0, 4, 8);
  head.writeUInt16BE(count, 4);
  head.writeUInt16BE(power * 16, 6);
  head.writeUInt16BE(Math.log2(power), 8);
  head.writeUInt16BE((count - power) * 16, 10);
  const parts: Buffer[] = [head];
  let at = head.length;
  tables.forEach(({ tag, checksum, bytes }, n) => {
    const row = 12 + 16 * n;
    tag.copy(head, row);
    checksum.copy(head, row + 4);
    head.writeUInt32BE(at, row + 8);
    head.writeUInt32BE(bytes.length, row + 12);
    const padding = Buffer.alloc((4 - (bytes.length % 4)) % 4);
    parts.push(bytes, padding);
    at += bytes.length + padding.length;
  });
  return Buffer.concat(parts);
}

let font: Buffer | undefined;

/** For `doc.registerFont('zh', chineseFont())`. */
export function chineseFont(): Buffer {
  font ??= unwrapped(readFileSync(new URL('./font/noto-sans-sc.woff', import.meta.url)));
  return font;
}
