/** One shelf asked all it is measured by: what `ask -- --eval` prints a line each, and `nlu:eval -- knowledge` as a report. */
import { performance } from 'node:perf_hooks';
import { type Asked, askAll, askedIn, type Bench, nearIn, othersIn, type Part, similarIn } from './eval.js';
import { createMeant } from './meant.js';
import { createKnowledge } from './search.js';

export interface Measured {
  items: number;
  part: Part;
  /** Questions of the items themselves, taken out while they are asked. */
  similar: Asked[];
  /** Questions written for this. */
  asked: Asked[];
  /** Questions for the neighbour of an item: nothing answers them. */
  near: Asked[];
  /** Messages that ask nothing. */
  others: Asked[];
}

/** `every`: of the messages that ask nothing, each so manieth. */
export async function measured(bench: Bench, part: Part, every: number): Promise<Measured> {
  return {
    ...{ items: bench.items.length, part },
    similar: await askAll(similarIn(bench.items, part), bench),
    asked: await askAll(askedIn(part), bench),
    near: await askAll(nearIn(part), bench),
    others: await askAll(othersIn(part, every), bench),
  };
}

export interface Cost {
  /** Milliseconds to take all items in. */
  index: number;
  /** Bytes the index holds beside items and vectors; null where memory can't be swept first. */
  bytes: number | null;
}

export function costOf({ items, policy, vectors }: Bench): Cost {
  const sweep = globalThis.gc;
  const held = (): number => {
    sweep?.();
    const { heapUsed, arrayBuffers } = process.memoryUsage();
    return heapUsed + arrayBuffers;
  };
  const before = held();
  const began = performance.now();
  const knowledge = createKnowledge(items, policy, vectors);
  const index = performance.now() - began;
  const bytes = sweep ? held() - before : null;
  // Held until it was weighed.
  return { index, bytes: knowledge.size > 0 ? bytes : null };
}

export interface MeantFigures {
  /** Questions that were not answered at once. */
  asked: number;
  /** Of these, how many were offered other words. */
  offered: number;
  /** Of the offers with a right item: how many found it first. */
  right: number;
  /** Offers where there is a right item. */
  known: number;
}

/** What 「您是不是想问」 offers, and where it leads. */
export function meantFigures(asked: readonly Asked[], { items, policy, now }: Bench): MeantFigures {
  const knowledge = createKnowledge(items, policy);
  const meant = createMeant(knowledge);
  const open = asked.filter(({ band }) => band !== 'answer');
  const offers = open.flatMap((row) => {
    const options = { now, region: row.region ?? null };
    const [first] = meant(row.text, options);
    return first === undefined ? [] : [{ row, found: knowledge.find(first, options).hits[0]?.passage.id }];
  });
  const known = offers.filter(({ row }) => row.item !== null);
  const right = known.filter(
    ({ row, found }) => found === row.item || (row.also ?? []).includes(found ?? ''),
  );
  return { asked: open.length, offered: offers.length, known: known.length, right: right.length };
}
