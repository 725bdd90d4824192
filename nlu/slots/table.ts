import { readJson } from '../rule.js';

interface Table {
  parts: Record<string, string>;
  time: { any: string[]; notBefore: string; notAfter: string; never: string };
  place: Record<'tail' | 'suffix' | 'cut' | 'notNames' | 'near', string>;
  party: Record<'named' | 'generic' | 'neighbours' | 'some' | 'persons' | 'verbs' | 'cut', string>;
  demand: { any: string[]; ends: string };
  people: { any: string[]; head: string; notAfter: string; notBefore: string; alone: string };
  repeat: Record<'verbs' | 'acts' | 'first' | 'counted' | 'again', string>;
  contact: Record<'self' | 'signed' | 'mine' | 'theirs', string>;
  order: string[];
}

export const table: Table = readJson<Table>('slots');

/** `{name}` in a pattern is the part of that name; parts may hold parts. */
export function compile(source: string, flags = 'du', parts: Record<string, string> = table.parts): RegExp {
  let out = source;
  for (let depth = 0; depth < 5 && /\{[a-z]+\}/.test(out); depth++)
    out = out.replace(/\{([a-z]+)\}/g, (_, name: string) => parts[name] ?? '');
  return new RegExp(out, flags);
}
