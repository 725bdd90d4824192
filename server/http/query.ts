/** What stands behind the question mark: known names only, each once, each in its form. */
import { z } from 'zod';
import { Problem } from '../errors.js';
import { LANGUAGES } from '../knowledge/item.js';
import { wellFormed } from './body.js';
import { check } from './check.js';

const cursor = z
  .string()
  .max(300)
  .regex(/^[\w.:=+/|,~-]*$/);
const word = z
  .string()
  .max(40)
  .regex(/^[\w.,-]*$/);

/** By name; a row `route.name` goes before. Values stay strings, as a handler sees them. */
export const QUERY: Record<string, z.ZodType> = {
  after: cursor,
  'lines.after': z.string().regex(/^\d{1,9}$/),
  wait: z.string().regex(/^([0-9]|[1-5][0-9]|60)$/),
  limit: z.string().regex(/^([1-9]|[1-9][0-9]|1[0-9]{2}|200)$/),
  name: z.string().max(1000),
  q: z.string().max(100),
  'outbox.after': z
    .string()
    .max(600)
    .regex(/^[\w-]*$/),
  channel: word,
  box: word,
  state: z
    .string()
    .max(400)
    .regex(/^[\w.,-]*$/),
  kind: word,
  region: word,
  'qaAsk.q': z.string().max(300),
  'qaSuggest.q': z.string().max(300),
  'qaPage.q': z.string().max(300),
  'kbList.after': z
    .string()
    .max(80)
    .regex(/^[\w.:~-]*$/),
  due: word,
  'kbImport.unit': z.string().max(100),
  owner: word,
  take: word,
  category: word,
  hotline: word,
  type: word,
  list: word,
  sort: word,
  a: word,
  b: word,
  onto: word,
  absent: word,
  urgency: word,
  unit: word,
  by: word,
  code: word,
  measure: word,
  part: z.enum(['top', 'base']),
  spot: cursor,
  place: z.string().max(80),
  from: z.union([z.literal(''), z.iso.date()]),
  to: z.union([z.literal(''), z.iso.date()]),
  stage: word,
  when: z.enum(['', 'all']),
  as: z.enum(['pdf', 'docx']),
  content: z.string().max(300),
  said: word,
  audience: word,
  language: z.enum(['', ...LANGUAGES]),
  within: word,
  clock: z.enum(['near', 'late']),
  account: word,
  action: word,
  target: z.string().max(200),
};

export const querySchema = (route: string, name: string): z.ZodType => {
  const schema = QUERY[`${route}.${name}`] ?? QUERY[name];
  if (!schema) throw new Error(`route ${route}: query ${name} has no form in server/http/query.ts`);
  return schema;
};

/** Unknown names are left out, as anybody's tracking parameters would be. */
export function readQuery(route: string, names: readonly string[], given: unknown): Record<string, string> {
  const query = given as Record<string, unknown>;
  const known: Record<string, unknown> = {};
  const shape: Record<string, z.ZodType> = {};
  for (const name of names) {
    shape[name] = querySchema(route, name).optional();
    const value = query[name];
    if (value === undefined || value === '') continue;
    if (typeof value === 'string' && !wellFormed(value)) throw new Problem('BAD_TEXT');
    known[name] = value;
  }
  return check(z.object(shape), known) as Record<string, string>;
}

const PARAM = /^(?!\.{1,2}$)[\w.:@-]{1,160}$/;

/** A parameter that cannot be anybody's name leads nowhere. */
export function readParams(given: Record<string, unknown>): Record<string, string> {
  const params: Record<string, string> = {};
  for (const [name, value] of Object.entries(given)) {
    if (typeof value !== 'string' || !PARAM.test(value)) throw new Problem('NOT_FOUND');
    params[name] = value;
  }
  return params;
}
