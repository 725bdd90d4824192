/**
 * What a citizen says about inlets, carried out: a one-time code read here and typed there joins two
 * conversations; the answer goes where the citizen wants it. No decision of the bot is touched: what is not
 * about inlets is left to it.
 */
import { createHash } from 'node:crypto';
import type { Aside, Memory } from '../../bot/decision.js';
import type { Notes } from '../../channels/kind.js';
import type { GuessLock } from '../http/guess-lock.js';
import type { Citizens } from '../people/citizens.js';
import type { Policy } from '../policy/types.js';
import type { ThreadStore } from '../store/threads.js';
import type { TicketStore } from '../store/tickets.js';
import { newCode, readCode } from '../tickets/code.js';
import { answersTo, belongsTo, leftFrom, movedTo } from '../tickets/inlets.js';
import type { Ticket } from '../tickets/ticket.js';
import { type InletAsk, inletAsk, type Where } from './inlet-asks.js';
import type { Change } from './journal.js';
import type { ThreadDoc } from './thread.js';

export interface InletParts {
  threads: Pick<ThreadStore, 'get'>;
  tickets: Pick<TicketStore, 'get'>;
  citizens: Citizens;
  /** Codes that were given out and used. */
  notes: Notes;
  guesses: GuessLock;
  policy: Pick<Policy, 'phrase'>;
  /** Chinese name of a channel. */
  titleOf: (channel: string) => string;
  now: () => Date;
}

export interface InletPlan {
  said: Aside[];
  changes: Change[];
  claims: string[];
  set: Partial<ThreadDoc>;
  memory: Partial<Memory>;
}

export const CODE_MS = 600_000;

interface Given {
  thread: string;
  until: number;
}

const keyOf = (code: string): string => createHash('sha256').update(readCode(code)).digest('hex');
const say = (phrase: string, values: Record<string, string> = {}, choices?: string[]): Aside => ({
  do: 'say',
  phrase,
  values,
  ...(choices ? { choices } : {}),
});
const nothing = (...said: Aside[]): InletPlan => ({ said, changes: [], claims: [], set: {}, memory: {} });

export const WHERE: Record<Where, string> = {
  here: 'say.answerHere',
  first: 'say.answerFirst',
  both: 'say.answerBoth',
};
export const askWhere = (orderNo: string): Aside => say('inlet.where', { orderNo }, Object.values(WHERE));

export type Hear = (thread: ThreadDoc, text: string, cause: string) => Promise<InletPlan | null>;

export function createInlets(parts: InletParts): Hear {
  const { notes, threads, tickets } = parts;
  const step = (thread: ThreadDoc) => ({
    at: parts.now(),
    actor: { kind: 'citizen' as const, id: thread._id, role: 'CITIZEN' },
  });
  const put = (plan: InletPlan, ticket: Ticket): void => {
    plan.changes.push({ do: 'ticket', ticket });
    plan.claims.push(`ticket:${ticket.orderNo}@${ticket.version}`);
  };

  async function how(thread: ThreadDoc): Promise<InletPlan> {
    const code = newCode();
    const given: Given = { thread: thread._id, until: parts.now().getTime() + CODE_MS };
    await notes.set(`code:${keyOf(code)}`, given);
    return nothing(say('inlet.how', { code, minutes: String(CODE_MS / 60_000) }));
  }

  /** The code's inlet; null = wrong, used, run out, or this very inlet. */
  async function opened(thread: ThreadDoc, code: string, cause: string): Promise<ThreadDoc | null> {
    const key = keyOf(code);
    const lock = `bind:${thread._id}`;
    if (parts.guesses.enter(lock, parts.now()) > 0) return null;
    const given = await notes.get<Given>(`code:${key}`);
    if (!given || given.until < parts.now().getTime() || given.thread === thread._id) return null;
    // Used once: a turn that had to judge again finds its own mark.
    if (!(await notes.take(`used:${key}`, cause)) && (await notes.get(`used:${key}`)) !== cause) return null;
    parts.guesses.right(lock);
    return threads.get(given.thread);
  }

  async function bind(thread: ThreadDoc, code: string, cause: string): Promise<InletPlan> {
    const other = await opened(thread, code, cause);
    if (!other) return nothing(say('inlet.wrong'));
    const { person: mine } = thread;
    const { person: theirs } = other;
    // Two phones are two identities; which is right a person must see.
    if (mine && theirs && mine !== theirs) return nothing(say('inlet.two'));
    const person = theirs ?? mine ?? parts.citizens.ofInlet(other._id);
    const plan = nothing(say('inlet.bound', { channel: parts.titleOf(other.channel) }));
    plan.set = { person };
    if (theirs !== person) {
      const version = other.version + 1;
      plan.changes.push({ do: 'thread', id: other._id, version, set: { person } });
      plan.claims.push(`${other._id}@${version}`);
    }
    const orderNo = thread.memory.orderNo ?? other.memory.orderNo;
    const ticket = orderNo === null ? null : await tickets.get(orderNo);
    if (!ticket) return plan;
    plan.memory = { orderNo: ticket.orderNo };
    if (!belongsTo(ticket, thread._id)) put(plan, movedTo(ticket, thread._id, step(thread)));
    plan.said.push(askWhere(ticket.orderNo));
    return plan;
  }

  async function where(thread: ThreadDoc, to: Where): Promise<InletPlan | null> {
    const { orderNo } = thread.memory;
    const ticket = orderNo === null ? null : await tickets.get(orderNo);
    if (!ticket || !belongsTo(ticket, thread._id)) return null;
    const first = ticket.thread ?? thread._id;
    const inlets = { here: [thread._id], first: [first], both: [first, thread._id] };
    const plan = nothing(say(`inlet.set.${to}`, { orderNo: ticket.orderNo }));
    put(plan, answersTo(ticket, inlets[to], step(thread)));
    return plan;
  }

  async function off(thread: ThreadDoc): Promise<InletPlan> {
    if (!thread.person) return nothing(say('inlet.none'));
    const plan = nothing(say('inlet.off'));
    plan.set = { person: null };
    const { orderNo } = thread.memory;
    const ticket = orderNo === null ? null : await tickets.get(orderNo);
    if (ticket?.moved?.includes(thread._id)) {
      put(plan, leftFrom(ticket, thread._id, step(thread)));
      plan.memory = { orderNo: null };
    }
    return plan;
  }

  const labels = Object.fromEntries(
    Object.entries(WHERE).map(([where, key]) => [where, parts.policy.phrase(key)]),
  ) as Record<Where, string>;

  function act(thread: ThreadDoc, ask: InletAsk, cause: string): Promise<InletPlan | null> {
    switch (ask.do) {
      case 'how':
        return how(thread);
      case 'bind':
        return bind(thread, ask.code, cause);
      case 'where':
        return where(thread, ask.to);
      case 'off':
        return off(thread);
    }
  }

  return async (thread, text, cause) => {
    const ask = inletAsk(text, labels);
    return ask && act(thread, ask, cause);
  };
}

/** Whoever understands it first. */
export const oneOf =
  (...ears: Hear[]): Hear =>
  async (thread, text, cause) => {
    for (const hear of ears) {
      const plan = await hear(thread, text, cause);
      if (plan) return plan;
    }
    return null;
  };
