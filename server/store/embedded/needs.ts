/** Which top-level fields of a document a filter or an expression looks at; null: it may look anywhere. */
import { type Doc, isDocument } from './bson.js';

type Needs = Set<string> | null;

const WHOLE_OPERATORS = new Set(['$getField', '$setField', '$unsetField', '$jsonSchema', '$where']);

const root = (path: string): string => {
  const dot = path.indexOf('.');
  return dot < 0 ? path : path.slice(0, dot);
};

function visitExpression(expression: unknown, found: Set<string>): boolean {
  if (typeof expression === 'string') {
    if (!expression.startsWith('$')) return true;
    if (/^\$\$(?:ROOT|CURRENT)/.test(expression)) return false;
    if (!expression.startsWith('$$')) found.add(root(expression.slice(1)));
    return true;
  }
  if (Array.isArray(expression)) return expression.every((item) => visitExpression(item, found));
  if (!isDocument(expression)) return true;
  return Object.entries(expression).every(
    ([key, value]) => key === '$literal' || (!WHOLE_OPERATORS.has(key) && visitExpression(value, found)),
  );
}

/** Fields behind the `$name`s of an expression. */
export function expressionNeeds(expression: unknown): Needs {
  const found = new Set<string>();
  return visitExpression(expression, found) ? found : null;
}

function visitFilter(filter: Doc, found: Set<string>): boolean {
  return Object.entries(filter).every(([key, value]) => {
    if (key === '$comment') return true;
    if (key === '$expr') return visitExpression(value, found);
    if (['$and', '$or', '$nor'].includes(key))
      return Array.isArray(value) && value.every((item) => isDocument(item) && visitFilter(item, found));
    if (key.startsWith('$')) return false;
    found.add(root(key));
    return true;
  });
}

export function filterNeeds(filter: Doc): Needs {
  const found = new Set<string>();
  return visitFilter(filter, found) ? found : null;
}

export const rootsOf = (paths: Iterable<string>): Set<string> => new Set([...paths].map(root));
