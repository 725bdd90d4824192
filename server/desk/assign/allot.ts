/**
 * Names one person for each order that waits at the hotline: it stands first in that person's lists, and
 * everybody else may take it all the same. The order itself is not moved by it: nobody's open page goes stale.
 */
import type { Commit, Committed } from '../../intake/journal.js';
import type { AssignRules, Policy } from '../../policy/types.js';
import type { AccountStore } from '../../store/accounts.js';
import type { TicketStore } from '../../store/tickets.js';
import type { Ticket } from '../../tickets/ticket.js';
import { namesOf, whyWords } from './offers.js';
import { type Need, rank, type Worker } from './rank.js';
import { onlyExpert, type Present } from './workers.js';

export interface AllotParts {
  tickets: Pick<TicketStore, 'list' | 'count' | 'allottedBefore'>;
  accounts: Pick<AccountStore, 'find'>;
  present: () => readonly Present[];
  commit: (commit: Commit) => Promise<Committed>;
  policy: Pick<Policy, 'knobs' | 'hotlines' | 'categories'>;
  now: () => Date;
}

const LOOKED_AT = 100;
const MINUTE_MS = 60_000;

/** Who receives is one right, who sends out another: judging returns and answers belongs to sending. */
const rightFor = ({ state }: Pick<Ticket, 'state'>): string =>
  state === 'SUBMITTED' ? 'order.accept' : 'order.dispatch';

/** Who of the hotline did something to it last. */
const lastBy = ({ timeline }: Ticket): string | null =>
  timeline.findLast(({ actor }) => actor.kind === 'staff')?.actor.id ?? null;

interface Clerk extends Worker {
  permissions: ReadonlySet<string>;
}

export function createAllot({ tickets, accounts, present, commit, policy, now }: AllotParts) {
  const rules: AssignRules = policy.knobs.assign;
  const name = namesOf(policy);

  async function clerk({ account, permissions }: Present): Promise<Clerk | null> {
    const doc = await accounts.find(account);
    // A unit's own people have lists of their own.
    if (!doc || doc.disabled || doc.unit) return null;
    return {
      ...{ account, permissions, away: Boolean(doc.away), passed: false, asked: false, last: null },
      ...{ skills: doc.work?.skills ?? [], languages: doc.work?.languages ?? [], only: onlyExpert(doc) },
      most: doc.work?.orders ?? rules.ordersAtOnce,
      held: await tickets.count(null, [`mine:${account}`]),
    };
  }

  async function nameOne(ticket: Ticket, clerks: Clerk[]): Promise<boolean> {
    const { category, hotline, allotted } = ticket;
    const need: Need = { language: null, category, hotline, line: null, previous: lastBy(ticket) };
    const may = clerks
      .filter(({ permissions }) => permissions.has(rightFor(ticket)))
      .map((one) => ({ ...one, passed: one.account === allotted?.to }));
    const [first] = rank(need, may).best;
    const same = !first && !allotted;
    if (same) return false;
    const next = first ? { to: first.account, at: now(), why: whyWords(first.why, name) } : null;
    const before = allotted?.at.getTime() ?? 0;
    const claim = `allot:${ticket.orderNo}@${ticket.version}#${before}`;
    const answer = await commit({
      cause: claim,
      actor: { kind: 'system', id: 'assign', role: 'SYSTEM' },
      claims: [claim],
      changes: [{ do: 'allot', orderNo: ticket.orderNo, version: ticket.version, allotted: next }],
      before: { allotted: allotted ?? null },
    });
    const chosen = clerks.find(({ account }) => account === first?.account);
    if (answer === 'done' && chosen) chosen.held += 1;
    return answer === 'done';
  }

  /** Returns how many were named, or named anew. */
  return async (): Promise<number> => {
    const here = present().filter(({ permissions }) =>
      ['order.accept', 'order.dispatch'].some((right) => permissions.has(right)),
    );
    if (here.length === 0) return 0;
    const silent = new Date(now().getTime() - rules.orderSilent * MINUTE_MS);
    const [free, stale] = await Promise.all([
      tickets.list({ facets: ['free'], order: 'due', limit: LOOKED_AT }),
      tickets.allottedBefore(silent, LOOKED_AT),
    ]);
    const all = [...free.rows, ...stale];
    if (all.length === 0) return 0;
    const clerks = (await Promise.all(here.map(clerk))).flatMap((one) => one ?? []);
    let named = 0;
    // One after the other: each makes the next one's load.
    for (const ticket of all) if (await nameOne(ticket, clerks)) named += 1;
    return named;
  };
}
