/** How MongoDB reads a dotted path: through every element of every array on the way, or by an index. */
import { getOwn, isDocument } from '../bson.js';

/** Which element of the outermost array matched; what `$` in an update stands for. */
export interface Found {
  index?: number;
}

export const isIndex = (segment: string): boolean => /^(0|[1-9]\d*)$/.test(segment);

/**
 * Offers each value the path leads to (undefined where an object lacks the field) until one is taken.
 * A scalar inside an array on the way is no object that lacks the field: it offers nothing.
 */
export function reach(
  value: unknown,
  path: readonly string[],
  at: number,
  take: (leaf: unknown) => boolean,
  found: Found | undefined,
): boolean {
  if (at === path.length) return take(value);
  const segment = path[at]!;
  if (Array.isArray(value)) {
    if (isIndex(segment) && Number(segment) < value.length) {
      if (reach(value[Number(segment)], path, at + 1, take, found)) return true;
    }
    for (let i = 0; i < value.length; i++) {
      if (!isDocument(value[i]) || !reach(value[i], path, at, take, found)) continue;
      if (found) found.index = i;
      return true;
    }
    return false;
  }
  if (!isDocument(value)) return take(undefined);
  return reach(getOwn(value, segment), path, at + 1, take, found);
}

/** Offers the leaf and, where it is an array, its elements. */
export function reachInto(
  value: unknown,
  path: readonly string[],
  take: (leaf: unknown) => boolean,
  found: Found | undefined,
): boolean {
  return reach(
    value,
    path,
    0,
    (leaf) => {
      if (Array.isArray(leaf)) {
        for (let i = 0; i < leaf.length; i++) {
          if (!take(leaf[i])) continue;
          if (found) found.index = i;
          return true;
        }
      }
      return take(leaf);
    },
    found,
  );
}
