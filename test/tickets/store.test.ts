/** Tickets and numbers on the real database. */
import { Problem } from '../../server/errors.js';
import type { JournalDoc } from '../../server/intake/journal.js';
import { journalStore } from '../../server/store/journal.js';
import { encodeCursor } from '../../server/store/ticket-cursor.js';
import { type TicketStore, ticketStore } from '../../server/store/tickets.js';
import { formatOrderNo } from '../../server/tickets/number.js';
import { claimOf, createNumbers, keyOf } from '../../server/tickets/numbers.js';
import type { Ticket } from '../../server/tickets/ticket.js';
import { freshDatabase } from '../support/database.js';
import { AGENT, create, draft, NOW, PHONE, refusal } from './samples.js';

let database: Awaited<ReturnType<typeof freshDatabase>>;
let store: TicketStore;
beforeAll(async () => {
  database = await freshDatabase();
  store = ticketStore(database.connection);
  await store.ensureIndexes();
});
beforeEach(() => database.connection.collection('tickets').deleteMany({}));
afterAll(() => database.close());

const no = (seq: number, letter = 'Q', region = '150100', day = '20261124'): string =>
  formatOrderNo({ region, day, letter, seq });
const one = (seq: number, over: Partial<Ticket> = {}): Ticket => ({
  ...create({ orderNo: no(seq) }),
  ...over,
});

describe('one ticket', () => {
  test('comes back as it was written, dates and nested rows included', async () => {
    const ticket = refusal();
    await store.put(ticket);
    expect(await store.get(ticket.orderNo)).toEqual(ticket);
  });

  test('that is not there is null', async () => {
    expect(await store.get(no(9))).toBeNull();
  });

  test('a repeat is harmless, and an older version never comes back', async () => {
    const first = one(1);
    const second = { ...first, version: 2, state: 'ACCEPTED' as const };
    const third = { ...second, version: 3, title: '三' };
    for (const ticket of [first, third, second, third, first]) await store.put(ticket);
    expect(await store.get(no(1))).toEqual(third);
    expect((await store.list({ limit: 10 })).total).toBe(1);
  });

  test('versions that arrive at once leave the highest', async () => {
    const versions = Array.from({ length: 12 }, (_, index) => one(1, { version: index + 1, urges: index }));
    await Promise.all([...versions].reverse().map((ticket) => store.put(ticket)));
    expect((await store.get(no(1)))?.version).toBe(12);
  });
});

describe('lists', () => {
  const minute = (n: number) => new Date(NOW.getTime() + n * 60_000);

  test('page through everything once, newest first, whatever comes in meanwhile', async () => {
    // Five of the same minute each: the order number decides among them.
    for (let n = 1; n <= 23; n++) await store.put(one(n, { createdAt: minute(Math.floor(n / 5)) }));
    const seen: Ticket[] = [];
    let after: string | null = null;
    for (let pages = 0; pages < 20; pages++) {
      const got: Awaited<ReturnType<TicketStore['list']>> = await store.list({ after, limit: 4 });
      seen.push(...got.rows);
      await store.put(one(100 + pages, { createdAt: minute(1000) }));
      await store.put({ ...one(1, { createdAt: minute(0) }), version: 2 + pages, urges: pages });
      after = got.next;
      if (after === null) break;
    }
    const numbers = seen.map((ticket) => ticket.orderNo);
    expect(numbers).toEqual(Array.from({ length: 23 }, (_, index) => no(23 - index)));
  });

  test('the total counts the filter, not the page', async () => {
    for (let n = 1; n <= 5; n++) await store.put(one(n, { state: n % 2 ? 'SUBMITTED' : 'ACCEPTED' }));
    const got = await store.list({ state: 'SUBMITTED', limit: 2 });
    expect(got.rows).toHaveLength(2);
    expect(got.total).toBe(3);
    const rest = await store.list({ state: 'SUBMITTED', limit: 2, after: got.next });
    expect(rest).toMatchObject({ total: 3, next: null });
    expect(rest.rows).toHaveLength(1);
  });

  test('by kind, and by region with all that lies in it', async () => {
    await store.put(one(1, { region: '150105' }));
    await store.put(one(2, { region: '150200' }));
    await store.put(one(3, { region: null }));
    await store.put({ ...refusal({ orderNo: no(4) }), region: '150100' });
    const found = async (filter: object) =>
      (await store.list({ ...filter, limit: 10 })).rows.map((row) => row.orderNo).sort();
    expect(await found({ kind: 'refusal' })).toEqual([no(4)]);
    expect(await found({ region: '150100' })).toEqual([no(1), no(4)]);
    expect(await found({ region: '150000' })).toEqual([no(1), no(2), no(4)]);
    expect(await found({ region: '150105', kind: 'refusal' })).toEqual([]);
  });

  test('by the beginning of a number, or words of the title in any order; signs mean themselves', async () => {
    await store.put(one(1, { title: '大学东路 路灯坏了 (急)' }));
    await store.put(one(2, { title: '路灯太亮' }));
    await store.put({ ...one(3), orderNo: no(3, 'T'), title: '12345 打不通 .*' });
    const found = async (q: string) =>
      (await store.list({ q, limit: 10 })).rows.map((row) => row.title).sort();
    expect(await found('路灯 大学')).toEqual(['大学东路 路灯坏了 (急)']);
    expect(await found('路灯')).toEqual(['大学东路 路灯坏了 (急)', '路灯太亮']);
    expect(await found('(急)')).toEqual(['大学东路 路灯坏了 (急)']);
    expect(await found('.*')).toEqual(['12345 打不通 .*']);
    expect(await found('[')).toEqual([]);
    expect(await found(no(3, 'T'))).toEqual(['12345 打不通 .*']);
    expect(await found('15010020261124q')).toEqual(['大学东路 路灯坏了 (急)', '路灯太亮']);
    expect(await found('1501')).toHaveLength(3);
    expect(await found('12345')).toEqual(['12345 打不通 .*']);
    expect(await found('   ')).toHaveLength(3);
    // A title in full-width signs, looked for in plain ones, and the other way round.
    await store.put(one(4, { title: 'ＡＢＣ小区１２号楼　漏水' }));
    expect(await found('abc小区12号楼')).toEqual(['ＡＢＣ小区１２号楼　漏水']);
    expect(await found('１２号 漏水')).toEqual(['ＡＢＣ小区１２号楼　漏水']);
  });

  test('a cursor nobody gave out is refused', async () => {
    await store.put(one(1));
    for (const after of [
      'x',
      'eyJhdCI6MX0',
      '../..',
      'A'.repeat(5000),
      Buffer.from('1.{"$gt":""}').toString('base64url'),
    ]) {
      await expect(store.list({ after, limit: 5 })).rejects.toThrow(Problem);
    }
    const honest = encodeCursor({ at: NOW, id: no(1) });
    expect((await store.list({ after: honest, limit: 5 })).rows).toEqual([]);
  });

  test('a page has at least one row and at most a hundred', async () => {
    for (let n = 1; n <= 3; n++) await store.put(one(n));
    expect((await store.list({ limit: 0 })).rows).toHaveLength(1);
    expect((await store.list({ limit: Number.NaN })).rows).toHaveLength(1);
    expect((await store.list({ limit: 1e9 })).rows).toHaveLength(3);
  });
});

test('by thread and by the blind index of a phone, newest first', async () => {
  const phoned = create({
    orderNo: no(1),
    matter: { kind: 'order', draft: draft({ fields: { phone: PHONE } }) },
  });
  await store.put(phoned);
  await store.put({ ...phoned, orderNo: no(2), createdAt: new Date(NOW.getTime() + 1) });
  await store.put(one(3, { thread: 'web:t2' }));
  expect((await store.byThread('web:t1')).map((row) => row.orderNo)).toEqual([no(2), no(1)]);
  expect((await store.byPhoneHash(`hash(${PHONE})`)).map((row) => row.orderNo)).toEqual([no(2), no(1)]);
  // Orders without a phone are not one citizen's.
  expect(await store.byPhoneHash('')).toEqual([]);
});

test('the highest number of a region, day and letter, and of no other', async () => {
  for (const orderNo of [
    no(2),
    no(10),
    no(9),
    no(77, 'T'),
    no(88, 'Q', '150200'),
    no(99, 'Q', '150100', '20261125'),
  ]) {
    await store.put({ ...create(), orderNo });
  }
  expect(await store.lastSeq('15010020261124Q')).toBe(10);
  expect(await store.lastSeq('15010020261124T')).toBe(77);
  expect(await store.lastSeq('15010020261124Z')).toBe(0);
});

test('order numbers without gaps or doubles under concurrency, by the unique claims of the journal', async () => {
  const journal = journalStore(database.connection);
  await journal.init();
  const key = keyOf({ region: '150100', day: '20261124', letter: 'Q' });
  const lastTaken = () => store.lastSeq('15010020261124Q');
  // Two processes: neither knows of the other's queue.
  const processes = [createNumbers({ lastTaken }), createNumbers({ lastTaken })];
  const file = async (n: number): Promise<number> => {
    for (;;) {
      const taken = await processes[n % 2]!.take(key, async (seq) => {
        const ticket = create({ orderNo: no(seq) });
        const doc: JournalDoc = {
          _id: `cause-${n}`,
          at: NOW,
          actor: AGENT,
          policy: 'p1',
          claims: [claimOf(key, seq)],
          changes: [{ do: 'ticket', ticket }],
          before: {},
          applied: false,
        };
        const done = await journal.insert(doc);
        if (done === 'done') await store.put(ticket);
        return done;
      });
      if (taken.outcome === 'done') return taken.seq;
    }
  };
  const seqs = await Promise.all(Array.from({ length: 60 }, (_, n) => file(n)));
  expect(seqs.sort((a, b) => a - b)).toEqual(Array.from({ length: 60 }, (_, n) => n + 1));
  expect((await store.list({ limit: 1 })).total).toBe(60);
});
