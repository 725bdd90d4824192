/** The order's room without doors: journal, stores, timers and figures over one store, and ways to fill it. */
import type mongoose from 'mongoose';
import { cellOf } from '../../server/insight/cells.js';
import { type Counts, contributionOf } from '../../server/insight/counts.js';
import { gatherInto } from '../../server/insight/moves.js';
import { createTally } from '../../server/insight/tally.js';
import { createCommit } from '../../server/intake/commit.js';
import { ticketClaim } from '../../server/intake/plan.js';
import { signsOf } from '../../server/lists/signs.js';
import type { Policy } from '../../server/policy/types.js';
import { insightStore } from '../../server/store/insight.js';
import { alarmStore, journalStore } from '../../server/store/journal.js';
import { letterStore } from '../../server/store/letters.js';
import { lineStore } from '../../server/store/lines.js';
import { noteStore } from '../../server/store/notes.js';
import { threadStore } from '../../server/store/threads.js';
import { ticketStore } from '../../server/store/tickets.js';
import { voteStore } from '../../server/store/votes.js';
import { type Day, dayOf, midnight, plusDays } from '../../server/tickets/deadlines/calendar.js';
import { formatOrderNo } from '../../server/tickets/number.js';
import { step } from '../../server/tickets/step.js';
import type { Ticket } from '../../server/tickets/ticket.js';
import { createTimers } from '../../server/tickets/timers.js';
import { askFor, filed, PLAIN } from '../support/year/asks.js';
import { diceOf } from '../support/year/dice.js';
import type { Act } from '../support/year/plan.js';
import type { Filing } from '../support/year/traffic.js';
import { liveYear } from '../support/year/year.js';

export const TODAY: Day = '2026-12-31';
const BATCH = 1000;
/** Of a hundred orders so many are still open. */
const OPEN_SHARE = 0.07;

export type House = Awaited<ReturnType<typeof house>>;

export async function house(connection: mongoose.Connection, policy: Policy) {
  const parents = new Map(policy.units.map(({ code, parent }) => [code, parent]));
  const above = (unit: string): string[] => {
    const parent = parents.get(unit) ?? null;
    return parent === null ? [] : [parent, ...above(parent)];
  };
  const clock = { now: midnight(TODAY) };
  const now = () => clock.now;
  const failed = (where: string, error: unknown) => process.stderr.write(`${where}: ${error}\n`);
  const tickets = ticketStore(connection, above);
  const insight = insightStore(connection);
  const journal = journalStore(connection);
  await Promise.all([tickets.ensureIndexes(), insight.init(), journal.init()]);
  const tally = createTally({
    policy,
    store: insight,
    tickets,
    failed,
    notes: noteStore(connection, now).of('insight'),
  });
  const { commit } = createCommit({
    ...{ journal, tickets, lines: lineStore(connection), threads: threadStore(connection) },
    ...{ alarms: alarmStore(connection), votes: voteStore(connection), letters: letterStore(connection) },
    ...{
      policyHash: policy.hash,
      now,
      at: () => {},
      told: (applied) => applied.tickets.forEach(tally.written),
    },
  });
  const timers = createTimers({ tickets, commit, policy, masks: PLAIN, now, failed });
  return { connection, policy, above, clock, tickets, insight, tally, commit, timers };
}

const filing = (i: number, at: number): Filing => ({
  ...{ at, kind: 'order', category: '06', type: 'help', region: '150105', urgency: 'normal', channel: 'web' },
  ...{ place: `锦绣家园${(i % 20) + 1}号楼`, text: '路灯坏了，晚上看不见路', outage: null },
});

const LIFE: Act[] = [
  { action: 'accept' },
  { action: 'dispatch', reason: '请办理', given: { units: [{ unit: '150105', part: 'lead' }] } },
  { action: 'sign' },
  { action: 'contact', reason: '已联系', given: { contact: { at: midnight(TODAY), how: 'phone' } } },
  { action: 'reply', given: { reply: { handling: '已修复', public: '路灯已修好。', solved: 'yes' } } },
  { action: 'passReply' },
  {
    action: 'callback',
    given: { callback: { connected: true, contacted: true, solved: true, satisfied: 'satisfied' } },
  },
  { action: 'confirmDone', reason: '诉求人确认' },
];

/** One order's whole life at a time, until so many steps are taken; each answers how many it took. */
export function lives({ policy, commit, clock }: House, steps: number): () => (() => Promise<number>) | null {
  const rules = { policy, hash: policy.hash };
  let made = 0;
  return () => {
    if (made * (LIFE.length + 1) >= steps) return null;
    made += 1;
    const seq = made;
    return async () => {
      let ticket = filed(filing(seq, clock.now.getTime()), seq, rules);
      const write = async (next: Ticket) => {
        const { orderNo, version, timeline } = next;
        const claims = [ticketClaim(next)];
        const actor = timeline.at(-1)!.actor;
        const changes = [{ do: 'ticket' as const, ticket: next }];
        const said = await commit({
          cause: `bench:${orderNo}:${version}`,
          actor,
          claims,
          changes,
          before: {},
        });
        if (said !== 'done') throw new Error(`${orderNo}@${version}: ${said}`);
        ticket = next;
      };
      await write(ticket);
      for (const act of LIFE) {
        const result = step(ticket, askFor(act, ticket, clock.now, rules));
        if ('refused' in result) throw new Error(`${act.action}: ${result.refused}`);
        await write(result.ticket);
      }
      return LIFE.length + 1;
    };
  };
}

const numbered = (ticket: Ticket, i: number): Ticket => {
  const day = dayOf(ticket.createdAt).replaceAll('-', '');
  const [region, seq] = [ticket.region ?? '150100', (i % 999_999) + 1];
  return { ...ticket, orderNo: formatOrderNo({ region, day, letter: 'Q', seq }) };
};

/** Orders of a simulated year, mostly closed; or all sent out just now, each with one timer that is due. */
export async function fillOrders(here: House, n: number, kind: 'year' | 'due' = 'year'): Promise<void> {
  const { policy, clock, connection, above } = here;
  const dice = diceOf(3);
  const open: Ticket[] = [];
  const over: Ticket[] = [];
  if (kind === 'year')
    liveYear({
      ...{ seed: 3, orders: 600, first: midnight(plusDays(TODAY, -364)), policy },
      wrote: (ticket) => (ticket.state === 'CLOSED' ? over : open).push(ticket),
    });
  else {
    const rules = { policy, hash: policy.hash };
    const at = midnight(plusDays(TODAY, -10));
    const sent = LIFE.slice(0, 2).reduce(
      (ticket, act) => {
        const result = step(ticket, askFor(act, ticket, at, rules));
        if ('refused' in result) throw new Error(result.refused);
        return result.ticket;
      },
      filed(filing(1, at.getTime()), 1, rules),
    );
    open.push(sent);
    clock.now = new Date(sent.clocks!.next!.at.getTime() + 1);
  }
  const rows = connection.collection('tickets');
  for (let i = 0; i < n; i += BATCH) {
    const batch = Array.from({ length: Math.min(BATCH, n - i) }, (_, j) => {
      const ticket = numbered(dice.any(over.length === 0 || dice.chance(OPEN_SHARE) ? open : over), i + j);
      return { ...ticket, _id: ticket.orderNo, list: signsOf(ticket, above) };
    });
    await rows.insertMany(batch as never[]);
  }
}

/** Cells of so many orders over a year and all units; the orders themselves are not needed for them. */
export async function fillFigures({ policy, insight }: House, n: number): Promise<void> {
  const last: Ticket[] = [];
  liveYear({
    ...{ seed: 3, orders: 600, first: midnight(plusDays(TODAY, -364)), policy },
    wrote: (ticket) => ticket.state === 'CLOSED' && last.push(ticket),
  });
  const dice = diceOf(4);
  const regions = policy.regions.filter(({ level }) => level === 'banner').map(({ code }) => code);
  const units = policy.units.map(({ code }) => code);
  const parts = last.map((ticket) => contributionOf(ticket, policy));
  const cells = new Map<string, Counts>();
  for (let i = 0; i < n; i++) {
    const part = dice.any(parts);
    const at = { ...part.at, region: dice.any(regions), unit: dice.any(units) };
    gatherInto(cells, { ...part, at, day: plusDays(TODAY, -dice.between(0, 364)) });
  }
  await insight.load((async function* () {})(), function* () {
    for (const [_id, counts] of cells) yield { _id, ...cellOf(_id), counts };
  });
}
