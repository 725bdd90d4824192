/** winmail.dat: what is packed comes out; what is broken costs nothing but itself. */
import { readLetter } from '../../../channels/email/letter.js';
import { unpackTnef } from '../../../channels/email/tnef.js';
import { eml, hex } from './eml.js';

const u32 = (value: number): Buffer => {
  const bytes = Buffer.alloc(4);
  bytes.writeUInt32LE(value >>> 0);
  return bytes;
};
const attribute = (level: number, id: number, value: Buffer): Buffer =>
  Buffer.concat([Buffer.from([level]), u32(id), u32(value.length), value, Buffer.alloc(2)]);
const padded = (value: Buffer): Buffer => Buffer.concat([value, Buffer.alloc((4 - (value.length % 4)) % 4)]);
const text = (id: number, value: string): Buffer => {
  const bytes = Buffer.from(`${value}\0`, 'utf16le');
  return Buffer.concat([u32((id << 16) | 0x1f), u32(1), u32(bytes.length), padded(bytes)]);
};
const binary = (id: number, bytes: Buffer): Buffer =>
  Buffer.concat([u32((id << 16) | 0x102), u32(1), u32(bytes.length), padded(bytes)]);
const properties = (...rows: Buffer[]): Buffer => Buffer.concat([u32(rows.length), ...rows]);
const flag = Buffer.concat([u32((0x3701 << 16) | 0x0003), u32(7)]);

const NAME = '路灯照片.pdf';
const WINMAIL = Buffer.concat([
  u32(0x223e9f78),
  Buffer.from([1, 0]),
  attribute(1, 0x00069007, u32(936)),
  attribute(
    1,
    0x00069003,
    properties(
      flag,
      text(0x1000, '大学东路路灯不亮'),
      binary(0x1013, Buffer.from('<p>大学东路路灯不亮</p>')),
    ),
  ),
  attribute(2, 0x00069002, Buffer.alloc(14)),
  // The old short name is in the code page of the sender.
  attribute(2, 0x00018010, Buffer.concat([hex('c2b7b5c6'), Buffer.from('.PDF\0')])),
  attribute(2, 0x0006800f, Buffer.from('%PDF-1.4 one')),
  attribute(2, 0x00069005, properties(text(0x3707, NAME))),
  attribute(2, 0x00069002, Buffer.alloc(14)),
  attribute(2, 0x00018010, Buffer.concat([hex('c2b7b5c6'), Buffer.from('.PDF\0')])),
  attribute(2, 0x0006800f, Buffer.from('%PDF-1.4 two')),
]);

test('body and attachments come out, long names before short ones, short ones in their code page', () => {
  const found = unpackTnef(WINMAIL);
  expect(found?.text).toBe('大学东路路灯不亮');
  expect(found?.html).toBe('<p>大学东路路灯不亮</p>');
  expect(found?.files.map(({ name, bytes }) => [name, bytes.toString()])).toEqual([
    [NAME, '%PDF-1.4 one'],
    ['路灯.PDF', '%PDF-1.4 two'],
  ]);
});

test('a mail of Outlook with nothing but winmail.dat', async () => {
  const letter = await readLetter(
    eml({
      parts: [
        { type: 'text/plain; charset=us-ascii', body: '' },
        {
          type: 'application/ms-tnef; name="winmail.dat"',
          body: WINMAIL,
          encoding: 'base64',
          disposition: 'attachment; filename="winmail.dat"',
        },
      ],
    }),
  );
  expect(letter.text.trim()).toBe('大学东路路灯不亮');
  expect(letter.files.map(({ name }) => name)).toEqual([NAME, '路灯.PDF']);
});

test('cut at any byte, it never throws and never invents', () => {
  for (let length = 0; length < WINMAIL.length; length++) {
    const found = unpackTnef(WINMAIL.subarray(0, length));
    expect(found?.files.length ?? 0).toBeLessThanOrEqual(2);
  }
});

test('lengths that lie end the reading', () => {
  const lying = Buffer.concat([
    WINMAIL.subarray(0, 6),
    Buffer.from([2]),
    u32(0x0006800f),
    u32(0xffffffff),
    Buffer.alloc(8),
  ]);
  expect(unpackTnef(lying)).toEqual({ text: null, html: null, files: [] });
  const many = Buffer.concat([
    WINMAIL.subarray(0, 6),
    attribute(1, 0x00069003, Buffer.concat([u32(0xffffffff), u32(0x1000001f), u32(0xffffffff)])),
  ]);
  expect(unpackTnef(many)).toEqual({ text: null, html: null, files: [] });
});

test('a file that only has the name is kept as it is', async () => {
  const letter = await readLetter(
    eml({
      parts: [{ type: 'application/ms-tnef; name="winmail.dat"', body: 'no tnef', encoding: 'base64' }],
    }),
  );
  expect(letter.files.map(({ name }) => name)).toEqual(['winmail.dat']);
});
