/** A WebP (RFC 9649) without EXIF and XMP, and without what follows its end. */
const SAYS: ReadonlySet<string> = new Set(['EXIF', 'XMP ']);
/** Bits of VP8X that announce them. */
const ANNOUNCED = 0x08 | 0x04;

/** Null where it is not built as it should be. */
export function plainWebp(bytes: Buffer): Buffer | null {
  if (bytes.length < 12 || bytes.toString('latin1', 0, 4) !== 'RIFF') return null;
  const whole = bytes.readUInt32LE(4) + 8;
  if (bytes.toString('latin1', 8, 12) !== 'WEBP' || whole > bytes.length) return null;
  const parts: Buffer[] = [];
  for (let at = 12; at + 8 <= whole; ) {
    const size = bytes.readUInt32LE(at + 4);
    const end = at + 8 + size + (size % 2);
    if (at + 8 + size > whole) return null;
    const type = bytes.toString('latin1', at, at + 4);
    const chunk = Buffer.from(bytes.subarray(at, Math.min(end, whole)));
    if (type === 'VP8X' && size >= 1) chunk.writeUInt8((chunk[8] ?? 0) & ~ANNOUNCED, 8);
    if (!SAYS.has(type)) parts.push(chunk);
    at = end;
  }
  const body = Buffer.concat(parts);
  const head = Buffer.from(bytes.subarray(0, 12));
  head.writeUInt32LE(body.length + 4, 4);
  return Buffer.concat([head, body]);
}
