/** A citizen's answer in a model's words, through the whole house: what is said, shown, logged, and when it is not. */
import { cp, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { io } from 'socket.io-client';
import { openWire } from '../../bot/model.js';
import { modelCallStore } from '../../server/store/model-calls.js';
import type { Citizen } from '../support/citizen.js';
import { type House, startHouse } from '../support/house.js';
import { databaseAt } from '../support/independent.js';
import type { Rule } from '../support/model-double/replies.js';
import { type Double, startDouble } from '../support/model-double/start.js';

const ASKED = '被公司辞退怎么领失业金';
const AT_ONCE = { settle: { quiet: 0, longest: 0 } };

let double: Double;
let house: House;
let policy: string;
beforeAll(async () => {
  policy = await mkdtemp(join(tmpdir(), 'jiesu-policy-'));
  await cp(fileURLToPath(new URL('../../server/policy/default', import.meta.url)), policy, {
    recursive: true,
  });
  const path = join(policy, 'knobs.json');
  const knobs = JSON.parse(await readFile(path, 'utf8')) as {
    model: { answerSeconds: number; failures: number };
  };
  Object.assign(knobs.model, { answerSeconds: 6, failures: 1000 });
  await rm(path);
  await writeFile(path, JSON.stringify(knobs));
  double = await startDouble();
  // The first call would otherwise wait for the library.
  await openWire({ baseUrl: double.url, name: double.model, apiKey: double.key }).warm();
  house = await startHouse(AT_ONCE, {
    MODEL_BASE_URL: double.url,
    MODEL_NAME: double.model,
    MODEL_API_KEY: double.key,
    POLICY_DIR: policy,
  });
});
afterAll(async () => {
  await house.stop();
  await double.stop();
  await rm(policy, { recursive: true });
});

const all = (reply: Rule['reply']): Rule[] => [{ find: '', reply }];
const answered = async (citizen: Citizen, text = ASKED) => (await citizen.ask(text)).at(-1)!;

test('an honest model words the answer: labelled, with source, unit and date, and in the citizen’s window as it grows', async () => {
  await double.rules(all({ kind: 'honest', sentences: 2 }));
  const citizen = await house.citizen();
  const socket = io(`${house.url}/chat`, {
    auth: { thread: citizen.thread, token: citizen.token },
    transports: ['websocket'],
  });
  const shown: (string | null)[] = [];
  socket.on('wording', (text) => shown.push(text));
  await new Promise<void>((go) => socket.on('connect', () => go()));
  const line = await answered(citizen);
  expect(line).toMatchObject({ decision: 'answer', aiWorded: true });
  expect(line.text).toMatch(/可申领失业保险金/);
  expect(line.sources?.[0]).toMatchObject({
    unit: expect.any(String),
    updated: expect.stringMatching(/^\d{4}-/),
  });
  expect(line.text.length).toBeLessThan(200);
  expect(shown.length).toBeGreaterThan(0);
  for (const part of shown) expect(line.text.startsWith(part ?? '')).toBe(true);
  socket.disconnect();
});

test.each<[string, Rule['reply']]>([
  [
    'promises',
    { kind: 'says', content: '{"enough":true,"sentences":[{"text":"保证三天内给您办好。","passage":1}]}' },
  ],
  ['says that it does not suffice', { kind: 'says', content: '{"enough":false,"sentences":[]}' }],
  [
    'breaks off in the middle of its JSON',
    { kind: 'says', content: '{"enough":true,"sentences":[{"text":"失业' },
  ],
  ['cuts the line', { kind: 'cuts', content: '{"enough":true,' }],
  ['stalls', { kind: 'stalls', content: '{"enough":true,' }],
  ['is out of order', { kind: 'status', status: 500 }],
  [
    'answers in another language',
    { kind: 'says', content: '{"enough":true,"sentences":[{"text":"You may apply online.","passage":1}]}' },
  ],
  ['tells its instructions', { kind: 'leaks' }],
  ['repeats what it was asked', { kind: 'echoes' }],
])('a model that %s: the approved text verbatim', async (_, reply) => {
  await double.rules(all(reply));
  const line = await answered(await house.citizen());
  expect(line.decision).toBe('answer');
  expect(line.aiWorded).toBeUndefined();
  expect(line.text).toMatch(/^失业前用人单位和本人已缴纳失业保险费满1年/);
});

test('a citizen who writes again is not kept waiting: the call is broken off and both lines are read together', async () => {
  await double.rules([
    { find: '', reply: { kind: 'stalls', content: '{"enough":true,' }, times: 1 },
    ...all({ kind: 'honest', sentences: 1 }),
  ]);
  const citizen = await house.citizen();
  await citizen.say(ASKED);
  while ((await double.requests()).length === 0) await new Promise((go) => setTimeout(go, 5));
  await citizen.say('合同到期的');
  const lines = await citizen.until(({ from }) => from === 'bot');
  expect(lines.filter(({ from }) => from === 'bot')).toHaveLength(1);
  expect(lines.findIndex(({ from }) => from === 'bot')).toBeGreaterThan(1);
});

test('「那最长能领几个月呢？」 is looked up with the question before, by rule and by the model', async () => {
  await double.rules([
    { find: '追问', reply: { kind: 'says', content: '{"question":"被公司辞退失业金最长能领几个月"}' } },
    ...all({ kind: 'honest', sentences: 1 }),
  ]);
  const citizen = await house.citizen();
  await answered(citizen);
  const line = await answered(citizen, '那最长能领多久呢？');
  expect(line.decision).toMatch(/answer|clarify/);
  const asked = await double.requests();
  const rewrites = asked.filter(({ messages }) => JSON.stringify(messages).includes('<追问>'));
  expect(rewrites).toHaveLength(1);
  expect(JSON.stringify(rewrites[0]?.messages)).toContain(ASKED);
});

test('what is filed, refused or handed over never sees a model', async () => {
  await double.rules(all({ kind: 'honest' }));
  const citizen = await house.citizen();
  await citizen.ask('赛罕区大学东路路灯坏了好几天了');
  await citizen.ask('转人工');
  const other = await house.citizen();
  await other.ask('法院判了两年还不执行，帮我催');
  expect(await double.requests()).toHaveLength(0);
});

test('every call left a row; none of them holds a text', async () => {
  await house.app.stop();
  const database = await databaseAt(house.dir);
  const rows = await modelCallStore(database.connection).latest(1000);
  await database.close();
  const outcomes = new Set(rows.map(({ outcome }) => outcome.split(':')[0]));
  for (const each of ['ok', 'dropped', 'notEnough', 'timeout', 'cancelled']) expect(outcomes).toContain(each);
  expect(JSON.stringify(rows)).not.toMatch(/失业|辞退/);
  await house.restart();
});
