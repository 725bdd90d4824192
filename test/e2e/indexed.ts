/**
 * A screenshot with at most 256 colours: a page of text has hardly more, and the file is a third. Reads what
 * Chromium writes (8 bits, RGB or RGBA, not interlaced) and nothing else.
 */
import { deflateSync, inflateSync } from 'node:zlib';
import { chunk } from '../http/pictures.js';

const SIGNATURE = 8;
const COLOURS = 256;

interface Pixels {
  width: number;
  height: number;
  /** One number a pixel: 0xRRGGBB. */
  colours: Uint32Array;
}

const paeth = (left: number, up: number, corner: number): number => {
  const [a, b, c] = [Math.abs(up - corner), Math.abs(left - corner), Math.abs(left + up - 2 * corner)];
  return a <= b && a <= c ? left : b <= c ? up : corner;
};

function read(png: Buffer): Pixels {
  const parts: Buffer[] = [];
  for (let at = SIGNATURE; at < png.length; at += png.readUInt32BE(at) + 12) {
    const type = png.toString('latin1', at + 4, at + 8);
    if (type === 'IDAT') parts.push(png.subarray(at + 8, at + 8 + png.readUInt32BE(at)));
  }
  const [width, height] = [png.readUInt32BE(16), png.readUInt32BE(20)];
  const bytes = { 2: 3, 6: 4 }[png[25] ?? 0];
  if (png[24] !== 8 || !bytes || png[28] !== 0) throw new Error('not a picture as Chromium writes it');
  const raw = inflateSync(Buffer.concat(parts));
  const row = width * bytes;
  const colours = new Uint32Array(width * height);
  let above = new Uint8Array(row);
  for (let y = 0; y < height; y++) {
    const filter = raw[y * (row + 1)];
    const line = Uint8Array.from(raw.subarray(y * (row + 1) + 1, (y + 1) * (row + 1)));
    for (let x = 0; x < row; x++) {
      const left = line[x - bytes] ?? 0;
      const up = above[x] ?? 0;
      const guess = [0, left, up, (left + up) >> 1, paeth(left, up, above[x - bytes] ?? 0)][filter ?? 0] ?? 0;
      line[x] = (line[x] ?? 0) + guess;
    }
    for (let x = 0; x < width; x++) {
      const [r = 0, g = 0, b = 0] = line.subarray(x * bytes, x * bytes + 3);
      colours[y * width + x] = (r << 16) | (g << 8) | b;
    }
    above = line;
  }
  return { width, height, colours };
}

const apart = (a: number, b: number): number =>
  [16, 8, 0].reduce((sum, shift) => sum + (((a >> shift) & 255) - ((b >> shift) & 255)) ** 2, 0);

export function indexed(png: Buffer): Buffer {
  const { width, height, colours } = read(png);
  const counts = new Map<number, number>();
  for (const colour of colours) counts.set(colour, (counts.get(colour) ?? 0) + 1);
  const palette = [...counts].sort((a, b) => b[1] - a[1]).map(([colour]) => colour);
  const kept = palette.slice(0, COLOURS);
  const places = new Map(kept.map((colour, place) => [colour, place]));
  for (const colour of palette.slice(COLOURS)) {
    let best = 0;
    for (let i = 1; i < kept.length; i++)
      if (apart(colour, kept[i] ?? 0) < apart(colour, kept[best] ?? 0)) best = i;
    places.set(colour, best);
  }
  const out = Buffer.alloc(height * (width + 1));
  for (let y = 0; y < height; y++)
    for (let x = 0; x < width; x++)
      out[y * (width + 1) + 1 + x] = places.get(colours[y * width + x] ?? 0) ?? 0;
  const head = Buffer.alloc(13);
  head.writeUInt32BE(width, 0);
  head.writeUInt32BE(height, 4);
  head.set([8, 3, 0, 0, 0], 8);
  return Buffer.concat([
    png.subarray(0, SIGNATURE),
    chunk('IHDR', head),
    chunk('PLTE', Buffer.from(kept.flatMap((colour) => [colour >> 16, (colour >> 8) & 255, colour & 255]))),
    chunk('IDAT', deflateSync(out, { level: 9 })),
    chunk('IEND', Buffer.alloc(0)),
  ]);
}
