/** Search at the size that ships, at 10,000 and at 100,000 items, beside MiniSearch alone on the same terms. */
import MiniSearch from 'minisearch';
import { type KnowledgeItem, readItems, SHIPPED_ALL } from '../../server/knowledge/items.js';
import { WIDTH } from '../../server/knowledge/meaning.js';
import { createKnowledge, questionsOf } from '../../server/knowledge/search.js';
import { termsOf } from '../../server/knowledge/terms.js';
import { loadVectors, type Vectors } from '../../server/knowledge/vectors.js';
import { loadPolicy } from '../../server/policy/policy.js';
import { type Figure, percentile } from './report.js';

const SIZES = [10_000, 100_000];
const LOOKUPS = 400;

/** The same numbers in every run. */
function dice(seed: number): () => number {
  let state = seed;
  return () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return state / 2 ** 32;
  };
}

const roll = dice(12345);
const any = <T>(list: readonly T[]): T => list[Math.floor(roll() * list.length)]!;
const PLACES = ['东河', '南园', '西站', '北苑', '青山', '金川', '银桥', '和林', '锡林', '嘎查'];

/** A real item in other surroundings: a place and a number of its own, questions of two real items mixed. */
function vary(real: KnowledgeItem[], i: number): KnowledgeItem {
  const one = real[i % real.length]!;
  if (i < real.length) return one;
  const mark = `${any(PLACES)}${any(PLACES)}${i}`;
  return {
    ...one,
    id: `v${i}`,
    title: `${mark}${one.title}`,
    similar: [...one.similar, `${mark}${any(real).title}`],
    answer: `${mark}。${one.answer}`,
  };
}

/** Invented vectors: those of the real item, a little aside. Embedding half a million texts takes an hour. */
function invent(vectors: Vectors, real: KnowledgeItem[], items: KnowledgeItem[]): void {
  items.slice(real.length).forEach((item, at) => {
    const like = vectors.of(real[(at + real.length) % real.length]!.title)!;
    for (const text of questionsOf(item))
      if (!vectors.of(text))
        vectors.put(
          text,
          like.map((value) => value + Math.round((roll() - 0.5) * 30)),
        );
  });
}

const mb = () => {
  globalThis.gc?.();
  const { heapUsed, arrayBuffers } = process.memoryUsage();
  return (heapUsed + arrayBuffers) / 2 ** 20;
};

/** `spent`: mean of processor time, which other work on the machine hardly changes. */
function timed<T>(list: T[], work: (one: T) => unknown): { times: number[]; spent: number } {
  for (const one of list.slice(0, 50)) work(one);
  const used = process.cpuUsage();
  const times = list.map((one) => {
    const from = performance.now();
    work(one);
    return performance.now() - from;
  });
  const { user, system } = process.cpuUsage(used);
  return { times: times.sort((a, b) => a - b), spent: (user + system) / 1000 / list.length };
}

export async function knowledge(): Promise<Figure[]> {
  const policy = await loadPolicy();
  const real = SHIPPED_ALL.flatMap(readItems);
  const now = new Date();
  const asked = Array.from({ length: LOOKUPS }, () => any(any(real).similar));
  const figures: Figure[] = [];
  const row = (what: string, value: number, unit: string, target?: string) =>
    void figures.push({ bench: 'knowledge', what, value, unit, ...(target ? { target } : {}) });

  for (const size of [real.length, ...SIZES]) {
    const vectors = loadVectors();
    if (!vectors) throw new Error('npm run nlu:knowledge');
    const items = Array.from({ length: size }, (_, i) => vary(real, i));
    invent(vectors, real, items);
    const vectorOf = (text: string) =>
      Float32Array.from({ length: WIDTH }, (_, i) => vectors.of(text)![i]! / 400 + vectors.mean[i]!);
    const questions = asked.map((text) => ({ text, vector: vectorOf(text) }));
    const before = mb();
    const from = performance.now();
    const search = createKnowledge(items, policy, vectors);
    row(`${size} items: taking in, each`, (performance.now() - from) / size, 'ms');
    row(`${size} items: memory besides items and vectors`, mb() - before, 'MiB');
    const both = timed(questions, ({ text, vector }) => search.find(text, { now, vector }));
    const words = timed(questions, ({ text }) => search.find(text, { now }));
    const target = size === 100_000 ? '≤ 20 ms' : undefined;
    row(`${size} items: words and meaning, median`, percentile(both.times, 0.5), 'ms');
    row(`${size} items: words and meaning, p95`, percentile(both.times, 0.95), 'ms', target);
    row(`${size} items: words and meaning, processor time`, both.spent, 'ms');
    row(`${size} items: words alone, processor time`, words.spent, 'ms');
    row(`${size} items: words alone, p95`, percentile(words.times, 0.95), 'ms', target);
    const change = timed(items.slice(0, 100), (item) => search.put(item));
    row(`${size} items: an item edited, p95`, percentile(change.times, 0.95), 'ms');
    if (size > 20_000) continue;
    const mini = new MiniSearch<{ id: string; text: string }>({
      fields: ['text'],
      tokenize: (text) => [...termsOf(text).keys()],
      processTerm: (term) => term,
    });
    const begun = performance.now();
    mini.addAll(
      items.map(({ id, title, similar, answer }) => ({ id, text: [title, ...similar, answer].join('\n') })),
    );
    row(`${size} items: MiniSearch, taking in, each`, (performance.now() - begun) / size, 'ms');
    const baseline = timed(questions, ({ text }) => mini.search(text));
    row(`${size} items: MiniSearch, processor time`, baseline.spent, 'ms');
    row(`${size} items: MiniSearch, p95`, percentile(baseline.times, 0.95), 'ms');
  }
  return figures;
}
