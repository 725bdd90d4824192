/** 智能问答: one question in, what the approved knowledge says out. Words of ours or of the knowledge, no others. */
import type { Found, Hit, Passage } from '../../bot/decision.js';
import { findPersonal } from '../../nlu/pii.js';
import type { Nlu, Segment } from '../../nlu/understanding.js';
import type { QaFound, QaHit, QaItem, QaLink } from '../http/contract-qa.js';
import type { Unanswered } from '../knowledge/care/gaps.js';
import { placesOf } from '../knowledge/regions.js';
import type { Filters } from '../knowledge/search.js';
import type { Policy } from '../policy/types.js';
import { gate } from './gate.js';

export interface QaParts {
  nlu: Pick<Nlu, 'understand'>;
  find: (text: string, region: string | null, filters?: Filters) => Found | Promise<Found>;
  /** At every key pressed, and for what stands beside an item: at once, by words alone. */
  findByWords: (text: string, region: string | null) => Found;
  /** The same with a word put right, where that finds clearly more. */
  meant: (text: string, region: string | null, filters: Filters) => string[] | Promise<string[]>;
  /** An item that the public may be told now. */
  passage: (id: string) => Passage | null;
  /** A question that had no answer of its own, for those who write knowledge. */
  unanswered: (one: Unanswered) => void;
  policy: Policy;
}

export interface Qa {
  ask(text: string, region: string | null, filters?: Filters): Promise<QaFound>;
  /** Titles near what is typed so far; words alone, fast. */
  suggest(text: string, region: string | null): QaLink[];
  /** Null: not there, not any more, not yet, or not for this region. */
  item(id: string, region: string | null): QaItem | null;
  /** Does it hold for somebody in `region`? */
  holds(one: Placed, region: string | null): boolean;
}

const SUGGESTED = 8;
const RELATED = 4;
const SHOWN = 6;
/** Of the best one's score; what is further off is no suggestion. */
const NEAR = 0.5;

type Placed = Pick<Passage, 'region' | 'regions'>;
const placesIn = ({ region, regions = [] }: Placed): string[] => [region, ...regions];

const written = ({ language }: Passage) => (language ? { language } : {});
export const linkOf = (one: Passage): QaLink => ({ id: one.id, title: one.title, ...written(one) });

export function createQa({ nlu, find, findByWords, meant, passage, unanswered, policy }: QaParts): Qa {
  const places = placesOf(policy.regions);
  // A code that is no region of ours would filter nothing away.
  const known = (region: string | null): string | null =>
    region !== null && policy.regions.some(({ code }) => code === region) ? region : null;

  const holds = (one: Placed, region: string | null): boolean => {
    const above = region === null ? null : places.above(region);
    return above === null || placesIn(one).some((code) => above.includes(code));
  };

  const hitOf = ({ passage: one, score }: Hit): QaHit => ({
    ...view(one),
    score,
  });
  const view = (one: Passage) => {
    const { id, title, answer, unit, updated, basis, region, service = null } = one;
    const regionName = placesIn(one).map(policy.regionName).join('、');
    return { id, title, answer, unit, updated, basis, region, regionName, service, ...written(one) };
  };

  /** `shown`: what stands on the page already is not offered again below it. */
  const related = (
    { title, region: at }: Passage,
    region: string | null,
    shown: readonly Passage[],
  ): QaLink[] =>
    findByWords(title, region ?? at)
      .hits.map((hit) => hit.passage)
      .filter((other) => !shown.some(({ id }) => id === other.id))
      .slice(0, RELATED)
      .map(linkOf);

  async function lookUp(questions: Segment[], region: string | null, filters: Filters): Promise<Found> {
    const found = await Promise.all(
      questions.map((segment) => find(segment.text, region ?? segment.region, filters)),
    );
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
    async ask(text, asked, filters = {}) {
      const region = known(asked);
      const understanding = await nlu.understand(text, { channel: 'website', ...(region ? { region } : {}) });
      const { notices, questions } = gate(understanding, policy);
      const { band, hits } = await lookUp(questions, region, filters);
      // Words with somebody's data in them are not kept at all; nobody knows who asked.
      if (band !== 'answer' && findPersonal(text).length === 0)
        for (const { text: said, category } of questions)
          unanswered({
            text: said,
            channel: 'website',
            region,
            category,
            band,
            nearest: hits[0]?.passage.id ?? null,
            by: 'qa',
          });
      const [first] = hits;
      // Of what is no question, or several, no word is put right.
      const offered = band !== 'answer' && questions.length === 1 ? await meant(text, region, filters) : [];
      if (!first || band === 'none') return { band: 'none', notices, hits: [], related: [], meant: offered };
      const near = hits.filter(({ score }) => score >= first.score * NEAR).slice(0, SHOWN);
      if (band === 'suggest') return { band, notices, hits: near.map(hitOf), related: [], meant: offered };
      const shown = near.map(({ passage }) => passage);
      return {
        ...{ band, notices, hits: near.map(hitOf), related: related(first.passage, region, shown) },
        meant: offered,
      };
    },
    suggest(text, asked) {
      if (text.trim().length < 2) return [];
      const { hits } = findByWords(text, known(asked));
      return hits
        .filter(({ score }) => score >= (hits[0]?.score ?? 0) * NEAR)
        .slice(0, SUGGESTED)
        .map((hit) => linkOf(hit.passage));
    },
    item(id, asked) {
      const region = known(asked);
      const one = passage(id);
      if (!one || !holds(one, region)) return null;
      return { ...view(one), category: one.category, related: related(one, region, [one]) };
    },
  };
}
