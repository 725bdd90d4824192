/** The journal read on: nothing twice, nothing missed that comes a little late, nothing of one's own. */
import { createElsewhere } from '../../../server/desk/assign/elsewhere.js';
import type { Change, JournalDoc } from '../../../server/intake/journal.js';

let at = 1_000_000;
let rows: JournalDoc[];
let shown: string[];
beforeEach(() => {
  rows = [];
  shown = [];
});

const row = (id: string, changes: Change[], when = at): JournalDoc => ({
  ...{ _id: id, at: new Date(when), changes, claims: [id], before: {}, policy: '', applied: true },
  actor: { kind: 'system', id: 'test' } as never,
});
const moved = (thread: string): Change => ({ do: 'thread', id: thread, version: 2, set: {} });

function elsewhere() {
  return createElsewhere({
    journal: {
      since: async (after, limit) =>
        rows
          .filter(({ at, _id }) => at > after.at || (at.getTime() === after.at.getTime() && _id > after._id))
          .sort((a, b) => a.at.getTime() - b.at.getTime() || (a._id < b._id ? -1 : 1))
          .slice(0, limit),
    },
    lines: { latest: async (thread) => [{ thread, text: 'last', seq: 7 } as never] },
    tickets: { get: async (orderNo) => ({ orderNo }) as never },
    show: {
      listens: (thread) => thread === 'web:open',
      line: (thread, { text }) => shown.push(`${thread} ${text}`),
      thread: (id) => shown.push(id),
      ticket: ({ orderNo }) => shown.push(orderNo),
      alarm: (id) => shown.push(id),
    },
    now: () => new Date(at),
  });
}

test('threads, orders and alarms are shown once each, with the last line where somebody looks', async () => {
  const one = elsewhere();
  rows = [
    row('a', [moved('web:open'), { do: 'answered', thread: 'web:open', upTo: 6 }]),
    row('b', [
      { do: 'allot', orderNo: 'Q1', version: 1, allotted: null },
      { do: 'alarmAnswered', id: 'bell', by: 'ann' },
      moved('web:shut'),
    ]),
  ];
  expect(await one.look()).toBe(true);
  expect(shown.sort()).toEqual(['Q1', 'bell', 'web:open', 'web:open last', 'web:shut']);
  shown = [];
  expect(await one.look()).toBe(false);
  expect(shown).toEqual([]);
});

test('what was done here is not shown again, and what comes eight seconds late is not missed', async () => {
  const one = elsewhere();
  one.own('mine');
  rows = [row('mine', [moved('mine')]), row('theirs', [moved('theirs')])];
  await one.look();
  at += 8000;
  rows.push(row('newer', [moved('newer')]), row('late', [moved('late')], at - 8000));
  await one.look();
  expect(shown).toEqual(['theirs', 'late', 'newer']);
});

test('a thousand at one moment are all shown, and what was while one was alone is not', async () => {
  const one = elsewhere();
  rows = [row('before', [moved('before')])];
  at += 30_000;
  one.rest();
  for (let n = 0; n < 1200; n++) rows.push(row(`r${n}`, [moved(`t${n}`)]));
  await one.look();
  expect(new Set(shown).size).toBe(1200);
  expect(shown).not.toContain('before');
});
