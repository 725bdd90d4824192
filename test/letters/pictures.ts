/** The smallest JPEG that says in its EXIF where it was taken (a made-up place). */
export function jpegWithPlace(): Buffer {
  const tiff = Buffer.from(
    // little endian, one entry: GPS IFD at 26; there: latitude reference N, latitude 40/1 49/1 0/1
    '49492a0008000000' +
      '0100' +
      '2588040001000000' +
      '1a000000' +
      '00000000' +
      '0200' +
      '0100020002000000' +
      '4e000000' +
      '0200050003000000' +
      '38000000' +
      '00000000' +
      '2800000001000000' +
      '3100000001000000' +
      '0000000001000000',
    'hex',
  );
  const exif = Buffer.concat([Buffer.from('Exif\0\0'), tiff]);
  const app1 = Buffer.concat([Buffer.from([0xff, 0xe1]), size(exif.length + 2), exif]);
  const frame = Buffer.from('ffc0000b080001000101011100', 'hex');
  return Buffer.concat([Buffer.from([0xff, 0xd8]), app1, frame, Buffer.from([0xff, 0xd9])]);
}

function size(bytes: number): Buffer {
  const two = Buffer.alloc(2);
  two.writeUInt16BE(bytes);
  return two;
}
