/**
 * Helps beside the conversation: made anew at once at every line of the citizen, each taken or dropped once. What was
 * made before stands meanwhile, and says that it is being renewed. Nothing is made of words that were not sent.
 */
import { useRef, useState } from 'react';
import type { AssistAsk, AssistView } from '../../server/http/contract-assist.js';
import { call } from './api.js';
import { type Asked, useAsked } from './asked.js';

export type Did = 'accepted' | 'edited' | 'dismissed';

export interface Help extends Asked<AssistView> {
  did: Did | null;
  /** Made before the citizen's last words; the one after them is on its way. */
  stale: boolean;
  tell: (did: Did) => void;
}

/** `key` names what it is made from; null asks nothing. `holds`: the one before may still be taken meanwhile. */
export function useHelp(thread: string, ask: AssistAsk, key: string | null, holds = false): Help {
  const asked = useAsked(key && `${ask.what}\n${thread}\n${key}`, (signal) =>
    call('assist', { params: { thread }, body: ask, signal }),
  );
  const [told, setTold] = useState<{ id: string; did: Did } | null>(null);
  const before = useRef<{ thread: string; made: AssistView } | null>(null);
  if (asked.value) before.current = { thread, made: asked.value };
  const held =
    holds && !asked.value && !asked.fault && before.current?.thread === thread ? before.current.made : null;
  const value = asked.value ?? held;
  const id = value?.id;
  return {
    ...asked,
    value,
    stale: held !== null,
    did: told && told.id === id ? told.did : null,
    tell(did) {
      if (!id) return;
      setTold({ id, did });
      // Counting must not stand in the way of answering a citizen.
      void call('assistDid', { params: { assist: id }, body: { did } }).catch(() => {});
    },
  };
}
