/** Search at the size that ships, at 10,000 and at 100,000 items, beside MiniSearch alone on the same terms. */
import { monitorEventLoopDelay } from 'node:perf_hooks';
import MiniSearch from 'minisearch';
import type { KnowledgeItem } from '../../server/knowledge/item.js';
import { questionsOf } from '../../server/knowledge/item.js';
import { readItems, SHIPPED_ALL } from '../../server/knowledge/items.js';
import { livingKnowledge } from '../../server/knowledge/living.js';
import { WIDTH } from '../../server/knowledge/meaning.js';
import { createMeant } from '../../server/knowledge/meant.js';
import { createKnowledge } from '../../server/knowledge/search.js';
import { createSpelling } from '../../server/knowledge/spelling.js';
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

/** Built anew beside the index that answers, as the house does it, while questions come in. */
async function rebuilt(
  items: KnowledgeItem[],
  policy: Awaited<ReturnType<typeof loadPolicy>>,
  vectors: Vectors,
  questions: { text: string; vector: Float32Array }[],
): Promise<{ seconds: number; held: number; asked: number }> {
  const BATCH = 100;
  async function* source() {
    for (let at = 0; at < items.length; at += BATCH) {
      await new Promise((resolve) => setImmediate(resolve));
      yield items.slice(at, at + BATCH);
    }
  }
  const living = livingKnowledge({
    ...{ source, policy, vectors, wake: () => {}, patience: 3_600_000 },
    failed(error) {
      throw error;
    },
  });
  await living.ready();
  const spelling = createSpelling(living.vocabulary);
  const meant = createMeant(living, spelling);
  await spelling.refresh();
  const held = monitorEventLoopDelay({ resolution: 1 });
  const times: number[] = [];
  let over = false;
  held.enable();
  const from = performance.now();
  const building = living.rebuild().finally(() => {
    over = true;
  });
  for (let n = 0; !over; n++) {
    const { text, vector } = questions[n % questions.length]!;
    const began = performance.now();
    living.find(text, { now: new Date(), region: null, vector });
    times.push(performance.now() - began);
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
  await building;
  const seconds = (performance.now() - from) / 1000;
  // Whoever mistypes right after it finds another index than before.
  await spelling.refresh();
  meant('居民衣保怎么交', { now: new Date(), region: null });
  await new Promise((resolve) => setTimeout(resolve, 20));
  held.disable();
  await living.close();
  return {
    seconds,
    held: held.max / 1e6,
    asked: percentile(
      times.sort((a, b) => a - b),
      0.95,
    ),
  };
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
    const { seconds, held, asked: meanwhile } = await rebuilt(items, policy, vectors, questions);
    row(`${size} items: built anew beside it`, seconds, 's');
    row(`${size} items: built anew, the event loop held at most`, held, 'ms', '≤ 50 ms');
    row(`${size} items: asked meanwhile, p95`, meanwhile, 'ms');
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
