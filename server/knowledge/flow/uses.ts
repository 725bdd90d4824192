/** Counts how often an item was used; written in bundles, since nobody waits for a count. */

import type { KnowledgeDeskStore, UseKind } from '../../store/knowledge-desk.js';
import { dayOf } from '../../tickets/deadlines/calendar.js';

export interface Uses {
  count(item: string, kind: UseKind): void;
  flush(): Promise<void>;
}

export function createUses(store: Pick<KnowledgeDeskStore, 'use'>, now: () => Date): Uses {
  let waiting = new Map<string, { item: string; day: string; kind: UseKind; n: number }>();
  return {
    count(item, kind) {
      const day = dayOf(now());
      const key = `${item} ${day} ${kind}`;
      const row = waiting.get(key) ?? { item, day, kind, n: 0 };
      row.n += 1;
      waiting.set(key, row);
    },
    async flush() {
      const rows = [...waiting.values()];
      waiting = new Map();
      if (rows.length > 0) await store.use(rows);
    },
  };
}
