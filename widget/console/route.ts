/** Where we are: the address is the only memory of it, so that a link or a reload leads to the same view. */
import { useSyncExternalStore } from 'react';
import type { Session } from '../../server/http/contract-accounts.js';

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

export type Page =
  | 'desk'
  | 'orders'
  | 'callbacks'
  | 'proceedings'
  | 'undelivered'
  | 'letters'
  | 'knowledge'
  | 'forms'
  | 'insight'
  | 'talks'
  | 'units'
  | 'rules'
  | 'reports'
  | 'spots'
  | 'precedents'
  | 'accounts'
  | 'audit';

export const PATHS: Record<Page, string> = {
  desk: '/console',
  orders: '/console/orders',
  callbacks: '/console/callbacks',
  proceedings: '/console/proceedings',
  undelivered: '/console/undelivered',
  letters: '/console/letters',
  knowledge: '/console/knowledge',
  forms: '/console/forms',
  insight: '/console/insight',
  talks: '/console/talks',
  units: '/console/units',
  rules: '/console/rules',
  reports: '/console/reports',
  spots: '/console/spots',
  precedents: '/console/precedents',
  accounts: '/console/accounts',
  audit: '/console/audit',
};

/** What each page cannot do without. */
const NEEDS: Record<Page, string> = {
  desk: 'thread.read',
  orders: 'order.read',
  callbacks: 'order.callback',
  proceedings: 'proceeding.read',
  undelivered: 'thread.read',
  letters: 'letter.publish',
  knowledge: 'knowledge.read',
  forms: 'form.manage',
  insight: 'insight.read',
  talks: 'insight.read',
  units: 'policy.read',
  rules: 'policy.read',
  reports: 'insight.read',
  spots: 'insight.read',
  precedents: 'order.dispatch',
  accounts: 'account.read',
  audit: 'audit.read',
};

/** Conversations belong to the house, not to a unit. */
const HOUSE_ONLY: ReadonlySet<Page> = new Set(['talks']);

export function pagesFor({ permissions, unit }: Pick<Session, 'permissions' | 'unit'>): Page[] {
  return (Object.keys(NEEDS) as Page[]).filter(
    (page) => permissions.includes(NEEDS[page]) && (unit === null || !HOUSE_ONLY.has(page)),
  );
}

function pageAt(path: string): Page {
  const pages = Object.keys(PATHS) as Page[];
  return pages.find((page) => page !== 'desk' && path.startsWith(PATHS[page])) ?? 'desk';
}

/** The page of the address, or the first one this person may see; null when there is none. */
export function usePage(pages: Page[]): Page | null {
  const asked = pageAt(useSyncExternalStore(watch, () => location.pathname));
  return pages.includes(asked) ? asked : (pages[0] ?? null);
}

/** One named part of the query string and how to change it; the other parts stay. */
export function useParam(name: string): [string, (value: string | null, replace?: boolean) => void] {
  const value = useSyncExternalStore(watch, () => new URLSearchParams(location.search).get(name) ?? '');
  return [value, (next, replace = false) => setParams({ [name]: next }, replace)];
}

/** Several parts at once; '' where one is not there. */
export function useParams<N extends string>(names: readonly N[]): Record<N, string> {
  const search = new URLSearchParams(useSyncExternalStore(watch, () => location.search));
  return Object.fromEntries(names.map((name) => [name, search.get(name) ?? ''])) as Record<N, string>;
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
export const knowledgeLink = (item: string) => `${PATHS.knowledge}?item=${encodeURIComponent(item)}`;
export const proceedingLink = (id: string, kind: string) =>
  `${PATHS.proceedings}?${new URLSearchParams({ kind, proceeding: id })}`;
