/** `let` of a command: each value is an expression, computed before any document is looked at; later ones see earlier ones. */
import { type Doc, isDocument } from '../bson.js';
import { Fault } from '../faults.js';
import { expressions } from './expressions.js';

/** What MongoDB lets a variable be named, and what it answers otherwise (variable_validation.cpp). */
const FIRST = /^[a-z\u0080-\uffff]/;
const REST = /^[A-Za-z0-9_\u0080-\uffff]*$/;

const OF_DOCUMENTS = /^\$\$(?:ROOT|CURRENT)(?:\.|$)/;

function checkName(name: string): void {
  if (name === '') throw new Fault(16866, 'empty variable names are not allowed');
  if (!FIRST.test(name))
    throw new Fault(16867, `'${name}' starts with an invalid character for a user variable name`);
  if (!REST.test(name)) throw new Fault(16868, `'${name}' contains an invalid character for a variable name`);
}

/** Does it look at a document? There is none yet. */
function looks(expression: unknown): boolean {
  if (typeof expression === 'string')
    return OF_DOCUMENTS.test(expression) || (expression.startsWith('$') && !expression.startsWith('$$'));
  if (Array.isArray(expression)) return expression.some(looks);
  if (!isDocument(expression)) return false;
  return Object.entries(expression).some(([key, value]) => {
    if (key === '$literal') return false;
    return (key === '$getField' && !(isDocument(value) && 'input' in value)) || looks(value);
  });
}

function needsComputing(expression: unknown): boolean {
  if (typeof expression === 'string') return expression.startsWith('$');
  if (Array.isArray(expression)) return expression.some(needsComputing);
  if (!isDocument(expression)) return false;
  return Object.entries(expression).some(([key, value]) => key.startsWith('$') || needsComputing(value));
}

/** The variables' values. Throws a Fault for an expression that looks at documents, or a name that is none. */
export function constants(asked: Doc): Doc {
  const known: Doc = {};
  for (const [name, expression] of Object.entries(asked)) {
    checkName(name);
    if (looks(expression))
      throw new Fault(
        4890500,
        'Command let Expression tried to access a field, but this is not allowed because command let expressions run before the query examines any documents.',
      );
    // A plain value keeps the type it came with.
    known[name] = needsComputing(expression) ? (expressions(known)(expression)({}) ?? null) : expression;
  }
  return known;
}
