/** The work lists of whoever is signed in, with counts that follow what happens. */
import { useEffect, useState } from 'react';
import { call, type Reply } from './api.js';
import { useLive, useReconnect } from './live.js';

export type WorkLists = Reply<'lists'>;
export type WorkList = WorkLists['lists'][number];

/** Orders move many at a time; counting once after that is enough. */
const SETTLE = 3000;

export function useLists() {
  const [lists, setLists] = useState<WorkLists | null>(null);
  const [fault, setFault] = useState<unknown>(null);
  const [turn, setTurn] = useState({ n: 0, wait: 0 });
  const again = (wait: number) => setTurn(({ n }) => ({ n: n + 1, wait }));
  useLive('order', () => again(SETTLE));
  useReconnect(() => again(0));
  useEffect(() => {
    const timer = setTimeout(() => {
      call('lists').then(
        (reply) => {
          setLists(reply);
          setFault(null);
        },
        (error: unknown) => setFault(error),
      );
    }, turn.wait);
    return () => clearTimeout(timer);
  }, [turn]);
  return { lists, fault, reload: () => again(0) };
}
