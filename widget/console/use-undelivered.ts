/** How many lines can't arrive, for the menu: asked once, and again when something about them changed. */
import { useEffect, useRef, useState } from 'react';
import { call } from './api.js';
import { useLive, useReconnect } from './live.js';
import { createRecount, type Recount } from './recount.js';

/** A channel that breaks down tells of hundreds of lines in one second. */
const SETTLE = 1000;

export function useUndelivered(may: boolean): number {
  const [count, setCount] = useState(0);
  const recount = useRef<Recount | null>(null);
  useEffect(() => {
    if (!may) return;
    // A failure is not told: the page itself says what is wrong; the menu only lacks its number.
    const mine = createRecount({
      ask: () => call('outbox', { query: { limit: 1 } }),
      told: ({ counts }) => setCount(counts.failed),
      settle: SETTLE,
    });
    recount.current = mine;
    mine.now();
    return () => {
      mine.stop();
      recount.current = null;
    };
  }, [may]);
  useLive('undelivered', () => recount.current?.heard());
  useReconnect(() => recount.current?.now());
  return count;
}
