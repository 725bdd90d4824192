/** The real LangChain against a strict double: what is sent, what is counted, and that every trouble is a value. */
import { createHash } from 'node:crypto';
import { type Asking, type CallRow, createCalls, type Model } from '../../bot/calls.js';
import { openWire } from '../../bot/model.js';
import { createMasks } from '../../server/people/privacy.js';
import { modelCallStore } from '../../server/store/model-calls.js';
import { freshDatabase } from '../support/database.js';
import { type Double, startDouble } from '../support/model-double/start.js';

const SCHEMA = {
  type: 'object',
  additionalProperties: false,
  required: ['question'],
  properties: { question: { type: 'string' } },
};
const RULE = { tokensADay: 100_000, failures: 3, restSeconds: 60 };
const masks = createMasks(Buffer.alloc(32, 7));

let double: Double;
let database: Awaited<ReturnType<typeof freshDatabase>>;
let now = new Date('2026-03-02T02:00:00Z');
beforeAll(async () => {
  double = await startDouble();
});
afterAll(() => double.stop());
beforeEach(async () => {
  database = await freshDatabase();
  now = new Date('2026-03-02T02:00:00Z');
});
afterEach(() => database.close());

function model(over: Partial<typeof RULE> & { url?: string; key?: string; name?: string } = {}): {
  model: Model;
  rows: () => Promise<CallRow[]>;
  used: () => Promise<number>;
} {
  const log = modelCallStore(database.connection);
  return {
    model: createCalls({
      wire: openWire({
        baseUrl: over.url ?? double.url,
        name: over.name ?? double.model,
        apiKey: over.key ?? double.key,
      }),
      mask: masks.text,
      hash: (text) => createHash('sha256').update(text).digest('hex'),
      dayOf: (at) => at.toISOString().slice(0, 10),
      log,
      rule: { ...RULE, ...over },
      now: () => now,
      failed: () => {},
    }),
    rows: () => log.latest(100),
    used: () => log.used('2026-03-02'),
  };
}

const asking = (text: string, more: Partial<Asking> = {}): Asking => ({
  purpose: 'rewrite',
  prompt: {
    version: 'test-1',
    system: '只输出 JSON',
    user: [{ text: '<追问>', open: true }, { text }],
    schema: { name: 'question', schema: SCHEMA },
    most: 50,
  },
  within: 5000,
  ...more,
});
const says = (content: string) => [{ find: '', reply: { kind: 'says' as const, content } }];

test('the answer comes in pieces and is whole at the end; a row tells what it cost and nothing of its text', async () => {
  await double.rules(says('{"question":"医保怎么交"}'));
  const { model: one, rows, used } = model();
  const heard: number[] = [];
  const asked = await one.ask(asking('怎么交', { take: (whole) => heard.push(whole.length) < 0 }));
  expect(asked).toEqual({ text: '{"question":"医保怎么交"}' });
  expect(heard.length).toBeGreaterThan(2);
  const [row] = await rows();
  expect(row).toMatchObject({ purpose: 'rewrite', model: 'double-1', prompt: 'test-1', outcome: 'ok' });
  expect(row?.hash).toMatch(/^[0-9a-f]{64}$/);
  expect(JSON.stringify(row)).not.toContain('怎么交');
  expect(await used()).toBe((row?.input ?? 0) + (row?.output ?? 0));
  const [request] = await double.requests();
  expect(request).toMatchObject({ stream: true, stream_options: { include_usage: true }, max_tokens: 50 });
});

test('invariant 6: no text leaves for a model before privacy has masked it', async () => {
  await double.rules(says('{"question":"x"}'));
  const { model: one } = model();
  await one.ask(asking('我叫王小明，电话13800001234，身份证150102199001011237'));
  const sent = JSON.stringify(await double.requests());
  expect(sent).toContain('138****1234');
  expect(sent).not.toMatch(/13800001234|150102199001011237/);
});

test('a day has a budget, which a restart does not fill again; the next day has its own', async () => {
  await double.rules(says('{"question":"x"}'));
  const first = model({ tokensADay: 120 });
  expect(await first.model.ask(asking('问'))).toHaveProperty('text');
  const again = model({ tokensADay: 120 });
  expect(await again.model.ask(asking('问'))).toEqual({ lacking: 'budget' });
  now = new Date('2026-03-03T02:00:00Z');
  expect(await again.model.ask(asking('问'))).toHaveProperty('text');
  expect(await double.requests()).toHaveLength(2);
});

test('fifty at once do not overdraw the budget', async () => {
  await double.rules(says('{"question":"x"}'));
  const { model: one, used } = model({ tokensADay: 600 });
  const asked = await Promise.all(Array.from({ length: 50 }, () => one.ask(asking('问'))));
  expect(asked.some((answer) => 'text' in answer)).toBe(true);
  expect(asked.some((answer) => 'lacking' in answer && answer.lacking === 'budget')).toBe(true);
  const spent = (await double.requests()).length;
  expect(spent).toBeLessThan(50);
  expect(await used()).toBeGreaterThan(0);
});

test('three failures in a row and nobody waits any more; later one tries, and one success closes the circuit', async () => {
  await double.rules([{ find: '', reply: { kind: 'status', status: 500 } }]);
  const { model: one } = model();
  for (let i = 0; i < 3; i++) expect(await one.ask(asking('问'))).toEqual({ lacking: 'failed' });
  expect(one.state()).toBe('resting');
  await double.rules(says('{"question":"x"}'));
  expect(await one.ask(asking('问'))).toEqual({ lacking: 'resting' });
  expect(await double.requests()).toHaveLength(0);
  now = new Date(now.getTime() + 61_000);
  const both = await Promise.all([one.ask(asking('问')), one.ask(asking('问'))]);
  expect(both.map((answer) => ('text' in answer ? 'text' : answer.lacking)).sort()).toEqual([
    'resting',
    'text',
  ]);
  expect(one.state()).toBe('ok');
});

test('429 once is asked again once; for ever it is a failure', async () => {
  await double.rules([
    { find: '', reply: { kind: 'status', status: 429 }, times: 1 },
    ...says('{"question":"x"}'),
  ]);
  expect(await model().model.ask(asking('问'))).toHaveProperty('text');
  await double.rules([{ find: '', reply: { kind: 'status', status: 429 } }]);
  expect(await model().model.ask(asking('问'))).toEqual({ lacking: 'failed' });
  expect(await double.requests()).toHaveLength(2);
});

test('a stall ends by the limit, a citizen who writes on ends it at once, a cut line is a failure', async () => {
  const stalls = [{ find: '', reply: { kind: 'stalls' as const, content: '{"question":"' } }];
  await double.rules(stalls);
  const { model: one, rows } = model();
  expect(await one.ask(asking('问', { within: 150 }))).toEqual({ lacking: 'timeout' });
  const stop = new AbortController();
  const take = () => {
    stop.abort();
    return false;
  };
  expect(await one.ask(asking('问', { signal: stop.signal, take }))).toEqual({ lacking: 'cancelled' });
  await double.rules([{ find: '', reply: { kind: 'cuts', content: '{"question":"半' } }]);
  expect(await one.ask(asking('问'))).toEqual({ lacking: 'failed' });
  expect((await rows()).map(({ outcome }) => outcome).sort()).toEqual(['cancelled', 'failed', 'timeout']);
});

test('nobody there, a wrong key, a wrong name: each is a value', async () => {
  expect(await model({ url: 'http://127.0.0.1:9/v1' }).model.ask(asking('问'))).toEqual({
    lacking: 'failed',
  });
  expect(await model({ key: 'sk-wrong' }).model.ask(asking('问'))).toEqual({ lacking: 'failed' });
  expect(await model({ name: 'nobody' }).model.ask(asking('问'))).toEqual({ lacking: 'failed' });
});

test.each([
  ['tool', ['tool', 'json_object']],
  ['json_object', ['json_object']],
] as const)('an endpoint without strict schemas is asked by %s, and remembered so', async (way, takes) => {
  const poor = await startDouble({ takes: [...takes] });
  try {
    await poor.rules(says('{"question":"x"}'));
    const { model: one } = model({ url: poor.url });
    for (let i = 0; i < 2; i++) expect(await one.ask(asking('问'))).toEqual({ text: '{"question":"x"}' });
    const requests = await poor.requests();
    expect(requests).toHaveLength(2);
    for (const request of requests)
      expect(way === 'tool' ? request.tools : request.response_format).toBeDefined();
  } finally {
    await poor.stop();
  }
});
