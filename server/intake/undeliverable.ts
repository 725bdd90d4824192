/** A line that can't arrive: rings at the desk, and the conversation waits for a person (invariant 4). */
import type { Masks } from '../people/privacy.js';
import type { ThreadStore } from '../store/threads.js';
import type { Commit, Committed, MessageDoc } from './journal.js';

export interface UndeliverableParts {
  threads: ThreadStore;
  commit: (commit: Commit) => Promise<Committed>;
  masks: Pick<Masks, 'text'>;
  now: () => Date;
}

const RETRIES = 5;

/** A line that was sent again and can't arrive either rings anew. */
const nameOf = ({ _id, resends }: MessageDoc): string => (resends ? `${_id}:${resends}` : _id);
export const undeliverableAlarm = (line: MessageDoc): string => `alarm:undeliverable:${nameOf(line)}`;

export function createUndeliverable({ threads, commit, masks, now }: UndeliverableParts) {
  return async function gaveUp(line: MessageDoc, reason: string): Promise<void> {
    for (let tries = 0; tries < RETRIES; tries++) {
      const thread = await threads.get(line.thread);
      if (!thread) return;
      const version = thread.version + 1;
      const waits = thread.holder === 'bot' || thread.holder === 'closed';
      const answer = await commit({
        cause: `undeliverable:${nameOf(line)}`,
        actor: { kind: 'system', id: 'outbox', role: 'SYSTEM' },
        claims: [`${thread._id}@${version}`],
        changes: [
          {
            do: 'alarm',
            id: undeliverableAlarm(line),
            kind: 'undeliverable',
            thread: thread._id,
            orderNo: line.order?.orderNo ?? line.entry?.orderNo ?? null,
            text: masks.text(reason),
          },
          {
            do: 'thread',
            id: thread._id,
            version,
            set: waits
              ? {
                  holder: 'queue',
                  waitingFor: 'undeliverable',
                  waitingSince: now(),
                  serveBy: now(),
                  reassured: false,
                  updatedAt: now(),
                }
              : { updatedAt: now() },
          },
        ],
        before: { holder: thread.holder },
      });
      if (answer !== 'conflict') return;
    }
    throw new Error(`line ${line._id} could not be given to a person`);
  };
}
