/**
 * Fields read back from an index's keys, so that what only looks at indexed fields need not read documents.
 * A key says less than its document: 1, 1.0 and Decimal128 1 are the same bytes, and so are null and missing.
 * Where it does, the document has to be asked.
 */
import { ObjectId } from 'bson';
import { type Doc, setOwn } from './bson.js';
import type { Index } from './catalog.js';
import { TAG } from './keys.js';

/** Of an entry's key: its index's number before the fields, the record's behind them. */
const BEFORE = 5;
const BEHIND = 6;

/** Where the next field begins; each reading moves it. */
interface Place {
  at: number;
}

/** Stands for a value that its key does not say. */
const UNSAID = Symbol('unsaid');

/** `mask` 0xff: the field is descending, its bytes inverted. */
function text(key: Buffer, place: Place, mask: number): unknown {
  const start = place.at;
  let stop = start;
  while (key[stop] !== mask) stop++;
  // 0 255 is a 0 in the text; only 0 1 ends it.
  if ((key[stop + 1]! ^ mask) !== 1) return UNSAID;
  place.at = stop + 2;
  if (mask === 0) return key.toString('utf8', start, stop);
  const turned = Buffer.allocUnsafe(stop - start);
  for (let i = 0; i < turned.length; i++) turned[i] = key[start + i]! ^ mask;
  return turned.toString('utf8');
}

function date(key: Buffer, place: Place, mask: number): Date {
  const turn = mask === 0 ? 0 : -1;
  const high = key.readInt32BE(place.at) ^ turn ^ -0x8000_0000;
  const low = (key.readInt32BE(place.at + 4) ^ turn) >>> 0;
  place.at += 8;
  return new Date(high * 0x1_0000_0000 + low);
}

function objectId(key: Buffer, place: Place, mask: number): ObjectId {
  const bytes = Buffer.from(key.subarray(place.at, place.at + 12));
  if (mask !== 0) for (let i = 0; i < 12; i++) bytes[i] = bytes[i]! ^ mask;
  place.at += 12;
  return new ObjectId(bytes);
}

function value(key: Buffer, place: Place, mask: number): unknown {
  switch (key[place.at++]! ^ mask) {
    case TAG.string:
      return text(key, place, mask);
    case TAG.date:
      return date(key, place, mask);
    case TAG.objectId:
      return objectId(key, place, mask);
    case TAG.bool:
      return (key[place.at++]! ^ mask) === 1;
    default:
      return UNSAID;
  }
}

/** Null from the reader: this entry's document has to be read. Null instead of a reader: every one has. */
export function keyReader(index: Index, names: ReadonlySet<string>): ((key: Buffer) => Doc | null) | null {
  if (index.multikey !== 0 || index.cut) return null;
  const fields = index.fields.map(({ path, descending }) => ({
    name: path.length === 1 && names.has(path[0]!) ? path[0]! : null,
    mask: descending ? 0xff : 0,
  }));
  const found = new Set(fields.map(({ name }) => name));
  if ([...names].some((name) => !found.has(name))) return null;
  while (fields.at(-1)?.name === null) fields.pop();
  return (key) => {
    const place = { at: BEFORE };
    const doc: Doc = {};
    for (let i = 0; i < fields.length; i++) {
      const { name, mask } = fields[i]!;
      const one = value(key, place, mask);
      if (one === UNSAID || place.at > key.length - BEHIND) return null;
      if (name !== null) setOwn(doc, name, one);
    }
    return doc;
  };
}
