/** From a figure to the orders it is made of: which parts to look for, and what they are called. */
import { Problem } from '../errors.js';
import type { Part, RowsAsk } from '../store/insight.js';
import type { PartCursor } from '../store/insight-rows.js';
import type { CountName } from './counts.js';
import { type Definition, definitionsOf, type MeasureRules, measureOf } from './measures.js';
import type { By } from './names.js';
import { WORDS } from './words.js';

const PAGE = 50;
const MOST = 100;

export interface RowsQuery {
  query: Record<string, string>;
  by: By | null;
  from: string;
  to: string;
  scope: ReadonlySet<string> | null;
}

export function rowsAsk({ query, by, from, to, scope }: RowsQuery): RowsAsk {
  const { code = '', spot, place } = query;
  return {
    at: by === null || by === 'day' || by === 'league' ? {} : { [by]: code },
    ...(by === 'league' && code !== '' ? { league: code } : {}),
    ...(spot ? { spot } : {}),
    ...(place ? { place } : {}),
    ...(by === 'day' && code !== '' ? { from: code, to: code } : { from, to }),
    counts: countsOf(query),
    units: scope && [...scope],
    after: query.after ? readCursor(query.after) : null,
    limit: Math.min(MOST, Number(query.limit) || PAGE),
  };
}

/** Counts that make the numerator, or the denominator. */
function countsOf({ measure, part }: Record<string, string>): CountName[] {
  if (!measure) return [];
  const found = measureOf(measure);
  if (!found) throw new Problem('BAD_REQUEST');
  return part === 'base' && found.base ? found.base : (Object.keys(found.top) as CountName[]);
}

export const rowsSaid = (query: Record<string, string>, rules: MeasureRules): string =>
  rowsSaidOf(definitionsOf(rules), query);

/** What the rows behind a figure are, in words. */
export function rowsSaidOf(table: readonly Definition[], { measure, part }: Record<string, string>): string {
  const found = table.find(({ id }) => id === measure);
  if (!found) return WORDS.rows.all;
  const base = part === 'base' && found.denominator !== null;
  return WORDS.rows[base ? 'base' : 'top']
    .replace('{name}', found.name)
    .replace('{what}', (base ? found.denominator : found.numerator) ?? '');
}

export function rowsNext(rows: readonly Part[], limit: number): string | null {
  const last = rows.length === limit ? rows.at(-1) : undefined;
  return last ? `${last.day}~${last._id}` : null;
}

/** A cursor nobody gave out is the caller's fault, never page one. */
function readCursor(text: string): PartCursor {
  const [, day, id] = /^(\d{4}-\d{2}-\d{2})~(\d{14}[A-Z]\d{7})$/.exec(text) ?? [];
  if (day === undefined || id === undefined) throw new Problem('BAD_REQUEST');
  return { day, id };
}
