/** Work lists on the real database: what is in which, for whom, in which order, found by keys alone. */

import { QUEUES, ROLE_QUEUES } from '../../server/lists/queues.js';
import { signsOf } from '../../server/lists/signs.js';
import { aboveIn } from '../../server/lists/sorting.js';
import { missingRoles } from '../../server/people/roles.js';
import type { Doc } from '../../server/store/embedded/bson.js';
import { makePlan } from '../../server/store/embedded/planner.js';
import { strandsOf } from '../../server/store/ticket-lists.js';
import { type TicketStore, ticketStore } from '../../server/store/tickets.js';
import { formatOrderNo } from '../../server/tickets/number.js';
import { step } from '../../server/tickets/step.js';
import { STATES, type Ticket } from '../../server/tickets/ticket.js';
import { inProcess } from '../store/in-process.js';
import { freshDatabase } from '../support/database.js';
import { AGENT, ask, create, NOW, POLICY } from '../tickets/samples.js';

const above = aboveIn(POLICY);
let database: Awaited<ReturnType<typeof freshDatabase>>;
let store: TicketStore;
beforeAll(async () => {
  database = await freshDatabase();
  store = ticketStore(database.connection, above);
  await store.ensureIndexes();
});
beforeEach(() => database.connection.collection('tickets').deleteMany({}));
afterAll(() => database.close());

const no = (seq: number): string => formatOrderNo({ region: '150100', day: '20261124', letter: 'Q', seq });
const minute = (n: number) => new Date(NOW.getTime() + n * 60_000);

/** Walked there by real steps. */
function walked(seq: number, actions: [string, object?][], over: Partial<Ticket> = {}): Ticket {
  let ticket: Ticket = { ...create({ orderNo: no(seq) }), ...over };
  for (const [action, more] of actions) {
    const next = step(ticket, ask(action, ticket, more));
    if ('refused' in next) throw new Error(`${action}: ${next.refused}`);
    ticket = next.ticket;
  }
  return ticket;
}
const to = (unit: string, ...others: string[]) => ({
  given: {
    units: [{ unit, part: 'lead' }, ...others.map((one) => ({ unit: one, part: 'assist' as const }))],
  },
});
const numbers = async (asked: Parameters<TicketStore['list']>[0]) =>
  (await store.list(asked)).rows.map(({ orderNo }) => orderNo);

describe('the table of lists', () => {
  test('has a row for every role people hold, and every list of it', () => {
    expect(missingRoles(POLICY)).toEqual([]);
    // A policy may have roles beyond those of the domain.
    const people = POLICY.roles.map(({ id }) => id).filter((id) => id !== 'CITIZEN' && id !== 'SYSTEM');
    expect(Object.keys(ROLE_QUEUES).sort()).toEqual([...people].sort());
    const known = new Set(QUEUES.map(({ id }) => id));
    for (const ids of Object.values(ROLE_QUEUES)) for (const id of ids) expect(known).toContain(id);
    expect(known.size).toBe(QUEUES.length);
    for (const role of POLICY.roles)
      if (!role.permissions.includes('order.read')) expect(ROLE_QUEUES[role.id] ?? []).toEqual([]);
  });

  test('names only states there are, and counts no order twice', () => {
    for (const { facets, order } of QUEUES) {
      const kinds = new Set(facets.map((facet) => facet.split(':')[0]));
      expect(kinds.size).toBe(1);
      for (const facet of facets.filter((one) => one.startsWith('state:')))
        expect(STATES).toContain(facet.slice('state:'.length));
      // What is over has no clock to sort by.
      if (order === 'due') expect(facets).not.toContain('state:CLOSED');
    }
  });
});

describe('an order', () => {
  test('is found by what is true of it, where it may be seen', () => {
    const fresh = create();
    expect(signsOf(fresh, above)).toMatchObject({
      in: ['|state:SUBMITTED', '|new:order', '|open', '|free'],
      due: new Date('9999-12-31T00:00:00Z'),
    });
    const sent = walked(1, [['accept'], ['dispatch', to('150105', '150102')]]);
    const { in: signs, due } = signsOf(sent, above);
    expect(signs).toEqual(
      expect.arrayContaining([
        '150105|state:DISPATCHED',
        '150100|state:DISPATCHED',
        '150000|state:DISPATCHED',
        '150102|assist',
        '150102|',
        `|by:${AGENT.id}`,
      ]),
    );
    expect(signs).not.toContain('150102|state:DISPATCHED');
    expect(due).toEqual(sent.clocks?.stepDue);
    const back = walked(2, [
      ['accept'],
      ['dispatch', to('150105')],
      ['sign'],
      ['requestReturn'],
      ['agreeReturn'],
    ]);
    // It was there once and may be looked up there; it is on no list of work there any more.
    expect(signsOf(back, above).in.filter((sign) => sign.startsWith('150105'))).toEqual([
      '150105|',
      '150105|conduct',
    ]);
    const closed = { ...sent, state: 'CLOSED' as const };
    expect(signsOf(closed, above).due).toBeUndefined();
    expect(signsOf(closed, above).in).not.toContain('|open');
  });

  test('sent back by the hotline is on the list of what is to be done again', () => {
    const again = walked(1, [['accept'], ['dispatch', to('150105')], ['sign'], ['reply'], ['failReply']]);
    expect(signsOf(again, above).in).toContain('150105|again');
  });
});

describe('a list', () => {
  test('of a unit holds what lies below it, the most pressing first, and pages through all of it once', async () => {
    for (let n = 1; n <= 9; n++) {
      const unit = n % 3 === 0 ? '150202' : n % 2 === 0 ? '150105' : '150102';
      await store.put(
        walked(n, [
          ['accept', { now: minute(n % 4) }],
          ['dispatch', { ...to(unit), now: minute(100 - n) }],
        ]),
      );
    }
    const facets = ['state:DISPATCHED'];
    const all = await store.list({ place: '150100', facets, order: 'due', limit: 100 });
    expect(all).toMatchObject({ total: 6, exact: true, next: null });
    const dues = all.rows.map(({ clocks }) => clocks?.stepDue?.getTime() ?? 0);
    expect(dues).toEqual([...dues].sort((a, b) => a - b));
    expect(await numbers({ place: '150105', facets, order: 'due', limit: 9 })).toEqual([no(2), no(4), no(8)]);
    const seen: string[] = [];
    for (let after: string | null = null; ; ) {
      const page = await store.list({ place: '150100', facets, order: 'due', after, limit: 2 });
      seen.push(...page.rows.map(({ orderNo }) => orderNo));
      after = page.next;
      if (after === null) break;
    }
    expect(seen).toEqual(all.rows.map(({ orderNo }) => orderNo));
    expect(await store.count('150100', facets)).toBe(6);
    expect(await store.count(null, facets)).toBe(9);
  });

  test('without the story of its orders is the same list', async () => {
    for (let n = 1; n <= 6; n++)
      await store.put(walked(n, [['accept'], ['dispatch', { ...to('150105'), now: minute(n) }]]));
    const ask = { facets: ['state:DISPATCHED'], order: 'due' as const, limit: 4 };
    const [whole, brief] = [await store.list(ask), await store.listed(ask)];
    expect(whole.rows.map(({ timeline }) => timeline.length > 1)).toEqual([true, true, true, true]);
    expect(brief).toEqual({ ...whole, rows: whole.rows.map(({ timeline: _, ...row }) => row) });
    expect(brief.next).not.toBeNull();
  });

  test('of several states is merged in order, each order once', async () => {
    for (let n = 1; n <= 8; n++)
      await store.put({
        ...create({ orderNo: no(n) }),
        createdAt: minute(n),
        state: n % 2 ? 'RETURN_REQUESTED' : 'EXTENSION_REQUESTED',
        urges: n === 3 ? 1 : 0,
      });
    const facets = ['state:RETURN_REQUESTED', 'state:EXTENSION_REQUESTED', 'urged'];
    const pages: string[][] = [];
    for (let after: string | null = null; ; ) {
      const page = await store.list({ facets, order: 'oldest', after, limit: 3 });
      pages.push(page.rows.map(({ orderNo }) => orderNo));
      after = page.next;
      if (after === null) break;
    }
    expect(pages).toEqual([
      [no(1), no(2), no(3)],
      [no(4), no(5), no(6)],
      [no(7), no(8)],
    ]);
  });

  test('narrowed to what is rare says how far it looked, and finds it on going on', async () => {
    const rare = { ...create({ orderNo: no(1) }), createdAt: minute(0), category: '01' };
    await store.put(rare);
    const rows = Array.from({ length: 7000 }, (_, n) => {
      const ticket = { ...create({ orderNo: no(n + 2) }), createdAt: minute(n + 1) };
      return { ...ticket, _id: ticket.orderNo, list: signsOf(ticket, above) };
    });
    await database.connection.collection('tickets').insertMany(rows as never[]);
    const first = await store.list({ category: '01', limit: 10 });
    expect(first).toMatchObject({ rows: [], exact: false });
    expect(first.next).not.toBeNull();
    const second = await store.list({ category: '01', limit: 10, after: first.next });
    expect(second.rows.map(({ orderNo }) => orderNo)).toEqual([no(1)]);
    expect(second.next).toBeNull();
    expect(await store.list({ limit: 1 })).toMatchObject({ total: 7001, exact: true });
    expect(await store.list({ state: 'SUBMITTED', limit: 1 })).toMatchObject({ total: 1000, exact: false });
  });

  test('every list and order of the table is one walk along an index, with and without a page before', async () => {
    const memory = inProcess();
    try {
      const names = await database.connection.collection('tickets').indexes();
      const indexes = names
        .filter(({ name }) => name !== '_id_')
        .map(({ key, name, partialFilterExpression }) => ({
          key,
          name,
          ...(partialFilterExpression ? { partialFilterExpression } : {}),
        })) as unknown as Doc[];
      await memory.command({ createIndexes: 'tickets', indexes });
      const sent = walked(1, [['accept'], ['dispatch', to('150105', '150102')]]);
      const signed = { ...sent, _id: sent.orderNo, list: signsOf(sent, above) };
      await memory.command({ insert: 'tickets', documents: [signed as unknown as Doc] });
      const collection = memory.store.catalog.find('test', 'tickets')!;
      const at = new Date();
      for (const place of [null, '150105'])
        for (const order of ['newest', 'oldest', 'due'] as const)
          for (const facets of [undefined, ...QUEUES.map((queue) => queue.facets)]) {
            const by = order === 'due' ? 'list.due' : 'createdAt';
            const descending = order === 'newest';
            const op = descending ? '$lt' : '$gt';
            for (const strand of strandsOf({ place, facets }, order).strands)
              for (const page of [
                order === 'due' ? { [by]: { $gte: new Date(0) } } : {},
                { $or: [{ [by]: { [op]: at } }, { [by]: at, _id: { [op]: 'x' } }] },
              ]) {
                const filter = { $and: [strand, page].filter((part) => Object.keys(part).length > 0) };
                const plan = makePlan(
                  collection,
                  filter.$and.length > 0 ? filter : {},
                  [
                    { path: by, descending },
                    { path: '_id', descending },
                  ],
                  undefined,
                );
                expect({ strand, order, plan: plan.kind, sorted: plan.sorted }).toEqual({
                  strand,
                  order,
                  plan: 'index',
                  sorted: true,
                });
              }
          }
    } finally {
      await memory.close();
    }
  });
});

test('signs of before are written anew, and those of an order that moved meanwhile are left alone', async () => {
  const ticket = walked(1, [['accept'], ['dispatch', to('150105')]]);
  await store.put(ticket);
  const tickets = database.connection.collection('tickets');
  await tickets.updateOne({ _id: no(1) } as never, { $unset: { list: 1 } });
  expect(await numbers({ place: '150100', facets: ['state:DISPATCHED'], limit: 5 })).toEqual([]);
  expect(await store.resign('', 10)).toBeNull();
  expect(await numbers({ place: '150100', facets: ['state:DISPATCHED'], limit: 5 })).toEqual([no(1)]);
  expect(await store.get(no(1))).toEqual(ticket);
});
