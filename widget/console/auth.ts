/**
 * Who is signed in. `expired` keeps the page and what was typed; the waiting requests go on once the same
 * person has signed in again.
 */
import { useSyncExternalStore } from 'react';
import type { Session } from '../../server/http/contract-accounts.js';

export type Auth =
  | { phase: 'loading' }
  | { phase: 'unknown'; fault: Error }
  | { phase: 'out' }
  | { phase: 'in'; session: Session }
  | { phase: 'expired'; session: Session };

let state: Auth = { phase: 'loading' };
const watchers = new Set<() => void>();
let waiting: (() => void)[] = [];

function become(next: Auth): void {
  state = next;
  for (const watcher of [...watchers]) watcher();
}

export const auth = {
  now: () => state,
  watch(watcher: () => void): () => void {
    watchers.add(watcher);
    return () => watchers.delete(watcher);
  },
  loading: () => become({ phase: 'loading' }),
  unknown: (fault: Error) => become({ phase: 'unknown', fault }),
  enter(session: Session): void {
    if (state.phase === 'expired' && state.session.account !== session.account) {
      // Another person at the same seat must not see what the first one had open.
      location.assign('/console');
      return;
    }
    become({ phase: 'in', session });
    const resumed = waiting;
    waiting = [];
    for (const go of resumed) go();
  },
  /** A new token or a changed password; nobody was waiting for it. */
  renew: (session: Session) => become({ phase: 'in', session }),
  expire(): Promise<void> {
    if (state.phase === 'in') become({ phase: 'expired', session: state.session });
    return new Promise((resolve) => waiting.push(resolve));
  },
  leave(): void {
    waiting = [];
    become({ phase: 'out' });
  },
};

export function useAuth(): Auth {
  return useSyncExternalStore(auth.watch, auth.now);
}

/** Inside the signed-in part of the page, where there always is a session. */
export function useSession(): Session {
  const now = useAuth();
  if (now.phase !== 'in' && now.phase !== 'expired') throw new Error('used outside the signed-in part');
  return now.session;
}

export function useMay(permission: string): boolean {
  return useSession().permissions.includes(permission);
}
