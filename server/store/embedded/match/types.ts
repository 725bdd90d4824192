import { toNumber, typeOf } from '../bson.js';
import { Fault } from '../faults.js';

const CODES: Record<number, string> = {
  [-1]: 'minKey',
  1: 'double',
  2: 'string',
  3: 'object',
  4: 'array',
  5: 'binData',
  6: 'undefined',
  7: 'objectId',
  8: 'bool',
  9: 'date',
  10: 'null',
  11: 'regex',
  12: 'dbPointer',
  13: 'javascript',
  14: 'symbol',
  15: 'javascriptWithScope',
  16: 'int',
  17: 'timestamp',
  18: 'long',
  19: 'decimal',
  127: 'maxKey',
};

const NAMES = new Set(Object.values(CODES));

/** The names `$type` asks for. */
export function wantedTypes(operand: unknown): Set<string> {
  const wanted = new Set<string>();
  for (const item of Array.isArray(operand) ? operand : [operand]) {
    if (item === 'number') for (const name of ['int', 'long', 'double', 'decimal']) wanted.add(name);
    else if (typeof item === 'string') {
      if (!NAMES.has(item)) throw new Fault(2, `Unknown type name alias: ${item}`);
      wanted.add(item);
    } else {
      const code = toNumber(item);
      const name = code === undefined ? undefined : CODES[code];
      if (!name) throw new Fault(2, `Invalid numerical type code: ${String(item)}`);
      wanted.add(name);
    }
  }
  if (wanted.size === 0) throw new Fault(9, '$type must match at least one type');
  return wanted;
}

export function hasType(value: unknown, wanted: Set<string>): boolean {
  return value !== undefined && wanted.has(typeOf(value));
}
