/**
 * A JPEG (ITU-T T.81) without what it says of its making: EXIF, XMP, IPTC, comments, the pictures a phone hides
 * behind its end. The colour profile stays, and which way up it is.
 */
import { onlyOrientation, orientationOf } from './exif.js';

const SOI = Buffer.from([0xff, 0xd8]);
const EOI = Buffer.from([0xff, 0xd9]);
const EXIF = 'Exif\0\0';

/** Markers without a length. */
const bare = (marker: number): boolean => marker === 0x01 || (marker >= 0xd0 && marker <= 0xd7);

function stays(marker: number, segment: Buffer): boolean {
  const says = (name: string) => segment.toString('latin1', 4, 4 + name.length) === name;
  if (marker === 0xe0) return says('JFIF\0');
  if (marker === 0xe2) return says('ICC_PROFILE\0');
  // Adobe's: without it the colours are read wrongly.
  if (marker === 0xee) return says('Adobe');
  return !(marker >= 0xe0 && marker <= 0xef) && marker !== 0xfe;
}

/** Where the coded picture ends: at a marker that is neither stuffing nor a restart. */
function scanEnd(bytes: Buffer, from: number): number {
  for (let at = bytes.indexOf(0xff, from); at >= 0; at = bytes.indexOf(0xff, at + 1)) {
    const next = bytes[at + 1];
    if (next === undefined) break;
    if (next !== 0 && next !== 0xff && !(next >= 0xd0 && next <= 0xd7)) return at;
  }
  return bytes.length;
}

/** Null where it is not built as it should be: then nobody knows what is in it. */
export function plainJpeg(bytes: Buffer): Buffer | null {
  if (!bytes.subarray(0, 2).equals(SOI)) return null;
  const parts: Buffer[] = [];
  let turned = 1;
  let at = 2;
  for (;;) {
    if (bytes[at] !== 0xff) return null;
    while (bytes[at + 1] === 0xff) at += 1;
    const marker = bytes[at + 1];
    if (marker === undefined) return null;
    if (marker === 0xd9) break;
    if (bare(marker)) {
      parts.push(bytes.subarray(at, at + 2));
      at += 2;
      continue;
    }
    if (at + 4 > bytes.length) return null;
    const end = at + 2 + bytes.readUInt16BE(at + 2);
    if (end < at + 4 || end > bytes.length) return null;
    const segment = bytes.subarray(at, end);
    if (stays(marker, segment)) parts.push(segment);
    else if (marker === 0xe1 && segment.toString('latin1', 4, 10) === EXIF)
      turned = orientationOf(segment.subarray(10));
    at = end;
    if (marker !== 0xda) continue;
    const scan = scanEnd(bytes, at);
    parts.push(bytes.subarray(at, scan));
    at = scan;
    // Cut off on its way: what there is of it is shown.
    if (at === bytes.length) break;
  }
  return Buffer.concat([SOI, ...(turned === 1 ? [] : [exifOf(turned)]), ...parts, EOI]);
}

function exifOf(turned: number): Buffer {
  const exif = Buffer.concat([Buffer.from(EXIF, 'latin1'), onlyOrientation(turned)]);
  const head = Buffer.from([0xff, 0xe1, 0, 0]);
  head.writeUInt16BE(exif.length + 2, 2);
  return Buffer.concat([head, exif]);
}
