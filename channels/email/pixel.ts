/** Pictures of one or two dots, that only tell the sender when a mail was opened. */
export function isPixel(bytes: Buffer): boolean {
  const size = gif(bytes) ?? png(bytes);
  return size !== null && size.width <= 2 && size.height <= 2;
}

interface Size {
  width: number;
  height: number;
}

const gif = (bytes: Buffer): Size | null =>
  bytes.length >= 10 && /^GIF8[79]a$/.test(bytes.toString('latin1', 0, 6))
    ? { width: bytes.readUInt16LE(6), height: bytes.readUInt16LE(8) }
    : null;

const png = (bytes: Buffer): Size | null =>
  bytes.length >= 24 && bytes.readUInt32BE(0) === 0x89504e47
    ? { width: bytes.readUInt32BE(16), height: bytes.readUInt32BE(20) }
    : null;
