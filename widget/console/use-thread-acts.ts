/** Claim, hand back, close: each names the version it saw; who comes too late is told and shown the truth. */
import { App } from 'antd';
import { useState } from 'react';
import type { ThreadCard } from '../../server/http/contract-desk.js';
import { call, Problem, saidBy } from './api.js';
import { W } from './words.js';

export type ThreadAct = 'claim' | 'handBack' | 'closeThread';

export function useThreadActs(heard: (card: ThreadCard) => void, refetch: () => void) {
  const { message } = App.useApp();
  const [busy, setBusy] = useState<ThreadAct | null>(null);
  async function act(name: ThreadAct, card: ThreadCard): Promise<ThreadCard | null> {
    setBusy(name);
    try {
      const now = await call(name, { params: { thread: card.id }, body: { version: card.version } });
      heard(now);
      return now;
    } catch (error) {
      const code = error instanceof Problem ? error.code : '';
      if (code === 'TAKEN') void message.warning(W.talk.taken);
      else if (code === 'STALE') void message.warning(W.talk.stale);
      else void message.error(saidBy(error));
      refetch();
      return null;
    } finally {
      setBusy(null);
    }
  }
  return { act, busy };
}
