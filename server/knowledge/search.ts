/**
 * Finds what may be quoted. Words and meaning each gather candidates among the items that may be told now, here, to
 * this citizen; one score ranks them; three bands follow from the policy, and the act that is asked. Without a vector of the question words carry
 * on, with bands of their own.
 */
import type { Found, Hit, Passage } from '../../bot/decision.js';
import { speaksOf } from './acts.js';
import { type Band, bandOf, fusedScore, wordScore } from './bands.js';
import {
  type KnowledgeItem,
  type Language,
  passageOf,
  questionsOf,
  quotable,
  READERS,
  type Reader,
} from './item.js';
import { askedIn, writtenIn } from './language.js';
import { createLearning } from './learning.js';
import { type ItemMarks, type Nearness, nearnessTo } from './likeness.js';
import { centred, createMeanings, unitOf } from './meaning.js';
import { createPostings } from './postings.js';
import { type Place, placesOf } from './regions.js';
import { createShelves } from './shelves.js';
import type { Vocabulary } from './spelling.js';
import { asks, termsOf, wordsOf } from './terms.js';
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
  /** Two digits; absent or null = any. */
  category?: string | null;
  /** For whom it must be visible, any of these; absent = the public. */
  readers?: readonly Reader[];
  /** Items in this one alone; absent or null = in that of the question, where they know anything of it, else Chinese ones. */
  language?: Language | null;
  /** The question's vector by the encoder; null or absent searches by words. */
  vector?: Float32Array | null;
}

/** What whoever asks may narrow the search by. */
export type Filters = Pick<FindOptions, 'audience' | 'category' | 'language'>;

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
  /** What asks nearly the same as this item, in the same place, nearest first; itself is left out. */
  near(id: string, now: Date): Candidate[];
  /** All that are in, whoever may be told. */
  all(): Iterable<KnowledgeItem>;
  /** Takes the item in, or in place of what was there under its id. */
  put(item: KnowledgeItem): void;
  drop(id: string): void;
  /** Words of the items that are in. */
  readonly vocabulary: Vocabulary;
  /** Texts that have no vector yet, of so many items at most, those that wait longest. */
  lacking(items: number): string[];
  /** Items whose vectors have come are found by meaning from now on; looks at so many that wait, or at all. */
  learnt(items?: number): void;
  readonly size: number;
  /** Items found by meaning too. */
  readonly meant: number;
  /** Items whose vectors are still to come. */
  readonly waiting: number;
}

const BY_WORDS = 64;
const BY_SKETCH = 256;
const HITS = 10;

interface Entry {
  place: number;
  item: KnowledgeItem;
  passage: Passage;
  marks: ItemMarks;
}

export function createKnowledge(
  items: KnowledgeItem[],
  policy: KnowledgePolicy,
  vectors: Vectors | null = null,
): Knowledge {
  const byId = new Map<string, Entry>();
  const byPlace: (Entry | undefined)[] = [];
  const shelves = createShelves();
  const postings = createPostings();
  const meanings = createMeanings();
  const learning = createLearning(vectors, meanings);
  const places = placesOf(policy.regions);

  function drop(id: string): void {
    const old = byId.get(id);
    if (!old) return;
    byId.delete(id);
    byPlace[old.place] = undefined;
    shelves.drop(old.place);
    postings.drop(old.place);
    learning.drop(old.place, id);
  }

  function put(item: KnowledgeItem): void {
    drop(item.id);
    const place = byPlace.length;
    const marks = postings.add(place, [...questionsOf(item), item.answer].map(termsOf));
    const entry: Entry = {
      ...{ place, item, passage: passageOf(item) },
      marks: { questions: marks.slice(0, -1), answer: marks.at(-1)! },
    };
    byPlace.push(entry);
    shelves.set(place, item);
    byId.set(item.id, entry);
    learning.put(place, item);
  }

  /** The encoder reads Chinese alone: whatever else is found by its words. */
  function candidates(text: string, options: FindOptions): Candidate[] {
    const language = options.language ?? askedIn(text);
    const unit = vectors && options.vector ? centred(options.vector, vectors.mean) : null;
    if (language === 'zh') return compared(text, unit, options, 'zh');
    const own = compared(text, null, options, language);
    return own.length > 0 || options.language ? own : compared(text, unit, options, 'zh');
  }

  function compared(
    text: string,
    unit: Float32Array | null,
    options: FindOptions,
    language: Language,
  ): Candidate[] {
    const { region } = options;
    const named = places.named(text);
    const at = region ?? named.region;
    const open = shelves.open({ ...options, language, above: at ? places.above(at) : null });
    const asked = postings.read(termsOf(named.rest));
    const nearness = nearnessTo(asked, postings.rarity);
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
    vocabulary: {
      *words() {
        for (const [term, items_] of postings.terms()) for (const word of wordsOf(term)) yield [word, items_];
      },
      changes: postings.changes,
    },
    get size() {
      return byId.size;
    },
    get meant() {
      return learning.meant;
    },
    get waiting() {
      return learning.waiting;
    },
    lacking: learning.lacking,
    learnt: learning.learnt,
    get(id, now) {
      const entry = byId.get(id);
      return entry && (!now || quotable(entry.item, now)) ? entry.passage : null;
    },
    open: (now) => [...byId.values()].filter(({ item }) => quotable(item, now)).map(({ passage }) => passage),
    near(id, now) {
      const entry = byId.get(id);
      if (!entry) return [];
      const { title, region } = entry.item;
      const kept = vectors?.of(title);
      const unit = kept ? unitOf(kept) : null;
      return compared(title, unit, { now, region, readers: READERS }, writtenIn(entry.item))
        .filter(({ passage }) => passage.id !== id)
        .sort((a, b) => (b.meaning ?? b.likeness) - (a.meaning ?? a.likeness));
    },
    *all() {
      for (const { item } of byId.values()) yield item;
    },
    candidates,
    find(text, options) {
      const found = candidates(text, options);
      const inChinese = found.every(({ passage }) => writtenIn(passage) === 'zh');
      const meaningful = vectors !== null && Boolean(options.vector) && inChinese;
      const hits = found
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
      const first = hits[0] && byId.get(hits[0].passage.id)?.item;
      const answers = holds && asks(text) && first !== undefined && speaksOf(text, first);
      return { band: bandOf(hits, meaningful ? bands : wordBands, answers), hits };
    },
  };
}
