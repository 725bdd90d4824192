/** Small true files, made by hand, whose declared size may be chosen. */
import { crc32, deflateSync } from 'node:zlib';

export const chunk = (type: string, data: Buffer): Buffer => {
  const body = Buffer.concat([Buffer.from(type, 'latin1'), data]);
  const out = Buffer.alloc(body.length + 8);
  out.writeUInt32BE(data.length, 0);
  body.copy(out, 4);
  out.writeUInt32BE(crc32(body), body.length + 4);
  return out;
};

export function png(width = 1, height = 1): Buffer {
  const head = Buffer.alloc(13);
  head.writeUInt32BE(width, 0);
  head.writeUInt32BE(height, 4);
  head.set([8, 2, 0, 0, 0], 8);
  return Buffer.concat([
    Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]),
    chunk('IHDR', head),
    chunk('IDAT', deflateSync(Buffer.from([0, 120, 120, 120]))),
    chunk('IEND', Buffer.alloc(0)),
  ]);
}

/** `before` bytes of camera notes stand in front of the frame, as phones write them. */
export function jpeg(width = 1, height = 1, before = 0): Buffer {
  const notes: Buffer[] = [];
  for (let left = before; left > 0; left -= 60_000) {
    const size = Math.min(left, 60_000);
    const note = Buffer.alloc(size + 4);
    note.set([0xff, 0xe1], 0);
    note.writeUInt16BE(size + 2, 2);
    notes.push(note);
  }
  const frame = Buffer.from([0xff, 0xc0, 0, 11, 8, 0, 0, 0, 0, 1, 1, 0x11, 0]);
  frame.writeUInt16BE(height, 5);
  frame.writeUInt16BE(width, 7);
  const start = Buffer.from([0xff, 0xd8, 0xff, 0xe0, 0, 4, 0, 0]);
  return Buffer.concat([start, ...notes, frame, Buffer.from([0xff, 0xd9])]);
}

export function webp(width = 1, height = 1): Buffer {
  const out = Buffer.alloc(30);
  out.write('RIFF', 0, 'latin1');
  out.writeUInt32LE(22, 4);
  out.write('WEBPVP8X', 8, 'latin1');
  out.writeUInt32LE(10, 16);
  out.writeUIntLE(width - 1, 24, 3);
  out.writeUIntLE(height - 1, 27, 3);
  return out;
}

export const pdf = (): Buffer => Buffer.from('%PDF-1.4\n1 0 obj<<>>endobj\ntrailer<<>>\n%%EOF\n');
