/** EXIF (CIPA DC-008): read for one thing only, which way up a picture is; and written for that thing alone. */

const ORIENTATION = 0x0112;

/** 1 to 8; 1 where it is not said or cannot be read. */
export function orientationOf(tiff: Buffer): number {
  const order = tiff.toString('latin1', 0, 2);
  if (tiff.length < 8 || (order !== 'II' && order !== 'MM')) return 1;
  const u16 = (at: number) => (order === 'II' ? tiff.readUInt16LE(at) : tiff.readUInt16BE(at));
  const first = order === 'II' ? tiff.readUInt32LE(4) : tiff.readUInt32BE(4);
  if (first + 2 > tiff.length) return 1;
  const count = u16(first);
  for (let row = 0; row < count; row++) {
    const at = first + 2 + row * 12;
    if (at + 12 > tiff.length) return 1;
    if (u16(at) !== ORIENTATION) continue;
    const value = u16(at + 8);
    return value >= 1 && value <= 8 ? value : 1;
  }
  return 1;
}

/** A TIFF head with the orientation and nothing else. */
export function onlyOrientation(value: number): Buffer {
  const tiff = Buffer.from('49492a0008000000010012010300010000000000000000000000', 'hex');
  tiff.writeUInt16LE(value, 18);
  return tiff;
}
