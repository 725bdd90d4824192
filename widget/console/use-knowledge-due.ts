/** What of the knowledge base waits for this person, for the menu: asked again each minute. */
import { useEffect, useState } from 'react';
import { call } from './api.js';
import { useMay } from './auth.js';

const EVERY = 60_000;

export function useKnowledgeDue(may: boolean): number {
  const [count, setCount] = useState(0);
  const reviews = useMay('knowledge.review');
  const publishes = useMay('knowledge.publish');
  const mine = may && (reviews || publishes);
  useEffect(() => {
    if (!mine) return;
    const ask = () =>
      call('kbDue').then(
        ({ review, overdue, late }) => setCount(review + overdue + late),
        // The page itself says what is wrong; the menu only lacks its number.
        () => {},
      );
    void ask();
    const timer = setInterval(ask, EVERY);
    return () => clearInterval(timer);
  }, [mine]);
  return count;
}
