/**
 * Finds what may be quoted. Words and meaning each gather candidates among the items that may be told now, here, to
 * this citizen; one score ranks them; three bands follow from the policy. Without a vector of the question words carry
 * on, with bands of their own.
 */
import type { Found, Hit, Passage } from '../../bot/decision.js';
import { type Band, bandOf, fusedScore, wordScore } from './bands.js';
import { type KnowledgeItem, passageOf, quotable } from './items.js';
import { type ItemMarks, type Nearness, nearnessTo } from './likeness.js';
import { centred, createMeanings } from './meaning.js';
import { createPostings } from './postings.js';
import { type Place, placesOf } from './regions.js';
import { asks, termsOf } from './terms.js';
import type { Vectors } from './vectors.js';

/** The slice of the policy that searching needs. */
export interface KnowledgePolicy {
  knobs: { bands: Band; wordBands: Band };
  regions: Place[];
}

export interface FindOptions {
  /** Region of the matter; where absent, what the question itself names. */
  region?: string | null;
  now: Date;
  audience?: 'citizen' | 'enterprise';
  /** The question's vector by the encoder; null or absent searches by words. */
  vector?: Float32Array | null;
}

/** What speaks for an item, before any weights. */
export interface Candidate extends Nearness {
  passage: Passage;
  /** Cosine of the nearest of its questions; null without a vector of either side. */
  meaning: number | null;
}

export interface Knowledge {
  find(text: string, options: FindOptions): Found;
  /** All that are compared in full, in no order. */
  candidates(text: string, options: FindOptions): Candidate[];
  /** With `now`, only what the public may be told then. */
  get(id: string, now?: Date): Passage | null;
  /** All that the public may be told now, by id. */
  open(now: Date): Passage[];
  /** Takes the item in, or in place of what was there under its id. */
  put(item: KnowledgeItem): void;
  drop(id: string): void;
  /** Texts of items that have no vector yet. */
  lacking(): string[];
  /** Items whose vectors have come are found by meaning from now on. */
  learnt(): void;
  readonly size: number;
  /** Items found by meaning too. */
  readonly meant: number;
}

const BY_WORDS = 64;
const BY_SKETCH = 256;
const HITS = 10;
/** The shelf of what is no longer there. */
const NOWHERE = -1;

interface Entry {
  place: number;
  item: KnowledgeItem;
  passage: Passage;
  marks: ItemMarks;
  /** Who may be told what and when; items of one shelf are judged once a search. */
  shelf: number;
}

export const questionsOf = ({ title, similar }: Pick<KnowledgeItem, 'title' | 'similar'>): string[] => [
  ...new Set([title, ...similar]),
];

export function createKnowledge(
  items: KnowledgeItem[],
  policy: KnowledgePolicy,
  vectors: Vectors | null = null,
): Knowledge {
  const byId = new Map<string, Entry>();
  const byPlace: (Entry | undefined)[] = [];
  const shelves = new Map<string, number>();
  /** By place, beside the entries: a walk over all of them must not touch an object each. */
  let shelfAt = new Int32Array(1024);
  const samples: KnowledgeItem[] = [];
  const waiting = new Map<string, Entry>();
  const postings = createPostings();
  const meanings = createMeanings();
  const places = placesOf(policy.regions);
  let meant = 0;

  function shelfOf(item: KnowledgeItem): number {
    const { region, audience, effectiveFrom, effectiveTo } = item;
    const key = [region, audience, item.channels.includes('PUBLIC'), effectiveFrom, effectiveTo].join();
    const known = shelves.get(key);
    if (known !== undefined) return known;
    shelves.set(key, samples.length);
    samples.push(item);
    return samples.length - 1;
  }

  function learn(entry: Entry): void {
    const kept = questionsOf(entry.item).map((text) => vectors?.of(text) ?? null);
    if (kept.some((one) => one === null)) return void waiting.set(entry.item.id, entry);
    waiting.delete(entry.item.id);
    meanings.set(entry.place, kept as NonNullable<(typeof kept)[number]>[]);
    meant++;
  }

  function drop(id: string): void {
    const old = byId.get(id);
    if (!old) return;
    byId.delete(id);
    waiting.delete(id);
    byPlace[old.place] = undefined;
    shelfAt[old.place] = NOWHERE;
    postings.drop(old.place);
    if (meanings.has(old.place)) meant--;
    meanings.drop(old.place);
  }

  function put(item: KnowledgeItem): void {
    drop(item.id);
    const place = byPlace.length;
    const marks = postings.add(place, [...questionsOf(item), item.answer].map(termsOf));
    const entry: Entry = {
      ...{ place, item, passage: passageOf(item), shelf: shelfOf(item) },
      marks: { questions: marks.slice(0, -1), answer: marks.at(-1)! },
    };
    byPlace.push(entry);
    if (place >= shelfAt.length) {
      const wider = new Int32Array(place * 2);
      wider.set(shelfAt);
      shelfAt = wider;
    }
    shelfAt[place] = entry.shelf;
    byId.set(item.id, entry);
    if (vectors) learn(entry);
  }

  function candidates(text: string, { region, now, audience, vector }: FindOptions): Candidate[] {
    const named = places.named(text);
    const at = region ?? named.region;
    const above = at ? places.above(at) : null;
    const told = Uint8Array.from(samples, (item) =>
      quotable(item, now) &&
      (above === null || above.includes(item.region)) &&
      (!audience || item.audience === 'both' || item.audience === audience)
        ? 1
        : 0,
    );
    const open = (place: number) => told[shelfAt[place]!] === 1;
    const asked = postings.read(termsOf(named.rest));
    const nearness = nearnessTo(asked, postings.rarity);
    const unit = vectors && vector ? centred(vector, vectors.mean) : null;
    const found = new Set(postings.gather(asked, BY_WORDS, open));
    const close = new Map<number, number>();
    if (unit) {
      for (const place of meanings.gather(unit, BY_SKETCH, open))
        close.set(place, meanings.closest(place, unit)!);
      const nearest = [...close].sort((a, b) => b[1] - a[1]).slice(0, BY_WORDS);
      for (const [place] of nearest) found.add(place);
    }
    return [...found].map((place) => {
      const { passage, marks } = byPlace[place]!;
      const meaning = unit && (close.get(place) ?? meanings.closest(place, unit));
      return { passage, ...nearness(marks), meaning };
    });
  }

  for (const item of items) put(item);

  return {
    put,
    drop,
    get size() {
      return byId.size;
    },
    get meant() {
      return meant;
    },
    lacking: () =>
      [...waiting.values()].flatMap(({ item }) => questionsOf(item)).filter((text) => !vectors?.of(text)),
    learnt() {
      for (const entry of [...waiting.values()]) learn(entry);
    },
    get(id, now) {
      const entry = byId.get(id);
      return entry && (!now || quotable(entry.item, now)) ? entry.passage : null;
    },
    open: (now) => [...byId.values()].filter(({ item }) => quotable(item, now)).map(({ passage }) => passage),
    candidates,
    find(text, options) {
      const meaningful = vectors !== null && Boolean(options.vector);
      const hits = candidates(text, options)
        .map(({ passage, meaning, ...near }): Hit => {
          const score = meaningful ? fusedScore(near, meaning, vectors.fusion) : wordScore(near);
          return { passage, score };
        })
        .sort((a, b) => b.score - a.score || (a.passage.id < b.passage.id ? -1 : 1))
        .slice(0, HITS);
      // What holds in one league only is no answer for somebody whose place is not known.
      const known = options.region ?? places.named(text).region;
      const holds = known !== null || hits[0]?.passage.region.endsWith('0000') === true;
      const { bands, wordBands } = policy.knobs;
      return { band: bandOf(hits, meaningful ? bands : wordBands, holds && asks(text)), hits };
    },
  };
}
