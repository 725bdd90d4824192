/** The names of those who work here: a person is shown by name, and by account only where the name is not known. */
import { useCallback, useEffect, useRef, useSyncExternalStore } from 'react';
import { call } from './api.js';
import { useSession } from './auth.js';

/** An account that is not among them may be a new colleague's: asked for again, but not at every look. */
const STALE_MS = 60_000;

let known: { of: string; at: number; names: ReadonlyMap<string, string> } = {
  of: '',
  at: 0,
  names: new Map(),
};
const watchers = new Set<() => void>();

const NOBODY: ReadonlyMap<string, string> = new Map();

async function ask(account: string): Promise<void> {
  // Another person at the same seat may know fewer people than the one before.
  const names = known.of === account ? known.names : NOBODY;
  known = { of: account, at: Date.now(), names };
  // Without names the page goes on with accounts.
  const rows = await call('names').catch(() => null);
  if (!rows || known.of !== account) return;
  known = { ...known, names: new Map(rows.map(({ account, name }) => [account, name])) };
  for (const watcher of [...watchers]) watcher();
}

function watch(watcher: () => void): () => void {
  watchers.add(watcher);
  return () => watchers.delete(watcher);
}

/** Words such as 诉求人 or 系统 stand where an account may stand; nobody is asked for them. */
const isAccount = (text: string): boolean => /^[a-z]/.test(text);

/** What to call the holder of an account. */
export function useNames(): (account: string) => string {
  const { account: me } = useSession();
  const { of, names } = useSyncExternalStore(watch, () => known);
  const mine = of === me ? names : NOBODY;
  const unknown = useRef(false);
  useEffect(() => {
    if (known.of !== me || (unknown.current && Date.now() - known.at > STALE_MS)) void ask(me);
    unknown.current = false;
  });
  return useCallback(
    (account) => {
      const name = mine.get(account);
      if (name === undefined && isAccount(account)) unknown.current = true;
      return name ?? account;
    },
    [mine],
  );
}
