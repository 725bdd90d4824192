/** Whether whatever a filter matches is surely inside a partial index. When in doubt: no. */
import { type Doc, isDocument, simplify, typeOf } from './bson.js';
import { compare, equal, TAG } from './keys.js';
import { isOperators } from './match/filter.js';
import { hasType, wantedTypes } from './match/types.js';
import { type Bound, excludesMissing, type Predicate, type Predicates } from './predicates.js';

const sameKind = (a: unknown, b: unknown): boolean => TAG[typeOf(a)] === TAG[typeOf(b)];

function within(value: unknown, op: Bound, limit: unknown): boolean {
  if (!sameKind(value, limit)) return false;
  const order = compare(value, limit);
  if (op === '$gt') return order > 0;
  if (op === '$gte') return order >= 0;
  if (op === '$lt') return order < 0;
  return order <= 0;
}

function boundImplied(predicate: Predicate, op: Bound, limit: unknown): boolean {
  if (predicate.points?.every((value) => within(value, op, limit))) return true;
  return predicate.bounds.some((bound) => {
    if (bound.op.slice(0, 3) !== op.slice(0, 3) || !sameKind(bound.value, limit)) return false;
    const order = compare(bound.value, limit) * (op.startsWith('$g') ? 1 : -1);
    return order > 0 || (order === 0 && op.length >= bound.op.length);
  });
}

function operatorImplied(predicate: Predicate, name: string, operand: unknown): boolean {
  switch (name) {
    case '$eq':
      return predicate.points?.every((value) => equal(value, operand)) ?? false;
    case '$in':
      return (
        predicate.points?.every((value) => (operand as unknown[]).some((one) => equal(one, value))) ?? false
      );
    case '$exists':
      return operand === true && excludesMissing(predicate);
    case '$gt':
    case '$gte':
    case '$lt':
    case '$lte':
      return boundImplied(predicate, name, operand);
    case '$type': {
      const wanted = wantedTypes(operand);
      return predicate.points?.every((value) => hasType(value, wanted)) ?? false;
    }
    default:
      return false;
  }
}

export function implies(predicates: Predicates, partial: Doc): boolean {
  return Object.entries(partial).every(([path, raw]) => {
    if (path === '$and' && Array.isArray(raw))
      return raw.every((item) => isDocument(item) && implies(predicates, item));
    const predicate = predicates.get(path);
    if (!predicate) return false;
    const value = simplify(raw);
    if (!isOperators(value)) return operatorImplied(predicate, '$eq', value);
    return Object.entries(value).every(([name, operand]) => operatorImplied(predicate, name, operand));
  });
}
