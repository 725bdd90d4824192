/**
 * Some fields of a document, without reading the rest: a filter or a group over many documents asks for two or
 * three of them, and decoding a long text that nobody looks at is most of the cost. Numbers come as `plain`
 * gives them.
 */
import { deserialize, Long, ObjectId } from 'bson';
import { type Doc, setOwn } from './bson.js';
import { sizeOf } from './elements.js';

/** One element alone, wrapped into a document so that bson reads it. */
function decoded(element: Buffer): unknown {
  const wrapped = Buffer.alloc(element.length + 5);
  wrapped.writeInt32LE(wrapped.length, 0);
  element.copy(wrapped, 4);
  return Object.values(deserialize(wrapped, { bsonRegExp: true }))[0];
}

function value(bytes: Buffer, type: number, start: number, at: number, size: number): unknown {
  switch (type) {
    case 1:
      return bytes.readDoubleLE(at);
    case 2:
      return bytes.toString('utf8', at + 4, at + size - 1);
    case 7:
      return new ObjectId(bytes.subarray(at, at + 12));
    case 8:
      return bytes[at] === 1;
    case 9:
      return new Date(bytes.readInt32LE(at + 4) * 0x1_0000_0000 + bytes.readUInt32LE(at));
    case 10:
      return null;
    case 16:
      return bytes.readInt32LE(at);
    case 18: {
      const [low, high] = [bytes.readUInt32LE(at), bytes.readInt32LE(at + 4)];
      // Beyond 2^53 a JavaScript number is another number.
      if (high >= -0x20_0000 && high < 0x20_0000) return high * 0x1_0000_0000 + low;
      return Long.fromBits(low | 0, high);
    }
    default:
      return decoded(bytes.subarray(start, at + size));
  }
}

/** Which of the names stands at start ≤ byte < stop, compared as the bytes they are. */
function nameAt(bytes: Buffer, start: number, stop: number, wanted: readonly Buffer[]): number {
  for (let i = 0; i < wanted.length; i++) {
    const name = wanted[i]!;
    if (name.length !== stop - start) continue;
    let k = 0;
    while (k < name.length && name[k] === bytes[start + k]) k++;
    if (k === name.length) return i;
  }
  return -1;
}

/** Reads documents' fields of these names (top level only). `last`: of a name that comes twice the last, as a decoder does. */
export function picker(names: ReadonlySet<string>, last = false): (bytes: Buffer) => Doc {
  const list = [...names];
  const wanted = list.map((name) => Buffer.from(name, 'utf8'));
  return (bytes) => {
    const doc: Doc = {};
    let left = wanted.length;
    const end = bytes.length - 1;
    for (let at = 4; at < end && left > 0; ) {
      const start = at;
      const type = bytes[at]!;
      let stop = at + 1;
      while (bytes[stop] !== 0) stop++;
      const which = nameAt(bytes, at + 1, stop, wanted);
      at = stop + 1;
      const size = sizeOf(bytes, type, at);
      if (size < 0) return deserialize(bytes, { bsonRegExp: true });
      if (which >= 0) {
        setOwn(doc, list[which]!, value(bytes, type, start, at, size));
        if (!last) left--;
      }
      at += size;
    }
    return doc;
  };
}
