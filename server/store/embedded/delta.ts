/** What an update changed, as a change event tells it: fields set, fields gone, arrays cut short. */
import { type Doc, getOwn, isDocument } from './bson.js';
import { keyOf } from './keys.js';

export interface Delta {
  updatedFields: Doc;
  removedFields: string[];
  truncatedArrays: { field: string; newSize: number }[];
}

/** An int that became a double of the same value was changed too: type and bytes must agree. */
const same = (a: unknown, b: unknown): boolean =>
  a === b || (typeof a === typeof b && a?.constructor === b?.constructor && keyOf(a).equals(keyOf(b)));

function inArray(before: unknown[], after: unknown[], path: string, delta: Delta): void {
  for (const [i, value] of after.entries()) inValue(before[i], value, `${path}.${i}`, delta);
  if (after.length < before.length) delta.truncatedArrays.push({ field: path, newSize: after.length });
}

function inValue(before: unknown, after: unknown, path: string, delta: Delta): void {
  if (Array.isArray(before) && Array.isArray(after)) inArray(before, after, path, delta);
  else if (isDocument(before) && isDocument(after)) inDocument(before, after, `${path}.`, delta);
  else if (!same(before, after)) delta.updatedFields[path] = after;
}

function inDocument(before: Doc, after: Doc, prefix: string, delta: Delta): void {
  for (const key of Object.keys(after)) inValue(getOwn(before, key), after[key], prefix + key, delta);
  for (const key of Object.keys(before))
    if (!Object.hasOwn(after, key)) delta.removedFields.push(prefix + key);
}

export function deltaOf(before: Doc, after: Doc): Delta {
  const delta: Delta = { updatedFields: {}, removedFields: [], truncatedArrays: [] };
  inDocument(before, after, '', delta);
  return delta;
}
