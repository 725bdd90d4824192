/** Questions that were not answered at once: kept with personal data masked, told in clusters with their number. */
import { createHash } from 'node:crypto';
import { shorten } from '../../people/privacy.js';
import type { Gap, KnowledgeDeskStore } from '../../store/knowledge-desk.js';
import { dayOf } from '../../tickets/deadlines/calendar.js';
import { type Terms, termsOf } from '../terms.js';

export interface Unanswered {
  text: string;
  channel: string;
  region: string | null;
  category: string | null;
  band: Gap['band'];
  nearest: string | null;
  /** Who asked, as the house names it; the same one is counted once a day. */
  by: string;
}

const LONGEST = 200;
const SHORTEST = 4;

export const gapOf = (
  { by, text, ...rest }: Unanswered,
  mask: (text: string) => string,
  now: Date,
): Gap | null => {
  const said = mask(shorten(text.trim(), LONGEST));
  if ([...said].length < SHORTEST) return null;
  const _id = createHash('sha256')
    .update(JSON.stringify([by, said, dayOf(now)]))
    .digest('hex')
    .slice(0, 24);
  return { ...rest, _id, text: said, at: now, settled: false };
};

export interface Cluster {
  /** The text most others are near to. */
  text: string;
  count: number;
  ids: string[];
  texts: string[];
  channels: string[];
  category: string | null;
  region: string | null;
  nearest: string | null;
  last: Date;
}

/** Shared weight over the smaller: a short question is the same as a long one that holds it. */
function alike(a: Terms, b: Terms): number {
  let shared = 0;
  const mass = (terms: Terms) => [...terms.values()].reduce((sum, weight) => sum + weight, 0);
  for (const [term, weight] of a) if (b.has(term)) shared += weight;
  return shared / Math.sqrt(mass(a) * mass(b) || 1);
}

const SAME = 0.5;
const SHOWN_TEXTS = 5;

/** Each joins the nearest cluster begun before it, or begins one. */
export function clustersOf(gaps: readonly Gap[]): Cluster[] {
  const heads: { terms: Terms; rows: Gap[] }[] = [];
  for (const gap of gaps) {
    const terms = termsOf(gap.text);
    let best: (typeof heads)[number] | null = null;
    let nearest = SAME;
    for (const head of heads) {
      const near = alike(terms, head.terms);
      if (near >= nearest) [best, nearest] = [head, near];
    }
    if (best) best.rows.push(gap);
    else heads.push({ terms, rows: [gap] });
  }
  return heads
    .map(({ rows }) => ({
      text: rows[0]!.text,
      count: rows.length,
      ids: rows.map(({ _id }) => _id),
      texts: [...new Set(rows.map(({ text }) => text))].slice(0, SHOWN_TEXTS),
      channels: [...new Set(rows.map(({ channel }) => channel))],
      category: rows.find(({ category }) => category)?.category ?? null,
      region: rows.find(({ region }) => region)?.region ?? null,
      nearest: rows.find(({ nearest }) => nearest)?.nearest ?? null,
      last: new Date(Math.max(...rows.map(({ at }) => at.getTime()))),
    }))
    .sort((a, b) => b.count - a.count || b.last.getTime() - a.last.getTime());
}

export interface Gaps {
  note(one: Unanswered): Promise<void>;
}

export const createGaps = (
  store: Pick<KnowledgeDeskStore, 'putGap'>,
  mask: (text: string) => string,
  now: () => Date,
): Gaps => ({
  async note(one) {
    const gap = gapOf(one, mask, now());
    if (gap) await store.putGap(gap);
  },
});
