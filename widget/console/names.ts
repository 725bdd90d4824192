/** The names of those who work here: a person is shown by name, and by account only where the name is not known. */
import { useCallback, useEffect, useSyncExternalStore } from 'react';
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

async function ask(account: string): Promise<void> {
  known = { ...known, of: account, at: Date.now() };
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

/** What to call the holder of an account. */
export function useNames(): (account: string) => string {
  const { account: me } = useSession();
  const { names } = useSyncExternalStore(watch, () => known);
  useEffect(() => {
    if (known.of !== me) void ask(me);
  }, [me]);
  return useCallback(
    (account) => {
      const name = names.get(account);
      if (name === undefined && account !== '' && Date.now() - known.at > STALE_MS) void ask(me);
      return name ?? account;
    },
    [names, me],
  );
}
