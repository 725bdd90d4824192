/** Helps beside the conversation: asked anew when the citizen has spoken, each taken or dropped once. */
import { useState } from 'react';
import type { AssistAsk, AssistView } from '../../server/http/contract-assist.js';
import { call } from './api.js';
import { type Asked, useAsked } from './asked.js';

export type Did = 'accepted' | 'edited' | 'dismissed';

export interface Help extends Asked<AssistView> {
  did: Did | null;
  tell: (did: Did) => void;
}

/** `key` names what it is made from; null asks nothing. */
export function useHelp(thread: string, ask: AssistAsk, key: string | null): Help {
  const asked = useAsked(key && `${ask.what}\n${thread}\n${key}`, (signal) =>
    call('assist', { params: { thread }, body: ask, signal }),
  );
  const [told, setTold] = useState<{ id: string; did: Did } | null>(null);
  const id = asked.value?.id;
  return {
    ...asked,
    did: told && told.id === id ? told.did : null,
    tell(did) {
      if (!id) return;
      setTold({ id, did });
      // Counting must not stand in the way of answering a citizen.
      void call('assistDid', { params: { assist: id }, body: { did } }).catch(() => {});
    },
  };
}
