/** How many lines can't arrive, for the menu: asked once, and again when something about them changed. */
import { useEffect, useState } from 'react';
import { call } from './api.js';
import { useLive, useReconnect } from './live.js';

/** A channel that breaks down tells of hundreds of lines in one second. */
const SETTLE = 1000;

export function useUndelivered(may: boolean): number {
  const [count, setCount] = useState(0);
  const [turn, setTurn] = useState(0);
  const again = () => setTurn((n) => n + 1);
  useLive('undelivered', again);
  useReconnect(again);
  useEffect(() => {
    if (!may) return;
    const timer = setTimeout(
      () =>
        call('outbox', { query: { limit: 1 } }).then(
          ({ counts }) => setCount(counts.failed),
          // The page itself says what is wrong; the menu only lacks its number.
          () => {},
        ),
      turn === 0 ? 0 : SETTLE,
    );
    return () => clearTimeout(timer);
  }, [may, turn]);
  return count;
}
