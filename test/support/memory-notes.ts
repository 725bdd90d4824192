/** Notes of one channel in memory, as several processes share them. Values are JSON, as they come back from disk. */
import type { Notes } from '../../channels/kind.js';

export function memoryNotes(now: () => Date = () => new Date()): Notes {
  const rows = new Map<string, { json: string; at: number }>();
  const put = (key: string, value: unknown) =>
    rows.set(key, { json: JSON.stringify(value), at: now().getTime() });
  return {
    async get<T>(key: string) {
      const row = rows.get(key);
      return row ? (JSON.parse(row.json) as T) : null;
    },
    async set(key, value) {
      if (value === null) rows.delete(key);
      else put(key, value);
    },
    async take(key, value) {
      if (rows.has(key)) return false;
      put(key, value);
      return true;
    },
    async list<T>(prefix: string, after: string, limit: number) {
      return [...rows.keys()]
        .filter((key) => key.startsWith(prefix) && key > after)
        .sort()
        .slice(0, limit)
        .map((key) => ({ key, value: JSON.parse(rows.get(key)?.json ?? 'null') as T }));
    },
    async drop(prefix, before) {
      const old = [...rows].filter(([key, { at }]) => key.startsWith(prefix) && at < before.getTime());
      for (const [key] of old) rows.delete(key);
      return old.length;
    },
  };
}
