/** Pictures on their way out: nothing of where and with what they were taken; the picture itself as it was. */
import { Readable } from 'node:stream';
import { buffer } from 'node:stream/consumers';
import { leaving } from '../../server/files/leaving.js';
import { orientationOf } from '../../server/files/plain/exif.js';
import { plainJpeg } from '../../server/files/plain/jpeg.js';
import { plainPng } from '../../server/files/plain/png.js';
import { plainWebp } from '../../server/files/plain/webp.js';
import { jpegWithPlace } from '../letters/pictures.js';
import { call } from '../support/citizen.js';
import { startHouse } from '../support/house.js';
import { chunk, jpeg, pdf, png, webp } from './pictures.js';

const PLACE = 'GPSLatitude 40.8 N';
const segment = (marker: number, data: string | Buffer): Buffer => {
  const body = Buffer.from(data as string, 'latin1');
  const head = Buffer.from([0xff, marker, 0, 0]);
  head.writeUInt16BE(body.length + 2, 2);
  return Buffer.concat([head, body]);
};
const SOI = Buffer.from([0xff, 0xd8]);
const EOI = Buffer.from([0xff, 0xd9]);
const FRAME = Buffer.from('ffc0000b080001000101011100', 'hex');
/** Stuffing, a restart and a run of fill are all part of the picture. */
const SCAN = Buffer.concat([segment(0xda, '\x01\x01\0\0\x3f\0'), Buffer.from('12ff0034ffd056', 'hex')]);
const ICC = segment(0xe2, 'ICC_PROFILE\0\x01\x01colours');
const ADOBE = segment(0xee, 'Adobe\0\x64\0\0\0\0\x01');
const turned = (value: number): Buffer => {
  const tiff = Buffer.from(
    '4d4d002a000000080002011200030000000100000000882500040000000100000000000000',
    'hex',
  );
  tiff.writeUInt16BE(value, 18);
  return Buffer.concat([Buffer.from('Exif\0\0'), tiff, Buffer.from(PLACE)]);
};

describe('JPEG', () => {
  test('EXIF, XMP, IPTC, comments and what hides behind the end go; picture, colours and Adobe’s word stay', () => {
    const whole = Buffer.concat([
      SOI,
      segment(0xe1, `Exif\0\0II*\0${PLACE}`),
      segment(0xe1, `http://ns.adobe.com/xap/1.0/\0<x:xmpmeta>${PLACE}</x:xmpmeta>`),
      segment(0xed, `Photoshop 3.0\0${PLACE}`),
      segment(0xfe, PLACE),
      segment(0xe2, `MPF\0${PLACE}`),
      ICC,
      ADOBE,
      FRAME,
      SCAN,
      EOI,
      // A second picture with its own EXIF, as phones keep one behind the first.
      Buffer.concat([SOI, segment(0xe1, `Exif\0\0II*\0${PLACE}`), EOI]),
    ]);
    const plain = plainJpeg(whole)!;
    expect(plain).toEqual(Buffer.concat([SOI, ICC, ADOBE, FRAME, SCAN, EOI]));
    expect(plain.includes('GPS')).toBe(false);
  });

  test('a comment between the scans of a progressive picture goes too', () => {
    const plain = plainJpeg(Buffer.concat([SOI, FRAME, SCAN, segment(0xfe, PLACE), SCAN, EOI]));
    expect(plain).toEqual(Buffer.concat([SOI, FRAME, SCAN, SCAN, EOI]));
  });

  test.each([3, 6, 8])('turned by %i it is still the right way up, and says nothing else', (value) => {
    const plain = plainJpeg(Buffer.concat([SOI, segment(0xe1, turned(value)), FRAME, SCAN, EOI]))!;
    expect(plain.includes('GPS')).toBe(false);
    expect(orientationOf(plain.subarray(plain.indexOf('Exif\0\0') + 6))).toBe(value);
    expect(plainJpeg(plain)).toEqual(plain);
  });

  test('the place of a real EXIF is gone', () => {
    const plain = plainJpeg(jpegWithPlace())!;
    expect(plain.includes('Exif')).toBe(false);
    expect(plain.includes(Buffer.from('2588', 'hex'))).toBe(false);
  });

  test.each([
    ['a length beyond the end', Buffer.concat([SOI, Buffer.from('ffe1ffff', 'hex')])],
    ['something that is no marker', Buffer.concat([SOI, Buffer.from('00112233', 'hex')])],
    ['nothing behind the beginning', SOI],
    ['a length of nothing', Buffer.concat([SOI, Buffer.from('ffe10000', 'hex')])],
    ['no JPEG', pdf()],
  ])('%s: nobody knows what it says', (_, bytes) => {
    expect(plainJpeg(bytes)).toBe(null);
  });

  test('cut off in the middle it is shown as far as it goes', () => {
    const cut = plainJpeg(Buffer.concat([SOI, segment(0xe1, `Exif\0\0II*\0${PLACE}`), FRAME, SCAN]));
    expect(cut).toEqual(Buffer.concat([SOI, FRAME, SCAN, EOI]));
  });
});

test('PNG: texts, times and EXIF go, and what follows the end', () => {
  const plain = png();
  const says = ['tEXt', 'iTXt', 'zTXt', 'eXIf', 'tIME'].map((type) => chunk(type, Buffer.from(PLACE)));
  const whole = Buffer.concat([plain.subarray(0, 33), ...says, plain.subarray(33), Buffer.from(PLACE)]);
  expect(plainPng(whole)).toEqual(plain);
  expect(plainPng(plain.subarray(0, plain.length - 4))).toBe(null);
});

test('WebP: EXIF and XMP go, and are not announced any more', () => {
  const riff = (type: string, text: string) => {
    const head = Buffer.alloc(8);
    head.write(type, 'latin1');
    head.writeUInt32LE(text.length, 4);
    return Buffer.concat([head, Buffer.from(text), Buffer.alloc(text.length % 2)]);
  };
  const bare = webp(40, 30);
  const whole = Buffer.concat([bare, riff('EXIF', `${PLACE}x`), riff('XMP ', PLACE)]);
  whole.writeUInt8(0x0c, 20);
  whole.writeUInt32LE(whole.length - 8, 4);
  expect(plainWebp(whole)).toEqual(bare);
  expect(plainWebp(bare.subarray(0, 20))).toBe(null);
});

test('what is no picture leaves as it is; a picture nobody here can clean does not leave', async () => {
  const files = { bytes: () => Readable.from([pdf()]) };
  const ref = { id: 'x', name: 'a.pdf', type: 'application/pdf', size: 1 };
  expect((await leaving(files, ref))?.ref).toBe(ref);
  expect(await leaving(files, { ...ref, type: 'image/heic' })).toBe(null);
  expect(await leaving(files, { ...ref, type: 'image/jpeg' })).toBe(null);
});

test('in a whole house: the citizen’s picture comes back to the browser plain, the desk sees it as it came', async () => {
  const house = await startHouse();
  try {
    const citizen = await house.citizen();
    const at = `${house.url}/api/chat/threads/${citizen.thread}/files`;
    const headers = { authorization: `Bearer ${citizen.token}` };
    const bytes = jpegWithPlace();
    const { body } = await call<{ id: string; size: number }>(`${at}?name=a.jpg`, {
      method: 'POST',
      headers: { ...headers, 'content-type': 'application/octet-stream' },
      body: new Uint8Array(bytes),
    });
    await citizen.say('路灯坏了', { files: [body.id] });
    const mine = await fetch(`${at}/${body.id}`, { headers });
    expect(mine.status).toBe(200);
    const plain = Buffer.from(await mine.arrayBuffer());
    expect(plain.includes('Exif')).toBe(false);
    expect(Number(mine.headers.get('content-length'))).toBe(plain.length);
    const seat = await house.seat('clerk');
    const kept = await fetch(`${house.url}/api/desk/files/${body.id}`, { headers: { cookie: seat.cookie } });
    expect(Buffer.from(await kept.arrayBuffer())).toEqual(bytes);
  } finally {
    await house.stop();
  }
}, 60_000);

test('a channel is lent the plain picture, with its true size', async () => {
  const bytes = jpeg(400, 300, 1000);
  const files = { bytes: () => Readable.from([bytes]) };
  const found = await leaving(files, { id: 'x', name: 'a.jpg', type: 'image/jpeg', size: bytes.length });
  const out = await buffer(found!.bytes);
  expect(out.length).toBe(found!.ref.size);
  expect(out.length).toBeLessThan(bytes.length);
});
