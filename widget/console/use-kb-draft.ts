/** A text as it is being written: kept on this machine until it is saved, each step can be taken back, judged as it stands. */
import { useEffect, useState } from 'react';
import type { KbFault } from '../../server/http/contract-knowledge.js';
import { call } from './api.js';
import { useKept } from './kept.js';
import { sent, type Text } from './parts/kb/text.js';

export interface KbDraft {
  text: Text;
  owner: string | null;
  /** The entry's version when writing began. */
  version: number;
}

const STEPS = 100;
const QUIET_MS = 350;

export function useKbDraft(account: string, id: string, stored: KbDraft) {
  const [kept, keep] = useKept<KbDraft | null>(account, `kb.edit-${id}`, null);
  const [past, setPast] = useState<KbDraft[]>([]);
  const now = kept ?? stored;
  return {
    ...now,
    dirty: kept !== null,
    stale: kept !== null && kept.version !== stored.version,
    set(part: Partial<KbDraft>): void {
      setPast((all) => [...all, now].slice(-STEPS));
      keep({ ...now, ...part });
    },
    undo:
      past.length === 0
        ? null
        : () => {
            keep(past.at(-1) ?? null);
            setPast((all) => all.slice(0, -1));
          },
    drop(): void {
      setPast([]);
      keep(null);
    },
  };
}

export function useKbFaults(text: Text, id: string): KbFault[] | null {
  const [faults, setFaults] = useState<KbFault[] | null>(null);
  const body = JSON.stringify({ ...sent(text), id });
  useEffect(() => {
    const stop = new AbortController();
    const timer = setTimeout(() => {
      const item = JSON.parse(body) as Text;
      call('kbJudge', { body: { item }, signal: stop.signal }).then(
        (judged) => setFaults(judged.faults),
        () => {},
      );
    }, QUIET_MS);
    return () => {
      clearTimeout(timer);
      stop.abort();
    };
  }, [body]);
  return faults;
}
