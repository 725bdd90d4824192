/** How long the elements of a BSON document are, read off their bytes. */

const SIZES: Record<number, number> = {
  1: 8,
  6: 0,
  7: 12,
  8: 1,
  9: 8,
  10: 0,
  16: 4,
  17: 8,
  18: 8,
  19: 16,
  127: 0,
  255: 0,
};

/** Bytes of the value at `at`; -1 where its type is not one that is known here. */
export function sizeOf(bytes: Buffer, type: number, at: number): number {
  const fixed = SIZES[type];
  if (fixed !== undefined) return fixed;
  switch (type) {
    case 2:
    case 13:
    case 14:
      return 4 + bytes.readInt32LE(at);
    case 3:
    case 4:
    case 15:
      return bytes.readInt32LE(at);
    case 5:
      return 5 + bytes.readInt32LE(at);
    case 11: {
      const pattern = bytes.indexOf(0, at) + 1;
      return bytes.indexOf(0, pattern) + 1 - at;
    }
    default:
      return -1;
  }
}
