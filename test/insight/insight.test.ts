/** The figures: each order once, each formula as written, and the same by the slow way, whatever happened. */
import fc from 'fast-check';
import { add, COUNTS, type Contribution, contributionOf, DIMENSIONS } from '../../server/insight/counts.js';
import { csv } from '../../server/insight/csv.js';
import { definitionsOf, MEASURES, valuesOf } from '../../server/insight/measures.js';
import { movesOf } from '../../server/insight/moves.js';
import { rebuild, recount } from '../../server/insight/recount.js';
import { report } from '../../server/insight/report.js';
import { createTally } from '../../server/insight/tally.js';
import { insightStore } from '../../server/store/insight.js';
import { noteStore } from '../../server/store/notes.js';
import { type TicketStore, ticketStore } from '../../server/store/tickets.js';
import { step } from '../../server/tickets/step.js';
import type { Ticket } from '../../server/tickets/ticket.js';
import { TRANSITIONS } from '../../server/tickets/transitions.js';
import { freshDatabase } from '../support/database.js';
import { done, walk } from '../tickets/moves.js';
import { actorFor, ask, create, frozen, number, POLICY, refusal } from '../tickets/samples.js';

const rules = POLICY.knobs.insight;

describe('formulas', () => {
  test('三率 over valid call-backs alone, 基本满意 counts for nine tenths, weights 0.1/0.5/0.4', () => {
    const values = valuesOf(
      { valid: 20, contacted: 18, solved: 15, satisfied: 10, basically: 5, dissatisfied: 5, unreached: 30 },
      rules,
    );
    expect(values.response).toEqual({ value: 0.9, base: 20, why: null });
    expect(values.solved!.value).toBe(0.75);
    expect(values.satisfied!.value).toBeCloseTo(0.725, 12);
    expect(values.composite!.value).toBeCloseTo(0.1 * 0.9 + 0.5 * 0.75 + 0.4 * 0.725, 12);
    expect(values.validRate!.value).toBe(0.4);
  });
  test('nothing is 「—」, never a hundred per cent; a small base is not told', () => {
    const values = valuesOf({ valid: 9, contacted: 9, orders: 9 }, rules);
    expect(values.response).toEqual({ value: null, base: 9, why: 'small' });
    expect(values.wrongRefusal).toEqual({ value: null, base: 0, why: 'none' });
    expect(values.orders).toEqual({ value: 9, base: null, why: null });
  });
  test('the table: every measure says what is above, what below, what is left out, and by which source', () => {
    for (const { id, numerator, excludes, source, top, base, denominator } of MEASURES) {
      for (const text of [numerator, source])
        expect([id, text]).toEqual([id, expect.stringMatching(/\p{Script=Han}/u)]);
      expect(excludes).not.toBe('');
      expect([id, denominator === null]).toEqual([id, base === null]);
      for (const name of [...Object.keys(top), ...(base ?? [])]) expect(COUNTS).toContain(name);
    }
    expect(new Set(MEASURES.map(({ id }) => id)).size).toBe(MEASURES.length);
    const told = definitionsOf({ ...rules, basically: 0.8 }).find(({ id }) => id === 'satisfied');
    expect(told?.formula).toBe('（满意 + 0.8 × 基本满意）÷ 有效回访');
  });
  test('a share is a share: no numerator exceeds its denominator, whatever happened to the order', () => {
    const limited = new Set(['returnRejected']);
    fc.assert(
      fc.property(lives, (moves) => {
        for (const ticket of live(moves)) {
          const { counts } = contributionOf(ticket, POLICY);
          for (const { id, top, base } of MEASURES)
            for (const name of base ? (Object.keys(top) as (typeof COUNTS)[number][]) : [])
              if (
                (counts[name] ?? 0) > base!.reduce((sum, one) => sum + (counts[one] ?? 0), 0) &&
                !limited.has(name)
              )
                throw new Error(`${id}: ${name} of ${JSON.stringify(counts)}`);
        }
      }),
      { numRuns: 100 },
    );
  });
});

describe('what one order adds', () => {
  test('a lamp mended and rated', () => {
    const rated = walk(
      create(),
      'accept',
      'dispatch',
      'sign',
      'reply',
      'passReply',
      'callback',
      'confirmDone',
    );
    expect(contributionOf(rated, POLICY)).toEqual({
      day: '2026-11-24',
      at: {
        all: 'all',
        region: '150105',
        unit: '150105',
        category: '06',
        hotline: '',
        channel: 'web',
        type: 'help',
      },
      spot: '150105/06',
      place: '',
      counts: {
        orders: 1,
        dispatched: 1,
        dispatchInTime: 1,
        firstRight: 1,
        signed: 1,
        signedInTime: 1,
        received: 1,
        receivedInTime: 1,
        contactDue: 1,
        answered: 1,
        answeredDue: 1,
        answeredInTime: 1,
        fedBack: 1,
        fedBackInTime: 1,
        dueKnown: 1,
        valid: 1,
        contacted: 1,
        solved: 1,
        satisfied: 1,
      },
    });
  });
  test('returned, sent again, answered late, reworked: each once however often', () => {
    const round = ['dispatch', 'requestReturn', 'agreeReturn'];
    const ticket = walk(
      create(),
      'accept',
      ...round,
      ...round,
      'designate',
      'sign',
      'reply',
      'passReply',
      'rateLow',
      'rework',
      'redispatch',
    );
    expect(contributionOf(ticket, POLICY).counts).toMatchObject({
      dispatched: 1,
      returnedOnce: 1,
      returnAsked: 2,
      sentBack: 1,
      rated: 1,
      ratedLow: 1,
    });
  });
  test('a refusal is no order until it is overturned; then it is one, and a wrong refusal', () => {
    expect(contributionOf(walk(refusal(), 'refuse'), POLICY).counts).toEqual({ refused: 1 });
    expect(contributionOf(walk(refusal(), 'refuse', 'requestReview', 'accept'), POLICY).counts).toMatchObject(
      {
        orders: 1,
        reviewed: 1,
        overturned: 1,
      },
    );
  });
});

/** Random lives of a handful of orders, each step a version to be counted. */
const lives = fc.array(
  fc.record({
    order: fc.nat(4),
    pick: fc.nat(999),
    days: fc.nat(6),
    where: fc.constantFrom('150105', '150102', null),
  }),
  { minLength: 1, maxLength: 60 },
);

function* live(
  moves: { order: number; pick: number; days: number; where: string | null }[],
): Generator<Ticket> {
  const orders = new Map<number, Ticket>();
  let now = Date.parse('2026-11-24T03:00:00Z');
  for (const { order, pick, days, where } of moves) {
    now += days * 86_400_000;
    const there = orders.get(order);
    if (!there) {
      const made = { ...create({ orderNo: number(order + 1), now: new Date(now) }), region: where };
      orders.set(order, made);
      yield made;
      continue;
    }
    const open = TRANSITIONS.filter((row) => row.from.includes(there.state));
    const row = open[pick % open.length];
    if (!row) continue;
    const next = step(
      frozen(there),
      ask(row.action, there, { actor: actorFor(row.permission), now: new Date(now) }),
    );
    if (!('ticket' in next)) continue;
    orders.set(order, next.ticket);
    yield next.ticket;
  }
}

test('moves of all versions add up to the last versions, in every cell', () => {
  fc.assert(
    fc.property(lives, (moves) => {
      const cells = new Map<string, Record<string, number>>();
      const last = new Map<string, Contribution>();
      const apply = (
        cell: string,
        counts: Record<string, number>,
        into: Map<string, Record<string, number>>,
      ) => {
        const there = into.get(cell) ?? {};
        for (const [name, n] of Object.entries(counts)) there[name] = (there[name] ?? 0) + n;
        into.set(cell, there);
      };
      for (const ticket of live(moves)) {
        const after = contributionOf(ticket, POLICY);
        for (const { cell, counts } of movesOf(last.get(ticket.orderNo) ?? null, after))
          apply(cell, counts, cells);
        last.set(ticket.orderNo, after);
      }
      const truth = new Map<string, Record<string, number>>();
      for (const part of last.values())
        for (const { cell, counts } of movesOf(null, part)) apply(cell, counts, truth);
      for (const [cell, counts] of cells)
        for (const name of COUNTS)
          expect([cell, name, counts[name] ?? 0]).toEqual([cell, name, truth.get(cell)?.[name] ?? 0]);
    }),
    { numRuns: 60 },
  );
});

describe('kept', () => {
  let opened: Awaited<ReturnType<typeof freshDatabase>>;
  let tickets: TicketStore;
  const now = new Date('2026-12-31T00:00:00Z');
  beforeAll(async () => {
    opened = await freshDatabase();
    tickets = ticketStore(opened.connection);
    await tickets.ensureIndexes();
    await insightStore(opened.connection).init();
  }, 60_000);
  afterAll(() => opened.close());
  const errors: unknown[] = [];
  const open = (store = insightStore(opened.connection)) =>
    createTally({
      store,
      tickets,
      policy: POLICY,
      notes: noteStore(opened.connection, () => now).of('insight'),
      failed: (_, error) => errors.push(error),
    });

  test('figures agree with the slow recount after any life, with crashes between any two writes', async () => {
    const moves = fc.sample(lives, { numRuns: 3, seed: 7 }).flat();
    let writes = 0;
    let crash = 17;
    const real = insightStore(opened.connection);
    /** The process dies at every so many writes: the same work is begun anew on what is at rest. */
    const dying = {
      ...real,
      async move(id: string, moves: Parameters<typeof real.move>[1]) {
        for (const move of moves) {
          writes += 1;
          if (writes % crash === 0) throw new Error('dead');
          await real.move(id, [move]);
          if (writes % (crash + 2) === 0) throw new Error('dead');
        }
      },
    };
    for (const ticket of live(moves)) {
      await tickets.put(ticket);
      const tally = open(dying);
      // As every start does: what the death before left is taken up first.
      tally.start();
      tally.written(ticket);
      await tally.settled();
      crash = 17 + (writes % 29);
    }
    expect(errors.length).toBeGreaterThan(3);
    errors.length = 0;
    const tally = open();
    tally.start();
    await tally.settled();
    expect(errors).toEqual([]);
    const found = await recount(tickets, real, POLICY);
    expect(found.orders).toBeGreaterThan(2);
    expect(found.differs).toEqual([]);
    // Counted again from the beginning, nothing changes.
    const again = open();
    again.start();
    await again.settled();
    expect((await recount(tickets, real, POLICY)).differs).toEqual([]);
  }, 120_000);

  test('what one process left half moved is counted once, though others count many before it is back', async () => {
    const [sample] = live(fc.sample(lives, { numRuns: 1, seed: 9 })[0]!);
    const numbered = (n: number): Ticket => ({
      ...sample!,
      orderNo: `${sample!.orderNo.slice(0, -6)}${900_000 + n}`,
    });
    const real = insightStore(opened.connection);
    /** Dies once a part of the moves is in their cells. */
    const dying = {
      ...real,
      async move(id: string, moves: Parameters<typeof real.move>[1]) {
        await real.move(id, moves.slice(0, 1 + (moves.length >> 1)));
        throw new Error('dead');
      },
    };
    await tickets.put(numbered(0));
    const dead = open(dying);
    dead.written(numbered(0));
    await dead.settled();
    expect(errors.splice(0)).toHaveLength(1);
    const other = open();
    for (let i = 1; i <= 300; i++) {
      await tickets.put(numbered(i));
      other.written(numbered(i));
    }
    await other.settled();
    const back = open();
    back.start();
    await back.settled();
    expect(errors).toEqual([]);
    const { differs } = await recount(tickets, real, POLICY);
    expect(differs).toEqual([]);
  }, 120_000);

  test('a figure that is wrong is found', async () => {
    const store = insightStore(opened.connection);
    await store.move('forged', [{ cell: 'all|2026-11-24|all', counts: { orders: 3 } }]);
    expect((await recount(tickets, store, POLICY)).differs).toEqual(['all|2026-11-24|all {"orders":3}']);
    await store.move('mended', [{ cell: 'all|2026-11-24|all', counts: { orders: -3 } }]);
    expect((await recount(tickets, store, POLICY)).differs).toEqual([]);
  });

  test('counted in one go, the cells are the same as counted one by one', async () => {
    const store = insightStore(opened.connection);
    const told = async () =>
      (await store.cells('unit/month', '', '9999'))
        .map(({ _id, counts }) => [_id, add({}, counts)] as const)
        .filter(([, counts]) => Object.keys(counts).length > 0)
        .sort();
    const before = await told();
    const { orders } = await recount(tickets, store, POLICY);
    expect(await rebuild(tickets, store, POLICY)).toBe(orders);
    expect((await recount(tickets, store, POLICY)).differs).toEqual([]);
    expect(await told()).toEqual(before);
  });

  test('the same move twice is one', async () => {
    const store = insightStore(opened.connection);
    for (let i = 0; i < 3; i++)
      await store.move('one', [{ cell: 'all|2030-01-01|all', counts: { orders: 1 } }]);
    expect((await store.cells('all', '2030-01-01', '2030-01-01')).map(({ counts }) => counts)).toEqual([
      { orders: 1 },
    ]);
    // At one moment they go into their cell by one write: what it has taken is left out, the rest is not.
    const once = (id: string) => store.move(id, [{ cell: 'all|2030-01-01|all', counts: { orders: 1 } }]);
    await Promise.all(['two', 'one', 'three', 'three', 'two'].map(once));
    await Promise.all(['four', 'five', 'four'].map(once));
    expect((await store.cells('all', '2030-01-01', '2030-01-01')).map(({ counts }) => counts)).toEqual([
      { orders: 5 },
    ]);
    await store.move('back', [{ cell: 'all|2030-01-01|all', counts: { orders: -5 } }]);
  });

  test('parts add up to the whole; who is bound to units sees theirs alone', async () => {
    const sent = walk(create({ orderNo: number(9) }), 'accept', 'dispatch');
    await tickets.put(sent);
    const tally = open();
    tally.written(sent);
    await tally.settled();
    expect(errors).toEqual([]);
    const parts = {
      store: insightStore(opened.connection),
      policy: POLICY,
      channelName: (name: string) => name,
      now: () => new Date('2027-01-05T04:00:00Z'),
    };
    const range = { from: '2026-11-01', to: '2027-12-31' };
    const whole = await report({ by: 'unit', ...range, scope: null }, parts);
    const orders = (rows: typeof whole.rows) =>
      rows.reduce((sum, row) => sum + (row.values.orders?.value ?? 0), 0);
    for (const by of ['league', 'region', 'unit', 'category', 'channel', 'type', 'day'] as const) {
      const one = await report({ by, ...range, scope: null }, parts);
      expect([by, orders(one.rows)]).toEqual([by, whole.total.orders!.value]);
    }
    const days = (await report({ by: 'day', ...range, scope: null }, parts)).rows.map(({ code }) => code);
    expect([days[0], days.at(-1), new Set(days).size]).toEqual(['2026-11-01', '2027-01-05', days.length]);
    expect(days.length).toBe(66);
    const bound = await report({ by: 'region', ...range, scope: new Set(['150105']) }, parts);
    const own = whole.rows.find(({ code }) => code === '150105')!;
    expect(bound.total).toEqual(own.values);
    expect(orders(bound.rows)).toBe(own.values.orders!.value);
    for (const by of ['unit', 'category', 'day'] as const) {
      const one = await report({ by, ...range, scope: new Set(['150105']) }, parts);
      expect([by, one.total]).toEqual([by, own.values]);
    }
    const file = csv({ ...whole, rows: [{ code: 'x', name: '=1+1"', kind: null, grade: null, values: {} }] });
    expect(file.startsWith('\uFEFF"主办单位"')).toBe(true);
    expect(file).toContain(`"'=1+1"""`);
  });
  test('every dimension of the list is a cell of every order', () => {
    expect(Object.keys(contributionOf(done({ ticket: create() }), POLICY).at).sort()).toEqual(
      [...DIMENSIONS].sort(),
    );
  });
});
