/** Conversations at rest: counted from the lines, again and again the same, by whomever they turn out to belong to. */

import { createTalkCount } from '../../server/insight/talks/count.js';
import { recountTalks } from '../../server/insight/talks/recount.js';
import { talkReport } from '../../server/insight/talks/report.js';
import type { MessageDoc } from '../../server/intake/journal.js';
import { fresh } from '../../server/intake/receive.js';
import { createCitizens } from '../../server/people/citizens.js';
import { assistStore } from '../../server/store/assists.js';
import { lineStore } from '../../server/store/lines.js';
import { noteStore } from '../../server/store/notes.js';
import type { TalkRow } from '../../server/store/talks.js';
import { talkStore } from '../../server/store/talks.js';
import { threadStore } from '../../server/store/threads.js';
import { freshDatabase } from '../support/database.js';
import { POLICY } from '../tickets/samples.js';

const HOUR_MS = 3_600_000;
const start = Date.parse('2026-11-02T00:00:00Z');
const at = (hours: number) => new Date(start + hours * HOUR_MS);
const citizens = createCitizens(Buffer.alloc(32, 7));

let opened: Awaited<ReturnType<typeof freshDatabase>>;
let now = at(0);
beforeAll(async () => {
  opened = await freshDatabase();
  const { connection } = opened;
  for (const store of [lineStore, talkStore, threadStore, assistStore]) await store(connection).init();
});
afterAll(() => opened.close());

const partsOf = () => ({
  talks: talkStore(opened.connection),
  threads: threadStore(opened.connection),
  lines: lineStore(opened.connection),
  tickets: { byThread: async () => [] },
  citizens,
  policy: POLICY,
  now: () => now,
});
const open = (stopping = () => false) =>
  createTalkCount({
    ...partsOf(),
    notes: noteStore(opened.connection, () => now).of('insight'),
    stopping,
  });

async function say(
  thread: string,
  when: Date,
  line: Partial<MessageDoc> & Pick<MessageDoc, 'from'>,
  phone?: string,
) {
  const [channel = '', platform = ''] = thread.split(':');
  const sender = phone ? { phone } : {};
  await threadStore(opened.connection).open(fresh({ channel, thread: platform, sender }, when));
  const id = `${thread}@${when.getTime()}${line.from}`;
  const row = {
    text: '',
    files: [],
    state: 'done' as const,
    ...line,
    _id: id,
    id,
    thread,
    channel,
    at: when,
  };
  await lineStore(opened.connection).append(row);
}
async function answered(thread: string, when: Date, phone?: string) {
  await say(thread, when, { from: 'citizen', text: '居民医保怎么交', found: ['answer'] }, phone);
  await say(thread, when, { from: 'bot', decision: 'answer' });
}
const rows = (name: 'resolved' | 'returned' | 'pending' | 'judged'): Promise<TalkRow[]> =>
  talkStore(opened.connection).rows({
    ...{ from: '2026-01-01', to: '2027-12-31', channel: null, counts: [name], after: null, limit: 100 },
  });
const threadsOf = async (name: Parameters<typeof rows>[0]) =>
  (await rows(name)).map(({ thread }) => thread).sort();

test('answered, and settled once the quiet period is over; counted again nothing changes', async () => {
  const count = open();
  await answered('web:a', at(0));
  count.touched('web:a');
  await count.run();
  expect(await threadsOf('pending')).toEqual(['web:a']);
  now = at(25);
  await count.run();
  expect(await threadsOf('resolved')).toEqual(['web:a']);
  expect(await threadsOf('pending')).toEqual([]);
  const before = await rows('judged');
  // A restart, which knows nothing but the mark.
  for (const again of [open(), count]) {
    again.touched('web:a');
    await again.run();
    expect(await rows('judged')).toEqual(before);
  }
});

test('a crash before anything was counted: the next start finds the thread', async () => {
  await answered('web:crash', at(26));
  now = at(26);
  // Stopped while it looked: nothing is marked as done.
  await open(() => true).run();
  expect(await threadsOf('pending')).toEqual([]);
  await open().run();
  expect(await threadsOf('pending')).toEqual(['web:crash']);
});

test('the same verified phone on another channel is the same citizen; a call that nobody judged counts too', async () => {
  const phone = '13800001234';
  await answered('wechat:p', at(30), phone);
  // Overheard on a call: no turn of the bot ever joined it.
  await say('gateway:call', at(60), { from: 'citizen', text: '还是没办成' }, phone);
  const count = open();
  count.touched('wechat:p');
  count.touched('gateway:call');
  now = at(30 + 73);
  await count.run();
  expect(await threadsOf('returned')).toEqual(['wechat:p']);
});

test('joined later by a one-time code: what was settled as resolved is looked at again, and taken apart as well', async () => {
  const threads = threadStore(opened.connection);
  await answered('web:join', at(200));
  await say('email:join', at(210), { from: 'citizen', text: '再问一下' });
  const count = open();
  count.touched('web:join');
  count.touched('email:join');
  now = at(300);
  await count.run();
  expect(await threadsOf('resolved')).toContain('web:join');
  const belongs = async (person: string | null, version: number) => {
    for (const thread of ['web:join', 'email:join']) {
      await threads.apply(thread, version, { person });
      count.touched(thread);
    }
    await count.run();
  };
  await belongs('one', 1);
  expect(await threadsOf('returned')).toContain('web:join');
  await belongs(null, 2);
  expect(await threadsOf('resolved')).toContain('web:join');
});

test('what another process hears of late is not lost: the settled one is looked at again', async () => {
  const count = open();
  await answered('web:late', at(400));
  count.touched('web:late');
  now = at(425);
  await count.run();
  expect(await threadsOf('resolved')).toContain('web:late');
  await say('web:late', at(410), { from: 'citizen', text: '还在吗' });
  count.touched('web:late');
  await count.run();
  expect(await threadsOf('returned')).toContain('web:late');
});

test('a page after the other, each conversation once; a figure is the number of its rows', async () => {
  const store = talkStore(opened.connection);
  const ask = { from: '2026-01-01', to: '2027-12-31', channel: null, counts: ['judged'] as const, limit: 2 };
  const found: string[] = [];
  for (let after: string | null = null; ; ) {
    const page: TalkRow[] = await store.rows({ ...ask, after });
    found.push(...page.map(({ _id }) => _id));
    const last = page.at(-1);
    if (page.length < 2 || !last) break;
    after = `${last.day}~${last._id}`;
  }
  const all = (await rows('judged')).map(({ _id }) => _id);
  expect(found).toEqual(all);
  expect(new Set(found).size).toBe(found.length);
  const report = await talkReport(
    { by: 'channel', from: '2026-01-01', to: '2027-12-31' },
    {
      ...{ talks: store, assists: assistStore(opened.connection), channelName: (name: string) => name },
      policy: { knobs: { ...POLICY.knobs, insight: { ...POLICY.knobs.insight, smallest: 1 } } },
    },
  );
  expect(report.total.resolved).toMatchObject({
    base: all.length,
    value: (await rows('resolved')).length / all.length,
  });
  expect(report.rows.reduce((sum, row) => sum + (row.values.resolved?.base ?? 0), 0)).toBe(all.length);
});

describe('counted anew from the lines', () => {
  const differs = async () => (await recountTalks(partsOf())).differs;
  const kept = () => opened.connection.collection<{ _id: string }>('talks');

  test('after all that came and went nothing differs', async () => {
    // What another process knew of late is counted as at the next start.
    await open().run();
    const { talks, differs: none } = await recountTalks(partsOf());
    expect(none).toEqual([]);
    expect(talks).toBe(await kept().countDocuments());
  });

  test.each([
    ['a figure that was changed', { $set: { 'counts.resolved': 0, 'counts.returned': 1 } }, '"returned":1'],
    ['a figure that was lost', { $unset: { 'counts.judged': 1 } }, '→ '],
    ['another day', { $set: { day: '2026-11-30' } }, '2026-11-30'],
    ['somebody else’s', { $set: { who: 'nobody' } }, '≡'],
  ])(
    '%s is told, by the conversation it belongs to; counting all anew puts it right',
    async (_, change, said) => {
      const [row] = (await rows('resolved')).filter(({ thread }) => thread === 'web:a');
      await kept().updateOne({ _id: row!._id }, change as never);
      const [told, ...more] = await differs();
      expect(told).toMatch(/^web:a#1 /);
      expect(told).toContain(said);
      expect(more).toEqual([]);
      await open().rebuild();
      expect(await differs()).toEqual([]);
      expect((await rows('resolved')).find(({ thread }) => thread === 'web:a')).toEqual(row);
    },
  );

  test('a conversation that is not counted, and one that never was, are told', async () => {
    const [row] = await rows('resolved');
    const { _id, ...rest } = row!;
    await kept().deleteOne({ _id });
    expect(await differs()).toEqual([expect.stringContaining(`${_id} — → `)]);
    await kept().insertOne({ ...rest, _id: `${row!.thread}#900`, first: 900 } as never);
    expect((await differs()).join()).toContain('#900');
    await kept().insertOne({ ...rest, _id: 'web:gone#1', thread: 'web:gone' } as never);
    expect(await differs()).toContain('+1');
    await open().rebuild();
    expect(await differs()).toEqual([]);
  });
});
