/** Events that wait to be pulled: one number a row, no gaps, nothing twice, nothing lost in between. */
import fc from 'fast-check';
import { createOnce, createSweep } from '../../channels/gateway/once.js';
import { createPullOutbox } from '../../channels/gateway/outbox.js';
import type { Told } from '../../channels/gateway/wire.js';
import type { House, Notes } from '../../channels/kind.js';
import { memoryNotes } from '../support/memory-notes.js';

const clock = { now: new Date('2026-11-24T02:00:00Z') };
const now = () => clock.now;
const event = (id: string): Told => ({
  type: 'reply',
  id,
  thread: 't',
  seq: 1,
  from: 'bot',
  text: id,
  plain: id,
  at: now().toISOString(),
});
const open = async (notes: Notes, partner = 'sms') => {
  const outbox = createPullOutbox({ notes, now } as unknown as House, partner);
  await outbox.open();
  return outbox;
};
const idsOf = (page: Awaited<ReturnType<Awaited<ReturnType<typeof open>>['page']>>): string[] =>
  'head' in page ? ['head', String(page.head)] : page.events.map(({ id }) => id);

test('in order, in pages, and from any place again', async () => {
  const outbox = await open(memoryNotes(now));
  for (const id of ['a', 'b', 'c']) await outbox.put(event(id));
  expect(await outbox.page(0, 2)).toMatchObject({ next: 2, more: true });
  expect(idsOf(await outbox.page(2, 2))).toEqual(['c']);
  expect(await outbox.page(3, 2)).toEqual({ events: [], next: 3, more: false });
  expect(idsOf(await outbox.page(0, 9))).toEqual(['a', 'b', 'c']);
});

test('the same event again is there once, after a restart too', async () => {
  const notes = memoryNotes(now);
  const first = await open(notes);
  await first.put(event('a'));
  await Promise.all([first.put(event('b')), first.put(event('b')), first.put(event('a'))]);
  const second = await open(notes);
  await second.put(event('b'));
  await second.put(event('c'));
  expect(idsOf(await second.page(0, 9))).toEqual(['a', 'b', 'c']);
});

test('acknowledged is gone for good, and what comes after has the next number', async () => {
  const notes = memoryNotes(now);
  const outbox = await open(notes);
  for (let n = 1; n <= 5; n++) await outbox.put(event(`e${n}`));
  expect(await outbox.ack(3)).toEqual({ acked: 3 });
  expect(await outbox.ack(3)).toEqual({ acked: 3 });
  expect(await outbox.ack(1)).toEqual({ acked: 3 });
  expect(idsOf(await outbox.page(0, 9))).toEqual(['e4', 'e5']);
  expect((await notes.list('out:', '', 99)).map(({ key }) => Number(key.slice(-12)))).toEqual([4, 5]);
  await outbox.put(event('e2'));
  expect(await outbox.ack(5)).toEqual({ acked: 5 });
  const again = await open(notes);
  await again.put(event('e6'));
  expect(await again.page(0, 9)).toMatchObject({ next: 6 });
  expect(idsOf(await again.page(5, 9))).toEqual(['e6']);
});

test('a place beyond the last is told, not answered with silence', async () => {
  const outbox = await open(memoryNotes(now));
  await outbox.put(event('a'));
  expect(await outbox.page(7, 9)).toEqual({ head: 1 });
  expect(await outbox.ack(7)).toEqual({ head: 1 });
});

test('two partners do not see each other, though one name begins like the other', async () => {
  const notes = memoryNotes(now);
  const [one, other] = [await open(notes, 'site'), await open(notes, 'site-2')];
  await one.put(event('a'));
  await other.put(event('b'));
  await one.ack(1);
  expect(idsOf(await other.page(0, 9))).toEqual(['b']);
});

/** The nth write is the last one that reaches the disk. */
function dying(notes: Notes, nth: number): Notes {
  let writes = 0;
  const write =
    <A extends unknown[], R>(run: (...args: A) => Promise<R>) =>
    async (...args: A): Promise<R> => {
      writes += 1;
      if (writes > nth) throw new Error('dead');
      return run(...args);
    };
  return { ...notes, set: write(notes.set), take: write(notes.take) };
}

test('killed at any write: numbers without gaps, each event once', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(fc.nat(6), { maxLength: 8 }), async (deaths) => {
      const notes = memoryNotes(now);
      const wanted = Array.from({ length: 12 }, (_, n) => `e${n}`);
      for (const nth of [...deaths, 1000]) {
        try {
          const outbox = await open(dying(notes, nth));
          // As the house does after a start: whatever it did not hear to be sent, it sends again.
          for (const id of wanted) await outbox.put(event(id));
        } catch {
          // Dead; the next one goes on.
        }
      }
      const rows = await notes.list<{ event: Told }>('out:', '', 99);
      expect(rows.map(({ key }) => Number(key.slice(-12)))).toEqual(rows.map((_, at) => at + 1));
      expect(rows.map(({ value }) => value.event.id).sort()).toEqual([...wanted].sort());
    }),
    { numRuns: 60 },
  );
});

test('two processes write into one log: no gaps, nothing twice', async () => {
  const notes = memoryNotes(now);
  const [one, other] = [await open(notes), await open(notes)];
  const ids = Array.from({ length: 30 }, (_, n) => `e${n}`);
  await Promise.all(ids.map((id, n) => (n % 2 ? one : other).put(event(id))));
  const page = await one.page(0, 99);
  expect(idsOf(page).sort()).toEqual([...ids].sort());
  expect(page).toMatchObject({ next: 30 });
});

test('ids, uploads and offers are forgotten in their time, and not before', async () => {
  const notes = memoryNotes(now);
  const before = createOnce({ notes });
  const sweep = createSweep({ notes, now } as unknown as House);
  const left = async () => (await notes.list('', '', 99)).map(({ key }) => key);
  await notes.set('file:sms:t/f1', 1);
  await notes.set('offered:sms:t', 1);
  expect(await before('sms', 'm1', 'one')).toBe(false);
  expect(await before('sms', 'm1', 'one')).toBe(true);
  await expect(before('sms', 'm1', 'other')).rejects.toMatchObject({ code: 'ID_USED' });
  expect(await before('site', 'm1', 'other')).toBe(false);
  const later = async (days: number) => {
    clock.now = new Date(clock.now.getTime() + days * 86_400_000);
    await sweep();
    return left();
  };
  expect(await later(6)).toEqual(expect.arrayContaining(['file:sms:t/f1', 'id:sms:m1', 'offered:sms:t']));
  const week = await later(2);
  expect(week).not.toContain('id:sms:m1');
  expect(week).not.toContain('file:sms:t/f1');
  expect(week).toContain('offered:sms:t');
  expect(await later(30)).not.toContain('offered:sms:t');
});
