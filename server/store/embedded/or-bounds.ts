/**
 * What every branch of a $or says of one path, taken together: `{ $or: [{ at: { $lt: t } }, { at: t, … }] }` —
 * the usual "next page" — is never beyond t, so an index may start there.
 */
import { typeOf } from './bson.js';
import { compare, TAG } from './keys.js';
import type { Predicate, Predicates } from './predicates.js';

type Side = 'upper' | 'lower';

/** The loosest value on this side that a branch allows, or undefined where it allows any. */
function limit(predicate: Predicate | undefined, side: Side): unknown {
  if (!predicate) return undefined;
  const outermost = (values: unknown[]): unknown =>
    values.reduce((a, b) => (compare(a, b) * (side === 'upper' ? 1 : -1) >= 0 ? a : b));
  if (predicate.points) {
    const tags = new Set(predicate.points.map((value) => TAG[typeOf(value)]));
    return tags.size === 1 && !predicate.points.includes(null) ? outermost(predicate.points) : undefined;
  }
  return predicate.bounds.find(({ op }) => op.startsWith(side === 'upper' ? '$l' : '$g'))?.value;
}

function common(branches: readonly Predicates[], path: string, side: Side): unknown {
  let found: unknown;
  for (const branch of branches) {
    const value = limit(branch.get(path), side);
    if (value === undefined) return undefined;
    if (found === undefined) found = value;
    else if (TAG[typeOf(found)] !== TAG[typeOf(value)]) return undefined;
    else if (compare(value, found) * (side === 'upper' ? 1 : -1) > 0) found = value;
  }
  return found;
}

/** Adds the bounds that all branches share; a path that already has points keeps only those. */
export function addOrBounds(branches: readonly Predicates[], add: (path: string) => Predicate): void {
  for (const path of branches[0]?.keys() ?? []) {
    const upper = common(branches, path, 'upper');
    const lower = common(branches, path, 'lower');
    if (upper !== undefined) add(path).bounds.push({ op: '$lte', value: upper });
    if (lower !== undefined) add(path).bounds.push({ op: '$gte', value: lower });
  }
}
