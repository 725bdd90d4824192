/**
 * What is kept on this machine: drafts, unsent lines, what was read. Kept per account, so that two people
 * at one seat never see each other's words; signing out on purpose clears it, an expired session does not.
 */
import { useSyncExternalStore } from 'react';

const PREFIX = 'jiesu.console';
const watchers = new Set<() => void>();
const read = new Map<string, { raw: string | null; value: unknown }>();

const full = (account: string, key: string) => `${PREFIX}.${account}.${key}`;

export function getKept<T>(account: string, key: string, otherwise: T): T {
  const name = full(account, key);
  let raw: string | null = null;
  try {
    raw = localStorage.getItem(name);
  } catch {
    // Storage may be forbidden; then what is kept lives as long as the page.
    return (read.get(name)?.value as T | undefined) ?? otherwise;
  }
  const known = read.get(name);
  if (known && known.raw === raw) return raw === null ? otherwise : (known.value as T);
  let value: unknown = otherwise;
  try {
    if (raw !== null) value = JSON.parse(raw);
  } catch {
    value = otherwise;
  }
  read.set(name, { raw, value });
  return value as T;
}

export function keep(account: string, key: string, value: unknown): void {
  const name = full(account, key);
  const raw = value === null || value === '' ? null : JSON.stringify(value);
  read.set(name, { raw, value });
  try {
    if (raw === null) localStorage.removeItem(name);
    else localStorage.setItem(name, raw);
  } catch {
    // Full or forbidden: the copy above still serves this page.
  }
  for (const tell of [...watchers]) tell();
}

/** Words a person wrote and has not sent: what signing out on purpose would lose. */
export function unsentCount(account: string): number {
  return ownKeys(account).filter((name) => /\.(reply|unsent|form)\./.test(name)).length;
}

export function forget(account: string): void {
  for (const name of ownKeys(account)) {
    if (/\.(reply|unsent|form)\./.test(name)) localStorage.removeItem(name);
  }
  read.clear();
}

function ownKeys(account: string): string[] {
  try {
    return Object.keys(localStorage).filter((name) => name.startsWith(full(account, '')));
  } catch {
    return [];
  }
}

function watch(watcher: () => void): () => void {
  watchers.add(watcher);
  return () => watchers.delete(watcher);
}

export function useKept<T>(account: string, key: string, otherwise: T): [T, (value: T | null) => void] {
  const value = useSyncExternalStore(watch, () => getKept(account, key, otherwise));
  return [value, (next) => keep(account, key, next)];
}
