/**
 * An agent who took a conversation and says nothing has it no longer: it goes back to the head of the queue and
 * the citizen is told. Where a channel may be answered within a day, silence is measured by that.
 */
import type { Commit, Committed } from '../../intake/journal.js';
import type { ThreadDoc } from '../../intake/thread.js';
import type { Policy } from '../../policy/types.js';
import type { ThreadStore } from '../../store/threads.js';
import { forward } from '../moves.js';
import { nobody } from './offers.js';

export interface SilentParts {
  threads: Pick<ThreadStore, 'owed'>;
  commit: (commit: Commit) => Promise<Committed>;
  policy: Pick<Policy, 'knobs' | 'norm' | 'phrase'>;
  now: () => Date;
}

const AT_ONCE = 200;
const MINUTE_MS = 60_000;

/** Minutes an agent may leave a citizen of this channel without a word. */
export function patience(channel: string, { knobs, norm }: Pick<Policy, 'knobs' | 'norm'>): number {
  const owed = norm(channel);
  const reply = owed?.kind === 'reply' ? owed.minutes * knobs.firstReply.yellowShare : 0;
  return Math.max(knobs.assign.threadSilent, reply);
}

/** Returns how many went back. */
export function createSilent({ threads, commit, policy, now }: SilentParts): () => Promise<number> {
  async function back(doc: ThreadDoc, owed: Date): Promise<boolean> {
    const at = now();
    const passed = doc.agent === null ? [] : [{ account: doc.agent, at }];
    const { claim, change } = forward(doc, {
      holder: 'queue',
      agent: null,
      waitingFor: 'agentSilent',
      waitingSince: owed,
      serveBy: doc.clock?.due ?? owed,
      owed: null,
      match: { ...nobody, why: [], passed },
      updatedAt: at,
    });
    const cause = `silent:${claim}`;
    const line = {
      id: `${cause}.0`,
      from: 'system' as const,
      text: policy.phrase('seat.silent'),
      at,
      passing: true as const,
    };
    const answer = await commit({
      cause,
      actor: { kind: 'system', id: 'assign', role: 'SYSTEM' },
      claims: [claim],
      changes: [{ do: 'say', thread: doc._id, line }, change],
      before: { holder: doc.holder, agent: doc.agent, owed },
    });
    return answer === 'done';
  }

  return async () => {
    const at = now().getTime();
    const shortest = policy.knobs.assign.threadSilent * MINUTE_MS;
    const rows = await threads.owed(new Date(at - shortest), AT_ONCE);
    let gone = 0;
    for (const doc of rows) {
      const since = doc.owed;
      if (!since || at - since.getTime() < patience(doc.channel, policy) * MINUTE_MS) continue;
      if (await back(doc, since)) gone += 1;
    }
    return gone;
  };
}
