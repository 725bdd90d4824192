/** A hundred thousand open matters in memory: what a lookup costs, and whether it finds the one that is planted. */
import { readCorpus } from '../../nlu/corpus.js';
import type { Matter } from '../../nlu/duplicates/contract.js';
import { readPairs } from '../../nlu/duplicates/pairs.js';
import { createRegister } from '../../nlu/duplicates/register.js';
import { regions } from '../../nlu/places.js';
import { type Figure, percentile } from './report.js';

const OPEN = 100_000;
const LOOKUPS = 2000;
const DAYS = 30;
const DAY = 86_400_000;
const WIDTH = 384;

/** The same numbers in every run. */
function dice(seed: number): () => number {
  let state = seed;
  return () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return state / 2 ** 32;
  };
}

const SYLLABLES = [...'锦绣丽景温馨香槟御澜翡翠华清永光金地天骄鸿雁恒泰汇豪蓝钻保利学府阳光福源桥西'];

export async function duplicates(): Promise<Figure[]> {
  const roll = dice(7);
  const any = <T>(list: readonly T[]): T => list[Math.floor(roll() * list.length)]!;
  const told = readCorpus()
    .filter(({ gate }) => gate === 'accept')
    .map(({ text, category }) => ({ text, category }));
  const banners = regions.filter(({ level }) => level === 'county').map(({ code }) => code);
  const vector = () => Float32Array.from({ length: WIDTH }, () => roll() - 0.5);
  const matter = (id: string): Matter => {
    const { text, category } = any(told);
    const estate = `${any(SYLLABLES)}${any(SYLLABLES)}${any(SYLLABLES)}小区`;
    const at = roll() * DAYS * DAY;
    const senders = roll() < 0.3 ? [`p${Math.floor(roll() * OPEN)}`] : [];
    return {
      id,
      text: `${estate}，${text}`,
      vector: vector(),
      region: any(banners),
      place: estate,
      category,
      at,
      senders,
    };
  };

  const twins = readPairs().filter(({ same, kind }) => same && kind !== 'follow-up');
  const before = process.memoryUsage();
  const register = createRegister();
  const from = performance.now();
  for (let i = 0; i < OPEN - twins.length; i++) register.put(matter(`x${i}`));
  const homes = new Map(twins.map(({ family }) => [family, any(banners)]));
  const twin = (id: string, text: string, family: number): Matter => ({
    ...{ id, text, vector: null, region: homes.get(family)!, place: '', category: null },
    ...{ at: DAYS * DAY, senders: [] },
  });
  for (const { id, a, family } of twins) register.put(twin(id, a, family));
  const filled = performance.now() - from;
  globalThis.gc?.();
  const after = process.memoryUsage();
  const mb = (after.heapUsed + after.arrayBuffers - before.heapUsed - before.arrayBuffers) / 2 ** 20;

  const asked = { since: 0, least: 0.3, most: 10 };
  const times: number[] = [];
  let spent = 0;
  for (let i = 0; i < LOOKUPS; i++) {
    const one = matter('q');
    const start = performance.now();
    const used = process.cpuUsage();
    register.similar(one, asked);
    const { user, system } = process.cpuUsage(used);
    spent += (user + system) / 1000;
    times.push(performance.now() - start);
  }
  times.sort((a, b) => a - b);
  // All of one family tell one matter: any of them is the right one to be shown.
  const met = twins.filter(({ b, family }) => {
    const found = register.similar(twin('q', b, family), { ...asked, least: 0 });
    return found.some(({ id }) => twins.some((one) => one.id === id && one.family === family));
  });
  const row = (what: string, value: number, unit: string, target?: string): Figure => ({
    ...{ bench: 'duplicates', what, value, unit },
    ...(target ? { target } : {}),
  });
  return [
    row(`taking in ${OPEN} matters with vectors, each`, filled / OPEN, 'ms'),
    row(`memory of ${OPEN} matters`, mb, 'MiB'),
    row('lookup, median', percentile(times, 0.5), 'ms'),
    row('lookup, p95', percentile(times, 0.95), 'ms', '≤ 20 ms'),
    row('lookup, processor time, mean', spent / LOOKUPS, 'ms'),
    row(`twins among the first ten, of ${twins.length}`, (met.length / twins.length) * 100, '%'),
  ];
}
