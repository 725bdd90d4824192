import { FIELDS, type ScoredField, VALUES } from './fields.js';
import type { Reading } from './reading.js';

/** Messages that have something in common, and how they were read. */
export interface Slice {
  /** What they are sorted by: channel, length, region, collection, file, hard. */
  by: string;
  name: string;
  n: number;
  accuracy: Record<ScoredField, number>;
  /** Found of how many; null where there are none. */
  emergencies: [found: number, of: number] | null;
  /** Matters in scope that were refused, of how many. */
  refused: [wrongly: number, of: number] | null;
}

const LENGTHS: [most: number, name: string][] = [
  [10, '≤10'],
  [30, '11–30'],
  [80, '31–80'],
  [200, '81–200'],
  [Number.POSITIVE_INFINITY, '>200'],
];

/** In characters, as a person counts them. */
export const lengthOf = ({ row }: Reading): string => {
  const length = [...row.text].length;
  return LENGTHS.find(([most]) => length <= most)![1];
};

type Sort = (one: Reading) => string[];

/** The first collection is t1 to t5; what came later was written where the first one was weak. */
const collection = (file: string): string[] => {
  if (/^t\d+\.jsonl$/.test(file)) return ['first'];
  return /^u\d+/.test(file) ? ['later'] : [];
};

const SORTS: Record<string, Sort> = {
  channel: ({ row }) => [row.channel],
  length: (one) => [lengthOf(one)],
  region: ({ row }) => [row.region === null ? 'unnamed' : 'named'],
  collection: ({ file }) => collection(file),
  file: ({ file }) => [file],
  hard: ({ row, guarded, matters }) => [
    ...(row.gate === 'accept' ? [] : [row.gate]),
    ...(guarded ? ['guarded'] : []),
    ...(guarded && row.gate === 'accept' ? ['guardedInScope'] : []),
    ...(matters > 1 ? ['several'] : []),
  ],
};

/** Names in the order a reader looks for them; what is not listed follows by name. */
const ORDER: Record<string, string[]> = {
  length: LENGTHS.map(([, name]) => name),
  region: ['named', 'unnamed'],
  collection: ['first', 'later'],
  hard: ['emergency', 'refuse', 'clarify', 'guarded', 'guardedInScope', 'several'],
};

const share = (list: Reading[], counts: (one: Reading) => boolean, hit: string): [number, number] | null => {
  const own = list.filter(counts);
  return own.length ? [own.filter((one) => one.said.gate === hit).length, own.length] : null;
};

function sliceOf(by: string, name: string, list: Reading[]): Slice {
  const right = (field: ScoredField) =>
    list.filter((one) => VALUES[field](one.row) === VALUES[field](one.said)).length / list.length;
  return {
    by,
    name,
    n: list.length,
    accuracy: Object.fromEntries(FIELDS.map((field) => [field, right(field)])) as Slice['accuracy'],
    emergencies: share(list, (one) => one.row.gate === 'emergency', 'emergency'),
    refused: share(list, (one) => one.row.gate === 'accept', 'refuse'),
  };
}

export function slices(readings: Reading[]): Slice[] {
  return Object.entries(SORTS).flatMap(([by, sort]) => {
    const groups = new Map<string, Reading[]>();
    for (const one of readings)
      for (const name of sort(one)) {
        const group = groups.get(name) ?? [];
        group.push(one);
        groups.set(name, group);
      }
    const order = ORDER[by] ?? [];
    const rank = (name: string) => (order.includes(name) ? order.indexOf(name) : order.length);
    return [...groups]
      .sort(([a], [b]) => rank(a) - rank(b) || a.localeCompare(b))
      .map(([name, list]) => sliceOf(by, name, list));
  });
}
