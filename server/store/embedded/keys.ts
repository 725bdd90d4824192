/**
 * Values as bytes in MongoDB's comparison order, so that ranges and sorts come straight from lmdb. Every
 * encoding ends itself: no value's bytes are the beginning of another's, and inverted bytes (a descending
 * field) keep that.
 */
import { Binary, BSONRegExp, type BSONSymbol, type Code, DBRef, type ObjectId, type Timestamp } from 'bson';
import { type Doc, type TypeName, typeOf } from './bson.js';
import { Fault } from './faults.js';
import { orderedNumber, writeDouble } from './numbers.js';

/** Stands for an empty array in an index or a sort: below null, above MinKey. */
export const EMPTY_ARRAY = Symbol('empty array');

export const TAG: Record<TypeName, number> = {
  minKey: 0x08,
  undefined: 0x10,
  null: 0x10,
  int: 0x18,
  long: 0x18,
  double: 0x18,
  decimal: 0x18,
  string: 0x20,
  symbol: 0x20,
  object: 0x28,
  array: 0x30,
  binData: 0x38,
  objectId: 0x40,
  bool: 0x48,
  date: 0x50,
  timestamp: 0x58,
  regex: 0x60,
  dbPointer: 0x68,
  javascript: 0x70,
  javascriptWithScope: 0x78,
  maxKey: 0x80,
};

const TAG_EMPTY = 0x0c;
const END = Buffer.from([0]);

const TAGS = Object.fromEntries(
  Object.entries(TAG).map(([name, byte]) => [name, Buffer.from([byte])]),
) as Record<TypeName, Buffer>;

/** 0 becomes 0 255, the end is 0 1. */
function orderedText(bytes: Buffer): Buffer {
  let zeros = 0;
  for (const byte of bytes) if (byte === 0) zeros++;
  const out = Buffer.alloc(bytes.length + zeros + 2);
  let at = 0;
  for (const byte of bytes) {
    out[at++] = byte;
    if (byte === 0) out[at++] = 0xff;
  }
  out[at + 1] = 1;
  return out;
}

function text(value: string): Buffer {
  const bytes = Buffer.from(value, 'utf8');
  if (!bytes.includes(0)) {
    const out = Buffer.alloc(bytes.length + 2);
    bytes.copy(out);
    out[bytes.length + 1] = 1;
    return out;
  }
  return orderedText(bytes);
}

function writeDate(value: Date, out: Buffer, from: number): void {
  const at = value.getTime();
  // BSON has dates of 292 million years; as JavaScript's own they are all the same one.
  if (Number.isNaN(at))
    throw new Fault(2, 'the embedded store compares no date beyond the year 275760; use a MongoDB server');
  const high = Math.floor(at / 0x1_0000_0000);
  // The sign turned over, so that what was before 1970 comes first.
  out.writeInt32BE(high ^ -0x8000_0000, from);
  out.writeUInt32BE(at - high * 0x1_0000_0000, from + 4);
}

function date(value: Date): Buffer {
  const out = Buffer.allocUnsafe(8);
  writeDate(value, out, 0);
  return out;
}

function binary(value: Binary | Uint8Array): Buffer {
  const bytes = value instanceof Binary ? value.value() : value;
  const head = Buffer.alloc(5);
  head.writeUInt32BE(bytes.length);
  head[4] = value instanceof Binary ? value.sub_type : 0;
  return Buffer.concat([head, bytes]);
}

function object(value: Doc, parts: Buffer[]): void {
  for (const key of Object.keys(value)) {
    const inner = value[key];
    parts.push(TAGS[typeOf(inner)], text(key));
    push(inner, parts);
  }
  parts.push(END);
}

function push(value: unknown, parts: Buffer[]): void {
  if (value === EMPTY_ARRAY) {
    parts.push(Buffer.from([TAG_EMPTY]));
    return;
  }
  const type = typeOf(value);
  parts.push(TAGS[type]);
  switch (type) {
    case 'int':
    case 'long':
    case 'double':
    case 'decimal':
      parts.push(orderedNumber(value));
      break;
    case 'string':
      parts.push(text(value as string));
      break;
    case 'symbol':
      parts.push(text((value as BSONSymbol).value));
      break;
    case 'object':
      object(value instanceof DBRef ? (value.toJSON() as Doc) : (value as Doc), parts);
      break;
    case 'array':
      for (const item of value as unknown[]) push(item, parts);
      parts.push(END);
      break;
    case 'binData':
      parts.push(binary(value as Binary));
      break;
    case 'objectId':
      parts.push(Buffer.from((value as ObjectId).id));
      break;
    case 'bool':
      parts.push(Buffer.from([value ? 1 : 0]));
      break;
    case 'date':
      parts.push(date(value as Date));
      break;
    case 'timestamp': {
      const out = Buffer.alloc(8);
      const stamp = value as Timestamp;
      out.writeUInt32BE(stamp.getHighBitsUnsigned(), 0);
      out.writeUInt32BE(stamp.getLowBitsUnsigned(), 4);
      parts.push(out);
      break;
    }
    case 'regex':
      if (value instanceof BSONRegExp) parts.push(text(value.pattern), text(value.options));
      else parts.push(text((value as RegExp).source), text((value as RegExp).flags));
      break;
    case 'javascript':
    case 'javascriptWithScope': {
      const code = value as Code;
      parts.push(text(code.code));
      if (code.scope) object(code.scope as Doc, parts);
      break;
    }
    default:
      break;
  }
}

/** The usual value of an index, in one piece. */
function shortText(value: string): Buffer {
  const length = Buffer.byteLength(value);
  const out = Buffer.allocUnsafe(length + 3);
  out[0] = TAG.string;
  out.write(value, 1);
  out[length + 1] = 0;
  out[length + 2] = 1;
  return out;
}

function shortNumber(value: number): Buffer {
  const out = Buffer.allocUnsafe(10);
  out[0] = TAG.double;
  writeDouble(value, out, 1);
  return out;
}

function shortDate(value: Date): Buffer {
  const out = Buffer.allocUnsafe(9);
  out[0] = TAG.date;
  writeDate(value, out, 1);
  return out;
}

export function keyOf(value: unknown): Buffer {
  if (typeof value === 'string' && !value.includes('\0')) return shortText(value);
  if (typeof value === 'number' && !Number.isNaN(value)) return shortNumber(value);
  if (value instanceof Date) return shortDate(value);
  const parts: Buffer[] = [];
  push(value, parts);
  return parts.length === 1 ? parts[0]! : Buffer.concat(parts);
}

export function inverted(bytes: Buffer): Buffer {
  const out = Buffer.allocUnsafe(bytes.length);
  for (let i = 0; i < bytes.length; i++) out[i] = ~bytes[i]! & 0xff;
  return out;
}

function compareText(a: string, b: string): number {
  const length = Math.min(a.length, b.length);
  for (let i = 0; i < length; i++) {
    let x = a.charCodeAt(i);
    let y = b.charCodeAt(i);
    if (x === y) continue;
    // UTF-8 puts the astral planes above U+FFFF; UTF-16 puts their surrogates below U+E000.
    if (x >= 0xd800 && y >= 0xd800) {
      if (x < 0xe000) x += 0x10000;
      if (y < 0xe000) y += 0x10000;
    }
    return x - y;
  }
  return a.length - b.length;
}

/** BSON comparison order, the same as that of the keys. */
export function compare(a: unknown, b: unknown): number {
  if (typeof a === 'number' && typeof b === 'number') {
    if (a < b) return -1;
    if (a > b) return 1;
    if (a === b) return 0;
  } else if (typeof a === 'string' && typeof b === 'string') return a === b ? 0 : compareText(a, b);
  else if (a instanceof Date && b instanceof Date) return a.getTime() - b.getTime();
  else {
    const types = TAG[typeOf(a)] - TAG[typeOf(b)];
    if (types !== 0) return types;
  }
  return Buffer.compare(keyOf(a), keyOf(b));
}

export function equal(a: unknown, b: unknown): boolean {
  return a === b || compare(a, b) === 0;
}
