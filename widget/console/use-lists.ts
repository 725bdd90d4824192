/** The work lists of whoever is signed in, with counts that follow what happens. */
import { useEffect, useRef, useState } from 'react';
import { call, type Reply } from './api.js';
import { useLive, useReconnect } from './live.js';
import { createRecount, type Recount } from './recount.js';

export type WorkLists = Reply<'lists'>;
export type WorkList = WorkLists['lists'][number];

/** Orders move many at a time. No shorter than the server keeps a count (server/lists/counts.ts). */
const SETTLE = 3000;

export function useLists() {
  const [lists, setLists] = useState<WorkLists | null>(null);
  const [fault, setFault] = useState<unknown>(null);
  const recount = useRef<Recount | null>(null);
  useEffect(() => {
    const mine = createRecount({
      ask: () => call('lists'),
      told(reply) {
        setLists(reply);
        setFault(null);
      },
      failed: setFault,
      settle: SETTLE,
    });
    recount.current = mine;
    mine.now();
    return () => mine.stop();
  }, []);
  const reload = () => recount.current?.now();
  useLive('order', () => recount.current?.heard());
  useReconnect(reload);
  return { lists, fault, reload };
}
