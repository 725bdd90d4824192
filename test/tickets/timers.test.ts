/** What time does: kept over a restart, caught up with after a sleep, once though two processes look at the same moment. */
import { createCommit } from '../../server/intake/commit.js';
import { alarmStore, journalStore } from '../../server/store/journal.js';
import { letterStore } from '../../server/store/letters.js';
import { lineStore } from '../../server/store/lines.js';
import { threadStore } from '../../server/store/threads.js';
import { type TicketStore, ticketStore } from '../../server/store/tickets.js';
import { voteStore } from '../../server/store/votes.js';
import { createCalendar } from '../../server/tickets/deadlines/calendar.js';
import { step } from '../../server/tickets/step.js';
import type { Ticket } from '../../server/tickets/ticket.js';
import { createTimers, type Timers } from '../../server/tickets/timers.js';
import { freshDatabase } from '../support/database.js';
import { done, walk } from './moves.js';
import { ask, create, MASK, NOW, number, POLICY } from './samples.js';

let opened: Awaited<ReturnType<typeof freshDatabase>>;
let tickets: TicketStore;
let now = NOW;
const errors: string[] = [];
const commits: string[] = [];

beforeAll(async () => {
  opened = await freshDatabase();
  tickets = ticketStore(opened.connection);
  await Promise.all([tickets.ensureIndexes(), journalStore(opened.connection).init()]);
}, 60_000);
afterAll(() => opened.close());
beforeEach(() => {
  errors.length = 0;
  commits.length = 0;
});

/** A process of its own, as far as the store can tell. */
function house(policy = POLICY): Timers {
  const { connection } = opened;
  const { commit } = createCommit({
    ...{
      journal: journalStore(connection),
      tickets,
      lines: lineStore(connection),
      threads: threadStore(connection),
    },
    ...{ alarms: alarmStore(connection), votes: voteStore(connection), letters: letterStore(connection) },
    ...{ policyHash: policy.hash, now: () => now, at: () => {} },
    told: ({ cause }) => commits.push(cause),
  });
  return createTimers({
    ...{ tickets, commit, policy, masks: MASK, now: () => now },
    failed: (where, error) => errors.push(`${where}: ${error}`),
  });
}

const kept = async (orderNo: string): Promise<Ticket> => (await tickets.get(orderNo))!;
const rang = ({ timeline }: Ticket): string[] =>
  timeline.filter(({ actor }) => actor.kind === 'system').map(({ action }) => action);
const sent = (seq: number): Ticket =>
  walk(create({ orderNo: number(seq), policy: POLICY.hash }), 'accept', 'dispatch');

test('two processes sweep at once: every timer of every order rings once', async () => {
  const orders = Array.from({ length: 60 }, (_, i) => sent(i + 1));
  for (const ticket of orders) await tickets.put(ticket);
  now = new Date('2026-11-26T00:00:00Z');
  const [one, other] = [house(), house()];
  await Promise.all([one.sweep(), other.sweep(), one.sweep(), other.sweep()]);
  // Who lost a race looks again at the next sweep, as the house does each minute.
  await Promise.all([one.sweep(), other.sweep()]);
  expect(errors).toEqual([]);
  for (const { orderNo } of orders) {
    const ticket = await kept(orderNo);
    expect([orderNo, rang(ticket)]).toEqual([orderNo, ['autoUrge', 'autoSign']]);
    expect(ticket.version).toBe(ticket.timeline.length);
  }
  // Whoever helps another's commit through tells of it once more; it is the same one.
  expect(new Set(commits).size).toBe(orders.length * 2);
  expect(await one.sweep()).toBe(0);
});

test('after a sleep of ten days everything that fell due is done, in its order, each once, by a house started anew', async () => {
  const ticket = sent(100);
  await tickets.put(ticket);
  now = new Date(NOW.getTime() + 10 * 86_400_000);
  await house().sweep();
  expect(errors).toEqual([]);
  const after = await kept(ticket.orderNo);
  // Proposals to supervise come between them.
  const moments = rang(after).filter((action) => action !== 'suggestSupervision');
  expect(moments).toEqual(['autoUrge', 'autoSign', 'nearDue', 'overdue', 'overdueMore']);
  expect(after.clocks?.light).toBe('red');
  const { fired = [] } = after.clocks ?? {};
  expect(new Set(fired).size).toBe(fired.length);
  expect(await house().sweep()).toBe(0);
});

test('another calendar: recounted once, with a trace that says whether it moved, and known for longer', async () => {
  const late = new Date('2026-12-28T02:00:00Z');
  const at = (action: string, ticket: Ticket) =>
    done(step(ticket, ask(action, ticket, { now: late, policy: POLICY.hash })));
  const first = create({ orderNo: number(200), now: late, policy: POLICY.hash });
  const ticket = at('dispatch', at('accept', first));
  expect(ticket.clocks).toMatchObject({ due: new Date('2027-01-04T16:00:00Z'), certain: false });
  await tickets.put(ticket);
  const rows = [...POLICY.days, { from: '2027-01-01', to: '2027-01-03', off: true }];
  const next = { ...POLICY, hash: 'next', calendar: createCalendar(rows, '2027-12-31') };
  now = late;
  const [one, other] = [house(next), house(next)];
  await Promise.all([one.recount(), other.recount()]);
  await one.recount();
  expect(errors).toEqual([]);
  const after = await kept(ticket.orderNo);
  expect(after.clocks).toMatchObject({ due: new Date('2027-01-05T16:00:00Z'), certain: true });
  const traces = after.timeline.filter(({ action }) => action === 'recount');
  expect(traces).toHaveLength(1);
  expect(traces[0]).toMatchObject({
    reason: expect.stringMatching(/\p{Script=Han}/u),
    actor: { id: 'timer' },
  });
  // A rule that moves nothing leaves a row that says so, and no order is recounted twice under one policy.
  await house({ ...next, hash: 'third' }).recount();
  const third = await kept(ticket.orderNo);
  expect(third.clocks?.due).toEqual(after.clocks?.due);
  expect(third.timeline.filter(({ action }) => action === 'recount')[1]?.reason).not.toBe(traces[0]?.reason);
});
