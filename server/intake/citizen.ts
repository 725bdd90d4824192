/** What a citizen's side may see of a thread: its lines, and who has it. */
import type { z } from 'zod';
import type { ThreadLine } from '../../channels/channel.js';
import type * as contract from '../http/contract-chat.js';
import type { Line, ThreadState } from '../http/contract-chat.js';
import type { Policy } from '../policy/types.js';
import type { ThreadStore } from '../store/threads.js';
import type { Queue } from './queue.js';
import { threadKey } from './receive.js';

type Choice = z.infer<typeof contract.choice>;

/** A browser knows its own line by the id it made. */
const ownId = (id: string, own: string): string => (id.startsWith(own) ? id.slice(own.length) : id);

/**
 * The wire's shape of a stored line: nothing of the house's own (state, attempts, keys) goes out.
 * A line of ours is named by its number: its key says which account wrote it, and a citizen never sees a name.
 */
export function lineOut(thread: string, doc: ThreadLine): Line {
  const own = `${thread.slice(thread.indexOf(':') + 1)}:`;
  return {
    id: doc.from === 'citizen' ? ownId(doc.id, own) : `line:${doc.seq}`,
    seq: doc.seq,
    from: doc.from,
    text: doc.text,
    at: doc.at.toISOString(),
    ...(doc.decision ? { decision: doc.decision } : {}),
    ...(doc.choices ? { choices: doc.choices as Choice[] } : {}),
    ...(doc.draft ? { draft: doc.draft } : {}),
    ...(doc.sources ? { sources: doc.sources } : {}),
    ...(doc.doors ? { doors: doc.doors } : {}),
    ...(doc.order ? { order: doc.order } : {}),
    ...(doc.seat ? { seat: doc.seat } : {}),
    ...(doc.files?.length ? { files: doc.files } : {}),
    ...(doc.aiWorded ? { aiWorded: true } : {}),
  };
}

export interface StateParts {
  threads: ThreadStore;
  queue: Queue;
  policy: Pick<Policy, 'desk'>;
  now: () => Date;
  /** Seat number of an account. */
  seatOf: (account: string) => Promise<string | null>;
}

/** Invariant told to the citizen: off hours and queue length, as they are. */
export function createThreadState(parts: StateParts): (webThread: string) => Promise<ThreadState> {
  return async (webThread) => {
    const id = threadKey('web', webThread);
    const thread = await parts.threads.get(id);
    const holder = thread?.holder ?? 'bot';
    const place = holder === 'queue' ? await parts.queue.of(id) : null;
    return {
      holder,
      seat: thread?.agent ? await parts.seatOf(thread.agent) : null,
      queue: place && { position: place.position, minutes: place.minutes },
      desk: parts.policy.desk(parts.now()),
    };
  };
}
