/**
 * BSON as this store needs it. `exact` keeps every number in its own type (an update must not turn a double
 * into an int); `plain` is for reading, where a number is a number.
 */
import {
  Binary,
  BSONRegExp,
  BSONSymbol,
  Code,
  DBRef,
  Decimal128,
  Double,
  deserialize,
  Int32,
  Long,
  MaxKey,
  MinKey,
  ObjectId,
  serialize,
  Timestamp,
} from 'bson';
import { checkStoredDepth } from './depth.js';
import { Fault } from './faults.js';

export type Doc = Record<string, unknown>;

export const MAX_DOCUMENT = 16 * 1024 * 1024;

export function exact(bytes: Uint8Array): Doc {
  return deserialize(bytes, { promoteValues: false, bsonRegExp: true });
}

export function plain(bytes: Uint8Array): Doc {
  return deserialize(bytes, { bsonRegExp: true });
}

export function encode(doc: Doc): Buffer {
  try {
    return Buffer.from(serialize(doc, { ignoreUndefined: true }));
  } catch (error) {
    // bson writes into a buffer of 17 MB; what overflows it is above MongoDB's limit too.
    if (error instanceof RangeError && 'code' in error && error.code === 'ERR_OUT_OF_RANGE')
      throw new Fault(10334, `BSONObj is too large. Size must be between 0 and ${MAX_DOCUMENT}`);
    throw error;
  }
}

/** What may be stored: 16 MB at most, and not nested too deep. */
export function checkStored(bytes: Buffer): void {
  if (bytes.length > MAX_DOCUMENT)
    throw new Fault(
      10334,
      `BSONObj size: ${bytes.length} is invalid. Size must be between 0 and ${MAX_DOCUMENT}`,
    );
  checkStoredDepth(bytes);
}

export function encodeStored(doc: Doc): Buffer {
  const bytes = encode(doc);
  checkStored(bytes);
  return bytes;
}

export type TypeName =
  | 'minKey'
  | 'undefined'
  | 'null'
  | 'int'
  | 'long'
  | 'double'
  | 'decimal'
  | 'string'
  | 'symbol'
  | 'object'
  | 'array'
  | 'binData'
  | 'objectId'
  | 'bool'
  | 'date'
  | 'timestamp'
  | 'regex'
  | 'dbPointer'
  | 'javascript'
  | 'javascriptWithScope'
  | 'maxKey';

function typeOfObject(value: object): TypeName {
  // By far the most are plain; an object of another realm goes the long way.
  if (Object.getPrototypeOf(value) === Object.prototype) return 'object';
  if (value instanceof Date) return 'date';
  if (Array.isArray(value)) return 'array';
  if (value instanceof ObjectId) return 'objectId';
  if (value instanceof Int32) return 'int';
  if (value instanceof Double) return 'double';
  if (value instanceof Timestamp) return 'timestamp';
  if (value instanceof Long) return 'long';
  if (value instanceof Decimal128) return 'decimal';
  if (value instanceof Binary || value instanceof Uint8Array) return 'binData';
  if (value instanceof BSONRegExp || value instanceof RegExp) return 'regex';
  if (value instanceof BSONSymbol) return 'symbol';
  if (value instanceof MinKey) return 'minKey';
  if (value instanceof MaxKey) return 'maxKey';
  if (value instanceof DBRef) return 'object';
  if (value instanceof Code) return value.scope ? 'javascriptWithScope' : 'javascript';
  return 'object';
}

export function typeOf(value: unknown): TypeName {
  switch (typeof value) {
    case 'string':
      return 'string';
    case 'number':
      return Number.isInteger(value) && Math.abs(value) < 2 ** 31 && !Object.is(value, -0) ? 'int' : 'double';
    case 'boolean':
      return 'bool';
    case 'bigint':
      return 'long';
    case 'undefined':
      return 'undefined';
    case 'object':
      return value === null ? 'null' : typeOfObject(value);
    default:
      throw new Fault(2, `cannot store a ${typeof value}`);
  }
}

const NUMBERS = new Set<TypeName>(['int', 'long', 'double', 'decimal']);

export function isNumber(value: unknown): boolean {
  return typeof value === 'number' || NUMBERS.has(typeOf(value));
}

export function isDocument(value: unknown): value is Doc {
  return typeof value === 'object' && value !== null && typeOf(value) === 'object';
}

/** The JavaScript number of any BSON number (a Decimal128 or a large Long loses digits); else undefined. */
export function toNumber(value: unknown): number | undefined {
  if (typeof value === 'number') return value;
  if (value instanceof Int32 || value instanceof Double) return value.value;
  if (value instanceof Timestamp) return undefined;
  if (value instanceof Long) return value.toNumber();
  if (value instanceof Decimal128) return Number(value.toString());
  if (typeof value === 'bigint') return Number(value);
  return undefined;
}

/** Options arrive as whatever number the driver chose; true, 1 and 1.0 all mean yes. */
export function truthy(value: unknown): boolean {
  if (typeof value === 'boolean') return value;
  const number = toNumber(value);
  return number === undefined ? value !== null && value !== undefined : number !== 0;
}

/** Numbers of an exact value turned into JavaScript's where nothing is lost. */
export function simplify(value: unknown): unknown {
  if (typeof value !== 'object' || value === null) return value;
  if (value instanceof Int32 || value instanceof Double) return value.value;
  if (value instanceof Timestamp) return value;
  if (value instanceof Long) {
    const number = value.toNumber();
    return Number.isSafeInteger(number) ? number : value;
  }
  if (Array.isArray(value)) return value.map(simplify);
  if (!isDocument(value) || value instanceof DBRef) return value;
  const out: Doc = {};
  for (const key of Object.keys(value)) setOwn(out, key, simplify(value[key]));
  return out;
}

/** `__proto__` is a legal field name; plain assignment would swallow it. */
export function setOwn(target: Doc, key: string, value: unknown): void {
  if (key === '__proto__')
    Object.defineProperty(target, key, { value, enumerable: true, configurable: true, writable: true });
  else target[key] = value;
}

export function getOwn(source: Doc, key: string): unknown {
  return Object.hasOwn(source, key) ? source[key] : undefined;
}

export function cloneValue(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(cloneValue);
  if (!isDocument(value) || value instanceof DBRef) return value;
  const out: Doc = {};
  for (const key of Object.keys(value)) setOwn(out, key, cloneValue(value[key]));
  return out;
}
