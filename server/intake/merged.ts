/**
 * Merged orders follow the one that is handled in their place: what its citizen is told of the matter, every
 * citizen of theirs is told too, and they end with it. Nothing of one citizen reaches another: only words of the
 * house go over, with what names the first one covered. Where the master ends without a result (withdrawn, refused),
 * or two were merged into each other, each is on its own again.
 */
import type { Policy } from '../policy/types.js';
import type { TicketStore } from '../store/tickets.js';
import type { Mask } from '../tickets/changed.js';
import { cover } from '../tickets/identity.js';
import { step } from '../tickets/step.js';
import type { Actor, Ticket, TimelineRow } from '../tickets/ticket.js';
import { lived } from '../tickets/timeline.js';
import { asTold } from '../tickets/undo.js';
import type { Commit, Committed } from './journal.js';
import { ticketClaim } from './plan.js';

export interface MergedParts {
  tickets: Pick<TicketStore, 'get' | 'childrenOf' | 'merged'>;
  commit: (commit: Commit) => Promise<Committed>;
  policy: Policy;
  masks: Mask;
  now: () => Date;
  failed: (where: string, error: unknown) => void;
}

export interface Merged {
  /** Something of this order was written: whoever follows it hears. Returns at once. */
  changed(ticket: Ticket): void;
  /** Whoever follows this one is brought up to date. */
  bring(master: string): Promise<void>;
  /** After a start: what was left behind is brought up to date. */
  recover(): Promise<void>;
  drain(): Promise<void>;
}

/** News of the matter; what was between the house and one citizen (asked, urged, rated) is not. */
const MATTER = new Set([
  ...['accept', 'dispatch', 'designate', 'sign', 'autoSign', 'forward', 'answerDirect', 'passReply'],
  ...['transferOut', 'transferReceipt', 'transferResult', 'transferBack', 'agreeExtension', 'hold', 'resume'],
  ...[
    'reviewPromise',
    'supervise',
    'rework',
    'escalate',
    'problem',
    'settle',
    'follow',
    'reopen',
    'reopenFor',
  ],
]);
/** The matter came to nothing here: theirs has not. */
const NOTHING = new Set(['WITHDRAWN', 'REJECTED']);
const CHAIN = 20;

export function createMerged({ tickets, commit, policy, masks, now, failed }: MergedParts): Merged {
  const running = new Map<string, Promise<void>>();

  async function write(
    child: Ticket,
    action: string,
    reason: string,
    followed: number,
  ): Promise<Ticket | null> {
    const actor: Actor = { kind: 'system', id: child.master ?? '', role: 'SYSTEM' };
    const next = step(child, {
      ...{ action, reason, actor, permissions: new Set(['system']), version: child.version, now: now() },
      ...{ policy: policy.hash, mask: masks, scope: null, rules: policy },
    });
    if ('refused' in next) return null;
    const ticket = action === 'release' ? next.ticket : { ...next.ticket, followed };
    const done = await commit({
      cause: `follow:${child.orderNo}@${ticket.version}:${child.master}@${followed}`,
      actor,
      claims: [ticketClaim(ticket)],
      changes: [{ do: 'ticket', ticket }],
      before: { state: child.state, version: child.version },
    });
    return done === 'done' ? ticket : null;
  }

  /** Up the chain of masters: back at itself, it would wait for itself for ever. */
  async function circular(child: Ticket): Promise<boolean> {
    let at = child.master;
    for (let i = 0; at !== undefined && i < CHAIN; i++) {
      if (at === child.orderNo) return true;
      at = (await tickets.get(at))?.master;
    }
    return at !== undefined;
  }

  const ending = (rows: TimelineRow[]): string =>
    rows.findLast((row) => row.to === 'CLOSED' && row.from !== 'CLOSED')?.public ?? '';

  async function one(orderNo: string, master: Ticket): Promise<void> {
    let child = await tickets.get(orderNo);
    if (child?.state !== 'MERGED' || child.master !== master.orderNo) return;
    const told = asTold(master, now());
    const upTo = told.timeline.length;
    if (NOTHING.has(told.state) || (await circular(child))) {
      await write(child, 'release', masks.text(cover(lastWords(told), master)) || '—', upTo);
      return;
    }
    const since = child.followed;
    if (since === upTo) return;
    const all = lived(told).filter((row) => row.public && MATTER.has(row.action));
    // Merged just now: where the matter stands is told, not how it came there.
    const fresh =
      since === undefined ? all.slice(-1) : all.filter((row) => told.timeline.indexOf(row) >= since);
    for (const row of fresh) {
      const next: Ticket | null = await write(child, 'follow', cover(row.public ?? '', master), upTo);
      if (!next) return;
      child = next;
    }
    if (told.state === 'CLOSED')
      await write(child, 'followToEnd', cover(ending(told.timeline), master) || policyEnd(), upTo);
  }

  /** Every order has words of its end; an old one may lack them. */
  const policyEnd = (): string => policy.states.find(({ state }) => state === 'CLOSED')?.citizen ?? '';
  const lastWords = ({ timeline }: Ticket): string => timeline.at(-1)?.public ?? '';

  async function all(orderNo: string): Promise<void> {
    const master = await tickets.get(orderNo);
    if (!master) return;
    for (const child of await tickets.childrenOf(orderNo)) await one(child, master);
  }

  function bring(orderNo: string): Promise<void> {
    const mine = (running.get(orderNo) ?? Promise.resolve())
      .then(() => all(orderNo))
      .catch((error: unknown) => failed(`follow ${orderNo}`, error))
      .finally(() => running.get(orderNo) === mine && running.delete(orderNo));
    running.set(orderNo, mine);
    return mine;
  }

  return {
    bring,
    changed({ orderNo, master, timeline }) {
      const row = timeline.at(-1);
      if (row?.action === 'merge' && master) void bring(master);
      if (row && (MATTER.has(row.action) || row.from !== row.to)) void bring(orderNo);
    },
    async recover() {
      for (const master of await tickets.merged()) await bring(master);
    },
    async drain() {
      await Promise.all(running.values());
    },
  };
}
