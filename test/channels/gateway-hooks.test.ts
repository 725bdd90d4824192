/** The gateway in a real house: who may come in, what is stored, what is refused and leaves nothing behind. */
import { codeOf } from '../../channels/gateway/check/client.js';
import { gateway } from '../../channels/gateway/gateway.js';
import { eventually, linesAtRest, readLog } from '../contracts/channel-world.js';
import { clientOf, envOf, row, secretOf } from '../support/gateway/partners.js';
import { type House, startHouse } from '../support/house.js';
import { quickNlu } from '../support/quick-nlu.js';

const PREVIOUS = 'previous-secret-of-sms-0123456789abcdef';
const partners = [
  row('sms', { secrets: [secretOf('sms'), PREVIOUS] }),
  row('site'),
  row('mengsuban', { verifiesPhone: true }),
  row('platform'),
  row('police', { ips: ['10.0.0.0/8'] }),
];
const told = readLog();
let house: House;
beforeAll(async () => {
  house = await startHouse(
    { kinds: [gateway], nlu: quickNlu(), settle: { quiet: 20, longest: 200 } },
    envOf(...partners),
    told.log,
  );
}, 60_000);
afterAll(() => house.stop());

let count = 0;
const fresh = (text = '请问几点上班', more: object = {}) => {
  count += 1;
  return { type: 'message', id: `m${count}`, thread: `t${count}`, text, ...more };
};
const at = (partner: string) => clientOf(house.url, partner);
interface Pulled {
  events: Record<string, unknown>[];
  next: string;
}
const pulled = async (partner: string, thread: string, type = 'reply'): Promise<Pulled['events']> =>
  eventually(async () => {
    const { body } = await at(partner).get('/outbox', { after: '0', limit: '200' });
    const mine = (body as unknown as Pulled).events.filter((one) => one.thread === thread);
    return mine.some((one) => one.type === type) ? mine : null;
  });

test('both secrets of a rotation are good, a third is not', async () => {
  expect((await at('sms').post(fresh())).status).toBe(202);
  expect((await at('sms').post(fresh(), { secret: PREVIOUS })).status).toBe(202);
  expect((await at('sms').post(fresh(), { secret: secretOf('site') })).status).toBe(401);
});

test('an unknown partner and a wrong secret get the very same answer', async () => {
  const wrong = await at('sms').post(fresh(), { secret: 'w'.repeat(32) });
  const unknown = await at('sms').post(fresh(), { partner: 'nobody' });
  expect(wrong.body).toEqual(unknown.body);
  expect([wrong.status, codeOf(wrong)]).toEqual([401, 'SIGNATURE']);
});

test('from an address that is not registered, a right signature does not help', async () => {
  expect(codeOf(await at('police').post(fresh()))).toBe('ADDRESS');
});

test('two partners that use the same names never meet', async () => {
  const event = fresh('同名');
  const one = await at('sms').post(event);
  const other = await at('site').post(event);
  expect([one.body, other.body]).toEqual([
    { seq: 1, seen: false },
    { seq: 1, seen: false },
  ]);
});

test('a verified phone is believed from a partner that verifies, and refused from another', async () => {
  const phone = { citizen: { name: '王某某', verifiedPhone: '13800000001' } };
  const refused = await at('sms').post(fresh('您好', phone));
  expect([refused.status, codeOf(refused)]).toEqual([422, 'PHONE']);
  const event = fresh('您好', phone);
  expect((await at('mengsuban').post(event)).status).toBe(202);
  const written = fresh('您好', { citizen: { phone: '13800000002' } });
  expect((await at('mengsuban').post(written)).status).toBe(202);
  const senders = await house.aside(async ({ connection }) => {
    const threads = connection.collection<{ _id: string; sender: unknown }>('threads');
    const of = async (thread: string) =>
      (await threads.findOne({ _id: `gateway:mengsuban:${thread}` }))?.sender;
    return [await of(event.thread), await of(written.thread)];
  });
  expect(senders).toEqual([{ phone: '13800000001', name: '王某某' }, {}]);
});

const deep = (depth: number) => `${'['.repeat(depth)}${']'.repeat(depth)}`;
const hostile: [string, string | Buffer][] = [
  ['nothing', ''],
  ['nesting', deep(60_000)],
  ['nesting in a field', `{"type":"message","id":"h1","thread":"h","text":"x","citizen":${deep(5000)}}`],
  ['a prototype', '{"type":"message","id":"h2","thread":"h","text":"x","__proto__":{"complete":true}}'],
  ['a type that is a prototype’s', '{"type":"constructor"}'],
  ['half a character', '{"type":"message","id":"h3","thread":"h","text":"\\ud83d"}'],
  ['NUL', '{"type":"message","id":"h4","thread":"h","text":"a\\u0000b"}'],
  ['an operator as an id', '{"type":"message","id":{"$gt":""},"thread":"h","text":"x"}'],
  ['a path as a thread', '{"type":"message","id":"h5","thread":"../../x","text":"x"}'],
  ['another partner’s thread', '{"type":"message","id":"h6","thread":"site\\u0000t1","text":"x"}'],
  ['too long', JSON.stringify({ type: 'message', id: 'h7', thread: 'h', text: '长'.repeat(4001) })],
  ['only spaces', '{"type":"message","id":"h8","thread":"h","text":" \\n　"}'],
  [
    'a thousand files',
    JSON.stringify({
      type: 'message',
      id: 'h9',
      thread: 'h',
      text: 'x',
      files: Array(1000).fill('f'.repeat(32)),
    }),
  ],
  [
    'somebody else’s file',
    JSON.stringify({ type: 'message', id: 'h10', thread: 'h', text: 'x', files: ['f'.repeat(32)] }),
  ],
  ['a date of no day', '{"type":"message","id":"h11","thread":"h","text":"x","at":"2026-02-31T00:00:00Z"}'],
  ['UTF-16', Buffer.from('{"type":"message"}', 'utf16le')],
  ['duplicate keys', '{"type":"message","id":"h13","thread":"h","text":"x","text":7}'],
];

test('hostile bodies, rightly signed: refused in Chinese, and nothing is kept', async () => {
  for (const [name, body] of hostile) {
    const answer = await at('sms').raw(body);
    expect([name, answer.status]).toEqual([name, 422]);
    const { error } = answer.body as unknown as { error: { code: string; message: string } };
    expect(error.message).toMatch(/\p{Script=Han}/u);
  }
  const rows = await house.aside(linesAtRest);
  expect(rows.filter(({ thread }) => thread.startsWith('gateway:sms:h'))).toEqual([]);
});

test('a mark of byte order before the JSON is no matter', async () => {
  expect((await at('sms').raw(`\ufeff${JSON.stringify(fresh())}`)).status).toBe(202);
});

test('what was refused may come again under its id, mended', async () => {
  const event = fresh('字'.repeat(4001));
  expect((await at('sms').post(event)).status).toBe(422);
  expect((await at('sms').post({ ...event, text: '短一些' })).status).toBe(202);
  const lost = fresh('有附件', { files: ['0'.repeat(32)] });
  expect(codeOf(await at('sms').post(lost))).toBe('FILE');
  expect((await at('sms').post({ ...lost, files: undefined })).status).toBe(202);
});

test('a replay is refused after a restart too', async () => {
  const nonce = 'nonce-that-outlives-a-restart';
  expect((await at('sms').post(fresh(), { nonce })).status).toBe(202);
  await house.restart();
  expect(codeOf(await at('sms').post(fresh(), { nonce }))).toBe('REPLAY');
});

test('another platform’s order is filed as it is, and told by number', async () => {
  const event = {
    type: 'transfer.in',
    id: 'in-1',
    thread: '110-2026-000123',
    title: '路灯不亮',
    text: '新城区演示路的路灯三天不亮，请处理。',
    fields: { place: '新城区演示路 1 号' },
    citizen: { name: '李某某', phone: '13800000003' },
  };
  expect((await at('platform').post(event)).status).toBe(202);
  const events = await pulled('platform', event.thread, 'order.status');
  const status = events.find(({ type }) => type === 'order.status');
  expect(status).toMatchObject({ state: 'filed', id: expect.stringContaining(':order') });
  const boss = await house.admin();
  const { body: page } = await boss.get<Record<string, unknown>>(
    `/api/desk/orders/${String(status?.orderNo)}`,
  );
  expect(page).toMatchObject({ place: '新城区演示路 1 号' });
  // Nobody was asked back.
  expect(events.filter(({ type }) => type === 'reply').map(({ decision }) => decision)).toEqual(['file']);

  const later = {
    type: 'transfer.status',
    id: 'st-1',
    thread: event.thread,
    state: 'returned',
    text: '非我方职责',
  };
  expect((await at('platform').post(later)).status).toBe(202);
  const thread = encodeURIComponent(`gateway:platform:${event.thread}`);
  const { body: desk } = await boss.get<{ lines: { from: string; text: string }[] }>(
    `/api/desk/threads/${thread}`,
  );
  expect(desk.lines.at(-1)).toMatchObject({
    from: 'system',
    text: '【演示接入方 platform】已退回：非我方职责',
  });
});

test('a file of the agent reaches the partner, and nobody else', async () => {
  const event = fresh('请发我办事指南');
  await at('sms').post(event);
  await pulled('sms', event.thread);
  const seat = await house.seat('files-1');
  const path = `/api/desk/threads/${encodeURIComponent(`gateway:sms:${event.thread}`)}`;
  const png = Buffer.from(
    'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==',
    'base64',
  );
  const up = await at('sms').upload({ id: 'f1', thread: event.thread, name: '指南.png' }, png);
  const id = String(up.body?.id);
  expect((await seat.post(`${path}/claim`, { version: 0 })).status).toBe(200);
  expect((await seat.post(`${path}/messages`, { id: 'a1', text: '见附件', files: [id] })).status).toBe(202);
  const sent = await eventually(async () =>
    (await pulled('sms', event.thread)).find(({ text }) => text === '见附件'),
  );
  expect(sent).toMatchObject({ from: 'agent', seat: seat.session.seat, files: [{ id, name: '指南.png' }] });
  // Which account wrote it is nobody's business.
  expect(JSON.stringify(sent)).not.toContain('files-1');
  const query = { thread: event.thread, id };
  expect((await at('sms').get('/files', query)).bytes.equals(png)).toBe(true);
  expect((await at('site').get('/files', query)).status).toBe(404);
  expect((await at('sms').get('/files', { ...query, thread: 'other' })).status).toBe(404);
});

test('no secret, text or phone in the log', () => {
  const all = JSON.stringify(told.rows);
  expect(told.rows.some(({ message }) => message === 'gateway refused')).toBe(true);
  for (const { secrets } of partners) for (const secret of secrets) expect(all).not.toContain(secret);
  expect(all).not.toMatch(/1380000|请问几点/);
});
