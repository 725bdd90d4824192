/**
 * What another process did with those who wait, and what it rang: shown at the desks of this one too. Its commits
 * are heard there alone; whoever waits and whatever rings is looked at here with every look at the queue.
 */
import type { AlarmStore } from '../../store/journal.js';
import type { ThreadStore } from '../../store/threads.js';
import { LOOKED_AT } from './offers.js';

export interface ElsewhereParts {
  threads: Pick<ThreadStore, 'waiting'>;
  alarms: Pick<AlarmStore, 'open'>;
  /** Shown whole: one more time does no harm. */
  showThread: (id: string) => void;
  showAlarm: (id: string) => void;
}

export function createElsewhere(parts: ElsewhereParts): () => Promise<void> {
  let waited = new Map<string, number>();
  let rang = new Set<string>();
  return async () => {
    const [waiting, open] = await Promise.all([parts.threads.waiting(LOOKED_AT), parts.alarms.open()]);
    const now = new Map(waiting.map(({ _id, version }) => [_id, version]));
    for (const id of new Set([...waited.keys(), ...now.keys()]))
      if (waited.get(id) !== now.get(id)) parts.showThread(id);
    const ringing = new Set(open.map(({ _id }) => _id));
    for (const id of new Set([...rang, ...ringing]))
      if (rang.has(id) !== ringing.has(id)) parts.showAlarm(id);
    [waited, rang] = [now, ringing];
  };
}
