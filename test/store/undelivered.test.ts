/** Lines in trouble on a real store: listed by an index of their own, marked once, never lost and never doubled. */
import type { MessageDoc } from '../../server/intake/journal.js';
import { type LineStore, lineStore } from '../../server/store/lines.js';
import { type UndeliveredStore, undeliveredStore } from '../../server/store/undelivered.js';
import { freshDatabase } from '../support/database.js';

let database: Awaited<ReturnType<typeof freshDatabase>>;
let lines: LineStore;
let undelivered: UndeliveredStore;
beforeEach(async () => {
  database = await freshDatabase();
  lines = lineStore(database.connection);
  undelivered = undeliveredStore(database.connection);
  await lines.init();
});
afterEach(() => database.close());

const at = (minute: number) => new Date(Date.UTC(2026, 0, 5, 2, minute));

async function say(id: string, channel = 'away'): Promise<void> {
  const line = { _id: id, id, from: 'bot' as const, text: id, at: at(0), state: 'pending' as const };
  await lines.append({ ...line, thread: `${channel}:t`, channel });
}
const ids = (rows: MessageDoc[]) => rows.map((row) => row._id);
const list = async (trouble: 'failed' | 'retrying' | 'settled', more = {}) =>
  undelivered.list({ trouble, limit: 10, ...more });

test('newest trouble first, in pages that neither skip nor repeat, though many fail in the same moment', async () => {
  for (let n = 0; n < 25; n++) {
    await say(`l${String(n).padStart(2, '0')}`, n % 2 ? 'odd' : 'even');
    await lines.failed(`l${String(n).padStart(2, '0')}`, 'gone', at(Math.floor(n / 10)));
  }
  const seen: string[] = [];
  let after: string | null = null;
  do {
    const page: Awaited<ReturnType<UndeliveredStore['list']>> = await list('failed', { after });
    expect(page.total).toBe(25);
    seen.push(...ids(page.rows));
    after = page.next;
  } while (after);
  expect(seen).toEqual(seen.toSorted().reverse());
  expect(new Set(seen).size).toBe(25);
  const odd = await list('failed', { channel: 'odd', limit: 3 });
  expect([ids(odd.rows), odd.total]).toEqual([['l23', 'l21', 'l19'], 12]);
  await expect(list('failed', { after: 'bm9uc2Vuc2U' })).rejects.toMatchObject({ code: 'BAD_REQUEST' });
});

test('since when is the first failed try, however often it is tried again', async () => {
  await say('l1');
  await lines.again('l1', 1, at(3), 'busy', at(1));
  await lines.again('l1', 2, at(9), 'busy still', at(3));
  const [row] = (await list('retrying')).rows;
  expect(row).toMatchObject({ attempts: 2, failure: 'busy still', troubleSince: at(1), nextTry: at(9) });
  await lines.failed('l1', 'gone', at(9));
  expect((await list('failed')).rows[0]).toMatchObject({ troubleSince: at(1), failure: 'gone' });
  expect(await undelivered.counts()).toEqual({ failed: 1, retrying: 0 });
});

test('what has gone out is in trouble no more', async () => {
  await say('l1');
  await lines.again('l1', 1, at(3), 'busy', at(1));
  await lines.sent('l1');
  expect(await undelivered.counts()).toEqual({ failed: 0, retrying: 0 });
  const row = await lines.get('l1');
  expect(row?.state).toBe('sent');
  expect(row).not.toHaveProperty('trouble');
  // A late word of a try that failed does not bring it back.
  await lines.again('l1', 2, at(5), 'busy', at(4));
  expect((await lines.get('l1'))?.state).toBe('sent');
});

test('sent again: once for each time it was asked for, and only where it was given up', async () => {
  await say('l1');
  await lines.resend('l1', 1);
  expect((await lines.get('l1'))?.resends).toBeUndefined();
  await lines.failed('l1', 'gone', at(1));
  await lines.resend('l1', 1);
  expect(await lines.get('l1')).toMatchObject({ state: 'pending', resends: 1, attempts: 0 });
  await lines.failed('l1', 'gone', at(2));
  // A crash applies the first one again: it has had its turn.
  await lines.resend('l1', 1);
  expect(await lines.get('l1')).toMatchObject({ state: 'failed', resends: 1 });
  await lines.resend('l1', 2);
  expect(await lines.get('l1')).toMatchObject({ state: 'pending', resends: 2, troubleSince: at(1) });
});

test('settled stays settled; what went out meanwhile is not settled any more', async () => {
  const note = { by: 'agent', at: at(5), note: '已电话告知' };
  for (const id of ['l1', 'l2', 'l3']) await say(id);
  await lines.failed('l1', 'gone', at(1));
  await lines.sent('l2');
  for (const id of ['l1', 'l2', 'l3']) await lines.settle(id, note);
  await lines.settle('l1', { ...note, by: 'other' });
  await lines.resend('l1', 1);
  await lines.failed('l3', 'gone', at(6));
  expect(ids((await list('settled')).rows)).toEqual(['l3', 'l1']);
  expect(await lines.get('l1')).toMatchObject({ state: 'failed', settled: { by: 'agent' } });
  expect((await lines.get('l2'))?.state).toBe('sent');
  // Tried no more: the next start does not take it up.
  expect(ids(await lines.pending(10))).toEqual([]);
});
