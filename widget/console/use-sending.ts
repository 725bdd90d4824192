/**
 * Lines on their way to the citizen. Each is kept on this machine with its id until the server has it: a lost
 * connection, a reload or an expired session neither loses nor doubles it. They go one after another.
 */
import { useEffect, useEffectEvent, useRef, useState } from 'react';
import type { Line } from '../../server/http/contract-chat.js';
import { call, Problem, saidBy } from './api.js';
import { makeId } from './ids.js';
import { getKept, keep, useKept } from './kept.js';
import { stillUnsent, type Unsent } from './lines.js';
import { useConnection } from './live.js';

export interface Sending {
  unsent: (Unsent & { fault: string | null; busy: boolean })[];
  send: (text: string) => void;
  resend: (id: string) => void;
  takeBack: (id: string) => string;
}

const NONE: Unsent[] = [];
type Try = { state: 'busy' } | { state: 'failed'; words: string; offline: boolean };

export function useSending(
  account: string,
  thread: string,
  lines: Line[],
  arrived: (line: Line) => void,
): Sending {
  const key = `unsent.${thread}`;
  const [kept] = useKept<Unsent[]>(account, key, NONE);
  const [tries, setTries] = useState<Record<string, Try>>({});
  const chain = useRef<Promise<void>>(Promise.resolve());
  const connection = useConnection();
  const tell = (id: string, now: Try) => setTries((old) => ({ ...old, [id]: now }));
  const drop = (id: string) => {
    const rest = getKept<Unsent[]>(account, key, NONE).filter((one) => one.id !== id);
    keep(account, key, rest.length ? rest : null);
  };

  const attempt = useEffectEvent(async (one: Unsent) => {
    try {
      const line = await call('deskSay', { params: { thread }, body: { id: one.id, text: one.text } });
      arrived(line);
      drop(one.id);
    } catch (error) {
      const offline = error instanceof Problem && error.code === 'OFFLINE';
      tell(one.id, { state: 'failed', words: saidBy(error), offline });
    }
  });
  const queue = useEffectEvent((one: Unsent) => {
    tell(one.id, { state: 'busy' });
    chain.current = chain.current.then(() => attempt(one));
  });
  const again = useEffectEvent(() => {
    for (const one of kept) {
      const last = tries[one.id];
      if (last?.state === 'failed' && last.offline) queue(one);
    }
  });
  useEffect(() => {
    if (connection === 'online') again();
  }, [connection]);

  const [asked, setAsked] = useState<Unsent[]>([]);
  useEffect(() => {
    for (const one of asked) queue(one);
  }, [asked]);

  return {
    unsent: stillUnsent(kept, lines).map((one) => {
      const last = tries[one.id];
      return { ...one, busy: last?.state === 'busy', fault: last?.state === 'failed' ? last.words : null };
    }),
    send(text) {
      const one = { id: makeId(), text, at: new Date().toISOString() };
      keep(account, key, [...getKept<Unsent[]>(account, key, NONE), one]);
      setAsked([one]);
    },
    resend(id) {
      setAsked(kept.filter((one) => one.id === id));
    },
    takeBack(id) {
      const text = kept.find((one) => one.id === id)?.text ?? '';
      drop(id);
      return text;
    },
  };
}
