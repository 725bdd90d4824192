/**
 * Finds what may be quoted. BM25+ (MiniSearch) gathers candidates over questions and answers; `nearness`
 * gives each a share of 0 to 1; three bands follow from the policy: above, the approved text verbatim;
 * between, offered as choices; below, nothing is invented.
 */
import MiniSearch from 'minisearch';
import type { Found, Hit, Passage } from '../../bot/decision.js';
import { type KnowledgeItem, passageOf, quotable } from './items.js';
import { type Place, placesOf } from './regions.js';
import { type ItemTerms, nearness, rarityOf } from './score.js';
import { asks, type Terms, termsOf } from './terms.js';

/** The slice of the policy that searching needs. */
export interface KnowledgePolicy {
  knobs: { bands: { answer: number; suggest: number; margin: number } };
  regions: Place[];
}

export interface FindOptions {
  /** Region of the matter; where absent, what the question itself names. */
  region?: string | null;
  now: Date;
  audience?: 'citizen' | 'enterprise';
}

export interface Knowledge {
  find(text: string, options: FindOptions): Found;
  /** With `now`, only what the public may be told then. */
  get(id: string, now?: Date): Passage | null;
  /** All that the public may be told now, by id. */
  open(now: Date): Passage[];
  readonly size: number;
}

const CANDIDATES = 40;
const HITS = 10;
/** Terms of a long message that carry it; the rest only costs time at 100,000 items. */
const CARRYING = 16;

const BOOST = { title: 2, similar: 2, answer: 1 };

interface Entry {
  item: KnowledgeItem;
  passage: Passage;
  terms: ItemTerms;
}

function merge(bags: Terms[]): Terms {
  const all: Terms = new Map();
  for (const bag of bags) for (const [term, weight] of bag) all.set(term, weight);
  return all;
}

function entryOf(item: KnowledgeItem): Entry {
  const questions = [item.title, ...item.similar].map(termsOf);
  return {
    item,
    passage: passageOf(item),
    terms: { questions, all: merge([...questions, termsOf(item.answer)]) },
  };
}

export function createKnowledge(items: KnowledgeItem[], policy: KnowledgePolicy): Knowledge {
  const entries = new Map(items.map((item) => [item.id, entryOf(item)]));
  const places = placesOf(policy.regions);
  const rarity = rarityOf([...entries.values()].map((entry) => entry.terms.all.keys()));
  const index = new MiniSearch<{ id: string; title: string; similar: string; answer: string }>({
    fields: ['title', 'similar', 'answer'],
    tokenize: (text) => [...termsOf(text).keys()],
    processTerm: (term) => term,
    searchOptions: { boost: BOOST, combineWith: 'OR', prefix: false, fuzzy: false },
  });
  index.addAll(
    items.map(({ id, title, similar, answer }) => ({ id, title, similar: similar.join('\n'), answer })),
  );

  const { bands } = policy.knobs;

  function band(hits: Hit[], question: boolean, regionKnown: boolean): Found['band'] {
    const [first, second] = hits;
    if (!first || first.score < bands.suggest) return 'none';
    const clear = first.score - (second?.score ?? 0) >= bands.margin;
    // What holds in one league only is no answer for somebody whose place is not known.
    const holds = regionKnown || first.passage.region.endsWith('0000');
    return first.score >= bands.answer && clear && question && holds ? 'answer' : 'suggest';
  }

  return {
    size: entries.size,
    get(id, now) {
      const entry = entries.get(id);
      return entry && (!now || quotable(entry.item, now)) ? entry.passage : null;
    },
    open: (now) =>
      [...entries.values()].filter(({ item }) => quotable(item, now)).map(({ passage }) => passage),
    find(text, { region, now, audience }) {
      const named = places.named(text);
      const at = region ?? named.region;
      const above = at ? places.above(at) : null;
      const query = termsOf(named.rest);
      const carrying = [...query.keys()]
        .sort((a, b) => query.get(b)! * rarity(b) - query.get(a)! * rarity(a))
        .slice(0, CARRYING);
      const hits = index
        .search(carrying.join('\n'), {
          tokenize: (joined) => joined.split('\n').filter(Boolean),
          filter: ({ id }) => {
            const { item } = entries.get(String(id))!;
            return (
              quotable(item, now) &&
              (above === null || above.includes(item.region)) &&
              (!audience || item.audience === 'both' || item.audience === audience)
            );
          },
        })
        .slice(0, CANDIDATES)
        .map(({ id }): Hit => {
          const { passage, terms } = entries.get(String(id))!;
          return { passage, score: Math.round(nearness(query, terms, rarity) * 1e4) / 1e4 };
        })
        .sort((a, b) => b.score - a.score || (a.passage.id < b.passage.id ? -1 : 1))
        .slice(0, HITS);
      return { band: band(hits, asks(text), above !== null), hits };
    },
  };
}
