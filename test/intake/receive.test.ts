/** One door in: what it takes, what it refuses, and that a refusal leaves nothing behind. */
import type { InboundMessage, ThreadLine } from '../../channels/channel.js';
import { createReceive } from '../../server/intake/receive.js';
import type { Database } from '../../server/store/connect.js';
import { type LineStore, lineStore } from '../../server/store/lines.js';
import { type ThreadStore, threadStore } from '../../server/store/threads.js';
import { freshDatabase } from '../support/database.js';

let database: Database;
let threads: ThreadStore;
let lines: LineStore;
beforeAll(async () => {
  database = await freshDatabase();
  threads = threadStore(database.connection);
  lines = lineStore(database.connection);
  await Promise.all([threads.init(), lines.init()]);
}, 60_000);
afterAll(() => database.close());

const AT = new Date('2026-01-05T02:00:00Z');
const FILE = { id: 'f'.repeat(32), name: 'a.jpg', type: 'image/jpeg', size: 10 };
let count = 0;

function door({ stopping = false } = {}) {
  const woken: string[] = [];
  const told: ThreadLine[] = [];
  const receive = createReceive({
    threads,
    lines,
    now: () => AT,
    at: () => {},
    wake: (thread) => woken.push(thread),
    told: (_thread, line) => told.push(line),
    stopping: () => stopping,
    hashPhone: (phone) => `hash of ${phone}`,
  });
  count += 1;
  const message = (more: Partial<InboundMessage> = {}): InboundMessage => ({
    channel: 'web',
    id: `m${count}`,
    thread: `t${count}`,
    text: '路灯坏了',
    files: [],
    at: AT,
    ...more,
  });
  return { receive, message, woken, told, thread: `web:t${count}` };
}

test.each<[string, Partial<InboundMessage>, string]>([
  ['nothing at all', { text: '' }, 'INVALID'],
  ['only spaces', { text: ' \n\t　' }, 'INVALID'],
  ['only spaces and no fields', { text: ' ', fields: {} }, 'INVALID'],
  ['more than 4,000 units', { text: '路'.repeat(4001) }, 'TOO_LONG'],
  ['half a character', { text: '路\ud83d灯' }, 'BAD_TEXT'],
  ['half a character in a field', { fields: { place: '\udc00' } }, 'BAD_TEXT'],
  ['an operator as a field', { fields: { $set: 'x' } }, 'BAD_REQUEST'],
  ['a path as a field', { fields: { 'a.b': 'x' } }, 'BAD_REQUEST'],
  ['a prototype as a field', { fields: JSON.parse('{"__proto__":"x"}') }, 'BAD_REQUEST'],
  ['half a character as a field', { fields: { '\ud800': 'x' } }, 'BAD_REQUEST'],
  ['no id', { id: '' }, 'BAD_REQUEST'],
  ['an id with a line break', { id: 'a\nb' }, 'BAD_REQUEST'],
  ['an id without end', { id: 'a'.repeat(257) }, 'BAD_REQUEST'],
  ['a thread with a blank', { thread: 'a b' }, 'BAD_REQUEST'],
])('refused and nothing kept: %s', async (_name, more, code) => {
  const { receive, message, woken, thread } = door();
  await expect(receive(message(more))).rejects.toMatchObject({ code });
  expect(await threads.get(thread)).toBeNull();
  expect(await lines.after(thread, 0, 10)).toEqual([]);
  expect(woken).toEqual([]);
});

test.each<[string, Partial<InboundMessage>]>([
  ['a photo without a word', { text: '', files: [FILE] }],
  ['an amended draft without a word', { text: '', fields: { place: '大学东路' } }],
  ['signs alone', { text: '😀😀' }],
  ['4,000 units', { text: '😀'.repeat(2000) }],
])('kept: %s', async (_name, more) => {
  const { receive, message, woken, told, thread } = door();
  expect(await receive(message(more))).toEqual({ kept: true, seen: false, seq: 1 });
  expect(woken).toEqual([thread]);
  expect(told).toHaveLength(1);
  expect((await lines.after(thread, 0, 10))[0]).toMatchObject({ state: 'kept', text: message(more).text });
});

test('the same (channel, id) twice has the effect of once, whatever the second one says', async () => {
  const { receive, message, woken, thread } = door();
  expect(await receive(message())).toEqual({ kept: true, seen: false, seq: 1 });
  expect(await receive(message({ text: '别的话' }))).toEqual({ kept: true, seen: true, seq: 1 });
  expect(woken).toEqual([thread]);
  expect((await lines.after(thread, 0, 10)).map((line) => line.text)).toEqual(['路灯坏了']);
});

test('many at the same moment: each has a number of its own, without a gap', async () => {
  const { receive, message, thread } = door();
  const all = await Promise.all(
    Array.from({ length: 60 }, (_, index) =>
      receive(message({ id: `burst-${index}`, text: `第 ${index} 条` })),
    ),
  );
  const numbers = all.map(({ seq }) => seq).sort((a, b) => a - b);
  expect(numbers).toEqual(Array.from({ length: 60 }, (_, index) => index + 1));
  expect((await lines.latest(thread, 3)).map((line) => line.seq)).toEqual([58, 59, 60]);
});

test('a stopping process says so and keeps nothing', async () => {
  const { receive, message, thread } = door({ stopping: true });
  await expect(receive(message())).rejects.toMatchObject({ code: 'STOPPING', status: 503 });
  expect(await threads.get(thread)).toBeNull();
});

test('what is overheard is kept and shown, and waits for no turn', async () => {
  const { receive, message, woken, told, thread } = door();
  const said = (id: string, text: string, overheard: InboundMessage['overheard']) =>
    receive(message({ channel: 'web', id: `${id}-${count}`, text, ...(overheard ? { overheard } : {}) }));
  await said('a', '坐席 101 已接听', { from: 'system', seat: '101' });
  await said('b', '家里停暖三天了', { from: 'citizen' });
  await said('c', '请问您住在哪里', { from: 'agent', seat: '101' });
  expect(woken).toEqual([]);
  expect(told.map(({ from, seat }) => [from, seat])).toEqual([
    ['system', '101'],
    ['citizen', undefined],
    ['agent', '101'],
  ]);
  const rows = await lines.after(thread, 0, 10);
  expect(rows.map(({ from, state }) => [from, state])).toEqual([
    ['system', 'sent'],
    ['citizen', 'done'],
    ['agent', 'sent'],
  ]);
  expect(await lines.kept(thread)).toEqual([]);
  expect((await threads.get(thread))?.lastText).toBe('坐席 101 已接听');
});

test('the same id with something else is told apart, and opens no conversation', async () => {
  const { receive, message, woken, thread } = door();
  const first = { kept: true, seen: true, seq: 1 };
  expect(await receive(message({ print: 'one' }))).toEqual({ ...first, seen: false });
  expect(await receive(message({ print: 'one' }))).toEqual(first);
  expect(await receive(message({ print: 'two' }))).toEqual({ ...first, other: true });
  expect(await receive(message({ print: 'two', thread: 'elsewhere' }))).toEqual({ ...first, other: true });
  expect(await threads.get('web:elsewhere')).toBeNull();
  expect(woken).toEqual([thread]);
  // A stub in the place of what was said keeps nothing of it, its print neither.
  await lines.redact(thread, 1, '（不予保存）');
  expect(await receive(message({ print: 'two' }))).toEqual(first);
});
