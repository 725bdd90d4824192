/** Where we are: the address is the only memory of it, so that a link or a reload leads to the same view. */
import { useSyncExternalStore } from 'react';

const MOVED = 'jiesu-moved';

export function go(to: string, replace = false): void {
  if (replace) history.replaceState(null, '', to);
  else history.pushState(null, '', to);
  dispatchEvent(new Event(MOVED));
}

function watch(watcher: () => void): () => void {
  addEventListener('popstate', watcher);
  addEventListener(MOVED, watcher);
  return () => {
    removeEventListener('popstate', watcher);
    removeEventListener(MOVED, watcher);
  };
}

export type Page = 'desk' | 'orders' | 'accounts';

export const PATHS: Record<Page, string> = {
  desk: '/console',
  orders: '/console/orders',
  accounts: '/console/accounts',
};

export function usePage(): Page {
  const path = useSyncExternalStore(watch, () => location.pathname);
  if (path.startsWith(PATHS.orders)) return 'orders';
  if (path.startsWith(PATHS.accounts)) return 'accounts';
  return 'desk';
}

/** One named part of the query string and how to change it; the other parts stay. */
export function useParam(name: string): [string, (value: string | null, replace?: boolean) => void] {
  const value = useSyncExternalStore(watch, () => new URLSearchParams(location.search).get(name) ?? '');
  return [value, (next, replace = false) => setParams({ [name]: next }, replace)];
}

export function setParams(values: Record<string, string | null>, replace = false): void {
  const search = new URLSearchParams(location.search);
  for (const [name, value] of Object.entries(values)) {
    if (value) search.set(name, value);
    else search.delete(name);
  }
  go(`${location.pathname}${search.size ? `?${search}` : ''}`, replace);
}

export const threadLink = (thread: string) => `${PATHS.desk}?thread=${encodeURIComponent(thread)}`;
export const orderLink = (orderNo: string) => `${PATHS.orders}?order=${encodeURIComponent(orderNo)}`;
