/** One step for many orders: asked in handfuls, each order with its own outcome; what failed may be tried again. */
import { useRef, useState } from 'react';
import { call, Problem, type Reply, saidBy } from './api.js';
import type { Given } from './given.js';
import { makeId } from './ids.js';
import { W } from './words.js';

export type Preview = Reply<'batchPreview'>;
export interface Outcome {
  orderNo: string;
  done: boolean;
  said: string;
}
export interface BulkStep {
  action: string;
  reason: string;
  given: Given | null;
}

/** Small enough that the bar moves and a stop is soon obeyed. */
const HANDFUL = 20;

export function useBulk() {
  const [outcomes, setOutcomes] = useState<Outcome[] | null>(null);
  const [running, setRunning] = useState<{ done: number; all: number } | null>(null);
  const stop = useRef(false);

  async function run({ action, reason, given }: BulkStep, orders: Preview['orders'], before: Outcome[]) {
    stop.current = false;
    const told = new Map(before.map((one) => [one.orderNo, one]));
    setRunning({ done: 0, all: orders.length });
    for (let at = 0; at < orders.length && !stop.current; at += HANDFUL) {
      const some = orders.slice(at, at + HANDFUL).map(({ orderNo, version }) => ({ orderNo, version }));
      const ask = {
        body: {
          id: `bulk-${makeId()}`,
          action,
          orders: some,
          ...(reason ? { reason } : {}),
          ...(given ? { given } : {}),
        },
      };
      // The same id again: what was done and not heard of is told, not done twice.
      const once = () => call('stepMany', ask);
      try {
        const { results } = await once().catch((error: unknown) => {
          if (error instanceof Problem && error.code === 'OFFLINE') return once();
          throw error;
        });
        for (const { orderNo, done, said } of results) told.set(orderNo, { orderNo, done, said });
      } catch (error) {
        const said = error instanceof Problem && error.code === 'OFFLINE' ? W.bulk.lost : saidBy(error);
        for (const { orderNo } of some) told.set(orderNo, { orderNo, done: false, said });
      }
      setRunning({ done: Math.min(at + HANDFUL, orders.length), all: orders.length });
      setOutcomes([...told.values()]);
    }
    setRunning(null);
    setOutcomes([...told.values()]);
  }

  return {
    outcomes,
    running,
    run,
    stop: () => {
      stop.current = true;
    },
  };
}
