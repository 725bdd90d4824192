import { BSONRegExp } from 'bson';
import { Fault } from '../faults.js';

const FLAGS = new Set(['i', 'm', 's', 'u', 'x']);

/** Drops what PCRE's x flag ignores: blanks and comments outside classes. */
function unspaced(pattern: string): string {
  return pattern.replace(/\\[\s\S]|\[(?:\\[\s\S]|[^\]])*\]|#[^\n]*|\s+/g, (part) =>
    part.startsWith('#') || /^\s/.test(part) ? '' : part,
  );
}

/** A BSON regular expression as JavaScript's. The unicode mode first, so that an astral sign is one sign. */
export function compileRegex(pattern: string, options: string): RegExp {
  for (const flag of options)
    if (!FLAGS.has(flag)) throw new Fault(51108, `invalid flag in regex options: ${flag}`);
  const source = options.includes('x') ? unspaced(pattern) : pattern;
  const flags = [...new Set(options)].filter((flag) => flag !== 'x' && flag !== 'u').join('');
  try {
    return new RegExp(source, `${flags}u`);
  } catch {
    try {
      return new RegExp(source, flags);
    } catch (error) {
      throw new Fault(51091, `Regular expression is invalid: ${(error as Error).message}`);
    }
  }
}

export function isRegex(value: unknown): value is BSONRegExp | RegExp {
  return value instanceof BSONRegExp || value instanceof RegExp;
}

export function toRegex(value: BSONRegExp | RegExp): RegExp {
  return value instanceof BSONRegExp ? compileRegex(value.pattern, value.options) : value;
}
