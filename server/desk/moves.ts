/**
 * What an agent does to a conversation. Each is a commit that claims the thread's next version: two agents
 * can never hold the same one, and the bot can never speak over an agent.
 */
import { ERRORS, Problem } from '../errors.js';
import type { SignedIn } from '../http/handler.js';
import type { Change, Commit, Committed } from '../intake/journal.js';
import { lateAlarm } from '../intake/late.js';
import type { ThreadDoc } from '../intake/thread.js';
import type { ThreadStore } from '../store/threads.js';
import type { Actor } from '../tickets/ticket.js';

export interface MoveParts {
  threads: ThreadStore;
  commit: (commit: Commit) => Promise<Committed>;
  phrase: (key: string, values?: Record<string, string | number>) => string;
  now: () => Date;
}

export const staff = (account: SignedIn, ip: string): Actor => ({
  kind: 'staff',
  id: account.account,
  role: account.roles[0] ?? '',
  ip,
});

export async function threadOrFail(threads: ThreadStore, id: string): Promise<ThreadDoc> {
  const thread = await threads.get(id);
  if (!thread) throw new Problem('NOT_FOUND');
  return thread;
}

export const heldBy = (thread: ThreadDoc, account: SignedIn): boolean =>
  thread.holder === 'agent' && thread.agent === account.account;

/** The claim on the thread's next version, and the change that moves it there. */
export function forward(thread: ThreadDoc, set: Partial<ThreadDoc>): { claim: string; change: Change } {
  const version = thread.version + 1;
  return { claim: `${thread._id}@${version}`, change: { do: 'thread', id: thread._id, version, set } };
}

/** Words of an agent answer the citizen: the clock of the reply stops, and with it the alarm it rang. */
export function answered(thread: ThreadDoc, by: string): { set: Partial<ThreadDoc>; changes: Change[] } {
  const { clock } = thread;
  if (clock?.kind !== 'reply') return { set: { owed: null }, changes: [] };
  return {
    set: { clock: null, owed: null },
    changes: clock.rung ? [{ do: 'alarmAnswered', id: lateAlarm(thread._id, clock), by }] : [],
  };
}

interface Move {
  name: string;
  set: (account: SignedIn, now: Date) => Partial<ThreadDoc>;
  phrase: string;
  /** Who may: null = no objection, otherwise the problem. */
  objection: (thread: ThreadDoc, account: SignedIn) => Problem | null;
}

const notMine = (thread: ThreadDoc, account: SignedIn) =>
  heldBy(thread, account) ? null : new Problem('NOT_ALLOWED');
const free = {
  ...{ agent: null, waitingFor: null, waitingSince: null, reassured: false, urgent: false, turns: 0 },
  ...{ match: null, owed: null },
};

export const MOVES = {
  claim: {
    name: 'claim',
    set: (account, now) => ({
      ...free,
      ...{ holder: 'agent' as const, agent: account.account, updatedAt: now },
      // Taken and silent is not served: a word is owed from now on.
      ...{ lastAgent: account.account, claimedAt: now, owed: now },
    }),
    phrase: 'seat.joined',
    objection: (thread) => (thread.holder === 'agent' ? new Problem('TAKEN') : null),
  },
  handBack: {
    name: 'hand-back',
    set: (_account, now) => ({ ...free, holder: 'bot', transfer: null, updatedAt: now }),
    phrase: 'seat.handBack',
    objection: notMine,
  },
  close: {
    name: 'close',
    set: (_account, now) => ({ ...free, holder: 'closed', clock: null, transfer: null, updatedAt: now }),
    phrase: 'thread.closed',
    objection: notMine,
  },
} as const satisfies Record<string, Move>;

export type MoveName = keyof typeof MOVES;

export interface MoveAsk {
  thread: string;
  /** The version the agent saw. */
  version: number;
  account: SignedIn;
  ip: string;
}

/** @throws Problem TAKEN, NOT_ALLOWED, STALE or NOT_FOUND; nothing changed then. */
export async function move(parts: MoveParts, name: MoveName, ask: MoveAsk): Promise<ThreadDoc> {
  const rule: Move = MOVES[name];
  const thread = await threadOrFail(parts.threads, ask.thread);
  // Who asked for the same thing twice (a double click, a lost reply) has it already.
  if (name === 'claim' && heldBy(thread, ask.account)) return thread;
  const objection = rule.objection(thread, ask.account);
  if (objection) throw objection;
  if (thread.version !== ask.version && name !== 'claim') throw new Problem('STALE');
  const now = parts.now();
  const { claim, change } = forward(thread, rule.set(ask.account, now));
  const cause = `${rule.name}:${thread._id}@${thread.version + 1}:${ask.account.account}`;
  const line = {
    id: `${cause}.0`,
    from: 'system' as const,
    seat: ask.account.seat,
    text: parts.phrase(rule.phrase, rule.phrase === 'seat.joined' ? { seat: ask.account.seat } : {}),
    at: now,
    passing: true as const,
  };
  const answer = await parts.commit({
    cause,
    actor: staff(ask.account, ask.ip),
    claims: [claim],
    changes: [{ do: 'say', thread: thread._id, line }, change],
    before: { holder: thread.holder, agent: thread.agent },
  });
  if (answer === 'conflict') {
    // The bot may have answered at this very moment; only another agent is a reason to refuse.
    const now = await threadOrFail(parts.threads, ask.thread);
    if (now.version === thread.version) throw new Error(`${ERRORS.STALE.message} ${cause}`);
    return move(parts, name, { ...ask, version: now.version });
  }
  return threadOrFail(parts.threads, ask.thread);
}
