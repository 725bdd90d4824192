/** 智能问答: one question in, what the approved knowledge says out. Words of ours or of the knowledge, no others. */
import type { Found, Hit, Passage } from '../../bot/decision.js';
import type { Nlu, Segment } from '../../nlu/understanding.js';
import type { QaFound, QaHit, QaItem, QaLink } from '../http/contract.js';
import { placesOf } from '../knowledge/regions.js';
import type { Policy } from '../policy/types.js';
import { gate } from './gate.js';

export interface QaParts {
  nlu: Pick<Nlu, 'understand'>;
  find: (text: string, region: string | null) => Found | Promise<Found>;
  /** At every key pressed, and for what stands beside an item: at once, by words alone. */
  findByWords: (text: string, region: string | null) => Found;
  /** An item that the public may be told now. */
  passage: (id: string) => Passage | null;
  policy: Policy;
}

export interface Qa {
  ask(text: string, region: string | null): Promise<QaFound>;
  /** Titles near what is typed so far; words alone, fast. */
  suggest(text: string, region: string | null): QaLink[];
  /** Null: not there, not any more, not yet, or not for this region. */
  item(id: string, region: string | null): QaItem | null;
  /** Does what holds in `at` hold for somebody in `region`? */
  holds(at: string, region: string | null): boolean;
}

const SUGGESTED = 8;
const RELATED = 4;
const SHOWN = 6;
/** Of the best one's score; what is further off is no suggestion. */
const NEAR = 0.5;

const link = ({ id, title }: Passage): QaLink => ({ id, title });

export function createQa({ nlu, find, findByWords, passage, policy }: QaParts): Qa {
  const places = placesOf(policy.regions);
  // A code that is no region of ours would filter nothing away.
  const known = (region: string | null): string | null =>
    region !== null && policy.regions.some(({ code }) => code === region) ? region : null;

  const holds = (at: string, region: string | null): boolean =>
    region === null || places.above(region).includes(at);

  const hitOf = ({ passage: one, score }: Hit): QaHit => ({
    ...view(one),
    score,
  });
  const view = ({ id, title, answer, unit, updated, basis, region }: Passage) => ({
    id,
    title,
    answer,
    unit,
    updated,
    basis,
    region,
    regionName: policy.regionName(region),
  });

  const related = ({ id, title, region: at }: Passage, region: string | null): QaLink[] =>
    findByWords(title, region ?? at)
      .hits.map((hit) => hit.passage)
      .filter((other) => other.id !== id)
      .slice(0, RELATED)
      .map(link);

  async function lookUp(questions: Segment[], region: string | null): Promise<Found> {
    const found = await Promise.all(questions.map((segment) => find(segment.text, region ?? segment.region)));
    const [only] = found;
    if (only && found.length === 1) return only;
    // Several matters in one question: none of them is the answer to all.
    const best = new Map<string, Hit>();
    for (const hit of found.filter(({ band }) => band !== 'none').flatMap(({ hits }) => hits))
      if (hit.score > (best.get(hit.passage.id)?.score ?? 0)) best.set(hit.passage.id, hit);
    const hits = [...best.values()].sort((a, b) => b.score - a.score);
    return { band: hits.length > 0 ? 'suggest' : 'none', hits };
  }

  return {
    holds,
    async ask(text, asked) {
      const region = known(asked);
      const understanding = await nlu.understand(text, { channel: 'website', ...(region ? { region } : {}) });
      const { notices, questions } = gate(understanding, policy);
      const { band, hits } = await lookUp(questions, region);
      const [first] = hits;
      if (!first || band === 'none') return { band: 'none', notices, hits: [], related: [] };
      const near = hits.filter(({ score }) => score >= first.score * NEAR).slice(0, SHOWN);
      if (band === 'suggest') return { band, notices, hits: near.map(hitOf), related: [] };
      return { band, notices, hits: near.map(hitOf), related: related(first.passage, region) };
    },
    suggest(text, asked) {
      if (text.trim().length < 2) return [];
      const { hits } = findByWords(text, known(asked));
      return hits
        .filter(({ score }) => score >= (hits[0]?.score ?? 0) * NEAR)
        .slice(0, SUGGESTED)
        .map((hit) => link(hit.passage));
    },
    item(id, asked) {
      const region = known(asked);
      const one = passage(id);
      if (!one || !holds(one.region, region)) return null;
      return { ...view(one), category: one.category, related: related(one, region) };
    },
  };
}
