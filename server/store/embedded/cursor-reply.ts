/**
 * `{ cursor: { firstBatch: […], id, ns }, ok: 1 }` around documents that stay the bytes they are, written once
 * into one buffer: this is the answer to nearly every read.
 */
import { encode } from './bson.js';
import type { Batch } from './cursors.js';

const OK = Buffer.from('\u0001ok\0\0\0\0\0\0\0\u00f0?', 'latin1');
const CURSOR = Buffer.from('\u0003cursor\0', 'latin1');
const LIST = { firstBatch: Buffer.from('\u0004firstBatch\0'), nextBatch: Buffer.from('\u0004nextBatch\0') };
const TOKEN = Buffer.from('\u0003postBatchResumeToken\0', 'latin1');
const ID = Buffer.from('\u0012id\0', 'latin1');
const NS = Buffer.from('\u0002ns\0', 'latin1');

/** Length of a document's own frame: four bytes before it, one behind. */
const FRAME = 5;

const digits = (n: number): number => (n < 10 ? 1 : n < 100 ? 2 : n < 1000 ? 3 : String(n).length);

export function cursorReply({ id, ns, name, rows, token }: Batch): Buffer {
  const place = token ? encode(token) : null;
  const space = Buffer.byteLength(ns);
  let list = FRAME;
  for (let i = 0; i < rows.length; i++) list += 2 + digits(i) + rows[i]!.length;
  const cursor =
    FRAME +
    LIST[name].length +
    list +
    (place ? TOKEN.length + place.length : 0) +
    ID.length +
    8 +
    NS.length +
    4 +
    space +
    1;
  const out = Buffer.allocUnsafe(FRAME + CURSOR.length + cursor + OK.length);
  let at = out.writeInt32LE(out.length, 0);
  const put = (bytes: Buffer): void => {
    out.set(bytes, at);
    at += bytes.length;
  };
  put(CURSOR);
  at = out.writeInt32LE(cursor, at);
  put(LIST[name]);
  at = out.writeInt32LE(list, at);
  for (let i = 0; i < rows.length; i++) {
    out[at++] = 3;
    at += out.write(String(i), at, 'latin1');
    out[at++] = 0;
    put(rows[i]!);
  }
  out[at++] = 0;
  if (place) {
    put(TOKEN);
    put(place);
  }
  put(ID);
  at = out.writeInt32LE(id.getLowBits(), at);
  at = out.writeInt32LE(id.getHighBits(), at);
  put(NS);
  at = out.writeInt32LE(space + 1, at);
  at += out.write(ns, at);
  out[at++] = 0;
  out[at++] = 0;
  put(OK);
  out[at] = 0;
  return out;
}
