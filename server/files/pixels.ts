/**
 * Width and height that an image's own head declares. A few kilobytes may claim a picture that fills a
 * browser's memory; the claim is what the viewer believes, so the claim is what is judged.
 */

export interface Pixels {
  width: number;
  height: number;
}

/** Bytes at a place of the file; fewer at its end. */
export type Peek = (at: number, length: number) => Promise<Buffer>;

async function png(peek: Peek): Promise<Pixels | null> {
  const head = await peek(0, 24);
  if (head.length < 24 || head.toString('latin1', 12, 16) !== 'IHDR') return null;
  return { width: head.readUInt32BE(16), height: head.readUInt32BE(20) };
}

/** Start-of-frame markers; C4, C8 and CC are tables in the same range. */
const isFrame = (marker: number): boolean =>
  marker >= 0xc0 && marker <= 0xcf && marker !== 0xc4 && marker !== 0xc8 && marker !== 0xcc;

/** More segments before the frame than any camera writes. */
const MOST_SEGMENTS = 200;

async function jpeg(peek: Peek): Promise<Pixels | null> {
  let at = 2;
  for (let segment = 0; segment < MOST_SEGMENTS; segment++) {
    const head = await peek(at, 9);
    if (head.length < 9 || head[0] !== 0xff) return null;
    const marker = head[1] ?? 0;
    // A run of FF is padding; its last one begins the marker.
    if (marker === 0xff) at += 1;
    else if (isFrame(marker)) return { height: head.readUInt16BE(5), width: head.readUInt16BE(7) };
    else at += 2 + head.readUInt16BE(2);
  }
  return null;
}

async function webp(peek: Peek): Promise<Pixels | null> {
  const head = await peek(0, 30);
  if (head.length < 30) return null;
  switch (head.toString('latin1', 12, 16)) {
    case 'VP8X':
      return { width: head.readUIntLE(24, 3) + 1, height: head.readUIntLE(27, 3) + 1 };
    case 'VP8L': {
      const bits = head.readUInt32LE(21);
      return { width: (bits & 0x3fff) + 1, height: ((bits >>> 14) & 0x3fff) + 1 };
    }
    case 'VP8 ':
      return { width: head.readUInt16LE(26) & 0x3fff, height: head.readUInt16LE(28) & 0x3fff };
    default:
      return null;
  }
}

/** HEIC keeps it in a box `ispe` (size, 'ispe', version, width, height) near the front; the largest counts. */
async function heic(peek: Peek): Promise<Pixels | null> {
  const head = await peek(0, 65_536);
  let found: Pixels | null = null;
  for (let at = head.indexOf('ispe'); at >= 0 && at + 16 <= head.length; at = head.indexOf('ispe', at + 4)) {
    const one = { width: head.readUInt32BE(at + 8), height: head.readUInt32BE(at + 12) };
    if (!found || one.width * one.height > found.width * found.height) found = one;
  }
  return found;
}

const READERS: Record<string, (peek: Peek) => Promise<Pixels | null>> = {
  'image/png': png,
  'image/jpeg': jpeg,
  'image/webp': webp,
  'image/heic': heic,
};

export const isImage = (type: string): boolean => type in READERS;

/** Null where the head is broken or says nothing. */
export const pixels = async (type: string, peek: Peek): Promise<Pixels | null> =>
  (await READERS[type]?.(peek)) ?? null;

/** The largest phone sensors give 200 million; a picture past that is a trap or a mistake. */
const MOST_PIXELS = 210_000_000;
const LONGEST_SIDE = 32_768;

export const bearable = ({ width, height }: Pixels): boolean =>
  width > 0 && height > 0 && Math.max(width, height) <= LONGEST_SIDE && width * height <= MOST_PIXELS;
