/**
 * Words of the index that what was typed may have meant: the same by ear (居民衣保 / 居民医保), or one sign off. Only words
 * that items use are offered, so nobody is led to where nothing is.
 */
import { createPace } from './pace.js';
import { soundsOf } from './pinyin.js';

export interface Vocabulary {
  /** Words of the items that are in, with the number of items that use each. */
  words(): Iterable<[word: string, items: number]>;
  /** Rises with every change. */
  changes(): number;
}

export interface Spelling {
  /** Brings the words up to date a slice at a time; waits for them only where there are none yet. */
  refresh(): Promise<void>;
  /** The text with one word put right, likeliest first. */
  variants(text: string): string[];
}

const SHORTEST = 2;
const LONGEST = 6;
/** Of two signs one may be another: nearly everything would be near to everything. */
const SLIP_FROM = 3;
const MOST = 12;

const shorter = (word: string): string[] => [...word].map((_, at) => word.slice(0, at) + word.slice(at + 1));

/** One sign more, less, another, or two changed about. */
export function slip(a: string, b: string): boolean {
  if (a === b || Math.abs(a.length - b.length) > 1) return false;
  let at = 0;
  while (at < a.length && a[at] === b[at]) at++;
  const [restA, restB] = [a.slice(at), b.slice(at)];
  return (
    restA.slice(1) === restB.slice(1) ||
    restA.slice(1) === restB ||
    restA === restB.slice(1) ||
    (restA[0] === restB[1] && restA[1] === restB[0] && restA.slice(2) === restB.slice(2))
  );
}

interface Index {
  changes: number;
  builtAt: number;
  took: number;
  count: Map<string, number>;
  bySound: Map<string, string[]>;
  /** By the word itself and by what is left of it without one sign. */
  byRest: Map<string, string[]>;
}

/** Pauses after each word: of a large shelf it takes seconds, and whoever asks meanwhile is not held up. */
function* indexing(vocabulary: Vocabulary): Generator<void, Index> {
  const builtAt = performance.now();
  const index: Index = {
    ...{ changes: vocabulary.changes(), builtAt, took: 0 },
    ...{ count: new Map(), bySound: new Map(), byRest: new Map() },
  };
  const enter = (map: Map<string, string[]>, key: string, word: string): void => {
    const list = map.get(key);
    if (list) list.push(word);
    else map.set(key, [word]);
  };
  for (const [word, items] of vocabulary.words()) {
    if (word.length < SHORTEST || word.length > LONGEST) continue;
    index.count.set(word, items);
    yield;
    for (const sound of soundsOf(word)) enter(index.bySound, sound, word);
    if (word.length >= SLIP_FROM)
      for (const rest of [word, ...shorter(word)]) enter(index.byRest, rest, word);
  }
  index.took = performance.now() - builtAt;
  return index;
}

/** Of a large shelf the index is built anew for a hundredth of the time at most; what is offered is searched for anyway. */
const SHARE = 100;
const stale = (index: Index, changes: number): boolean =>
  index.changes !== changes && performance.now() - index.builtAt >= index.took * SHARE;

export function createSpelling(vocabulary: Vocabulary): Spelling {
  let index: Index | null = null;
  let building: Promise<void> | null = null;

  async function build(): Promise<void> {
    const pace = createPace();
    const steps = indexing(vocabulary);
    for (;;) {
      const { done, value } = steps.next();
      if (done) {
        index = value;
        return;
      }
      await pace();
    }
  }
  const isStale = (): boolean => index === null || stale(index, vocabulary.changes());

  function atOnce(): Index {
    const steps = indexing(vocabulary);
    for (;;) {
      const { done, value } = steps.next();
      if (done) return value;
    }
  }

  function near(typed: string, { bySound, byRest, count }: Index): string[] {
    if (count.has(typed)) return [];
    const alike = soundsOf(typed).flatMap((sound) => bySound.get(sound) ?? []);
    const slips =
      typed.length < SLIP_FROM
        ? []
        : [typed, ...shorter(typed)]
            .flatMap((rest) => byRest.get(rest) ?? [])
            .filter((word) => slip(typed, word));
    return [...new Set([...alike, ...slips])];
  }

  return {
    async refresh() {
      if (!isStale()) return;
      building ??= build().finally(() => {
        building = null;
      });
      if (index === null) await building;
    },
    variants(text) {
      if (index === null || (!building && isStale())) index = atOnce();
      const known = index;
      const found = new Map<string, number>();
      for (const { 0: run, index: start } of text.matchAll(/\p{Script=Han}{2,}/gu))
        for (let from = 0; from < run.length; from++)
          for (let length = SHORTEST; length <= LONGEST && from + length <= run.length; length++) {
            const typed = run.slice(from, from + length);
            for (const word of near(typed, known)) {
              const at = start + from;
              const variant = text.slice(0, at) + word + text.slice(at + length);
              // A long word is no accident; of two alike, the one that more items use.
              const weight = word.length + Math.log10(1 + known.count.get(word)!);
              found.set(variant, Math.max(weight, found.get(variant) ?? 0));
            }
          }
      return [...found]
        .sort((a, b) => b[1] - a[1])
        .slice(0, MOST)
        .map(([variant]) => variant);
    },
  };
}
