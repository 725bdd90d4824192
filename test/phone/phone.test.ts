/** A phone proved by a one-time code: what it opens, and everything that must not open it. */
import { randomUUID } from 'node:crypto';
import { inspect } from 'node:util';
import { gateway } from '../../channels/gateway/gateway.js';
import type { Line } from '../../server/http/contract-chat.js';
import type { OrderView } from '../../server/http/contract-citizen.js';
import type { FormFiledReply } from '../../server/http/contract-forms.js';
import type { CodeSent, MyOrder, PhoneProved } from '../../server/http/contract-phone.js';
import type { Log } from '../../server/http/log.js';
import { FILLINGS } from '../forms/support.js';
import { type Citizen, call, type Reply } from '../support/citizen.js';
import { clientOf, row } from '../support/gateway/partners.js';
import { startTexting, type Texting } from '../support/gateway/texting.js';
import { type House, startHouse } from '../support/house.js';
import { filed } from '../support/orders.js';
import { solve } from '../support/proof.js';

const clock = { ms: 0 };
const HOUR = 3_600_000;
const now = (): Date => new Date(Date.now() + clock.ms);
let texting: Texting;
let house: House;
let numbers = 0;
/** All that the house logs, whole. */
const logged: unknown[] = [];
const note = (...row: unknown[]) => void logged.push(row);
const log: Log = { debug: note, info: note, warn: note, error: note };
/** Each test its own phone: limits are counted by it. */
const fresh = (): string => `1380000${2000 + ++numbers}`;

beforeAll(async () => {
  texting = await startTexting(now, row('mengsuban', { verifiesPhone: true }));
  house = await startHouse({ kinds: [gateway], now, settle: { quiet: 10, longest: 50 } }, texting.env, log);
}, 60_000);
afterAll(async () => {
  await house.stop();
  texting.stop();
});
/** The minute of the house's own limit, and the hour of an address, are over. */
beforeEach(() => {
  clock.ms += 25 * HOUR;
});

interface Refused {
  error: { code: string; message: string; hint?: string };
}
const send = async <T>(path: string, body: object | null, token = ''): Promise<Reply<T & Refused>> =>
  call<T & Refused>(`${house.url}${path}`, {
    headers: {
      ...(body ? { 'content-type': 'application/json' } : {}),
      ...(token ? { authorization: `Bearer ${token}` } : {}),
    },
    ...(body ? { method: 'POST', body: JSON.stringify(body) } : {}),
  });
const ask = (phone: string, purpose = 'orders') => send<CodeSent>('/api/phone/codes', { purpose, phone });
const show = (phone: string, id: string, code: string, purpose = 'orders') =>
  send<PhoneProved>('/api/phone/proofs', { purpose, id, phone, code });
const wrong = (code: string): string => String((Number(code) + 1) % 1_000_000).padStart(6, '0');
async function prove(phone: string, purpose = 'orders'): Promise<PhoneProved> {
  const { body } = await ask(phone, purpose);
  return (await show(phone, body.id, texting.codeFor(phone), purpose)).body;
}
const mine = (pass: string) => send<MyOrder[]>('/api/orders/mine', null, pass);

describe('my orders', () => {
  test('listed, opened, acted on without a code; nobody else’s is opened', async () => {
    const phone = fresh();
    const one = await filed(await house.citizen(), `赛罕区大学东路路灯坏了好几天了，我电话${phone}`);
    const other = await filed(await house.citizen(), '赛罕区大学西路路灯坏了，我电话13800001234');
    const { pass, phone: shown } = await prove(phone);
    expect(shown).toBe(`${phone.slice(0, 3)}****${phone.slice(7)}`);
    const list = await mine(pass);
    expect(list.body.map(({ orderNo }) => orderNo)).toEqual([one.orderNo]);
    const view = await send<OrderView>('/api/orders/query', { orderNo: one.orderNo }, pass);
    expect(view.body.orderNo).toBe(one.orderNo);
    const act = { orderNo: one.orderNo, action: 'urge', seen: view.body.timeline.length };
    expect((await send('/api/orders/act', act, pass)).status).toBe(200);
    const foreign = await send('/api/orders/query', { orderNo: other.orderNo }, pass);
    const none = await send('/api/orders/query', { orderNo: '15010020260101B0009999' }, pass);
    expect([foreign.status, none.status]).toEqual([404, 404]);
    expect(foreign.body).toEqual(none.body);
  });

  test('without a pass, with another purpose’s, a forged or an old one: proved anew', async () => {
    const phone = fresh();
    const { pass } = await prove(phone);
    clock.ms += 61_000;
    const { pass: form } = await prove(phone, 'form');
    const forged = `${pass.slice(0, -2)}${pass.endsWith('AA') ? 'BB' : 'AA'}`;
    for (const bad of ['', form, forged, 'x', '....'])
      expect((await mine(bad)).body.error?.code).toBe('NO_PASS');
    expect((await mine(pass)).status).toBe(200);
    clock.ms += HOUR;
    expect((await mine(pass)).body.error.code).toBe('NO_PASS');
    const asked = await send('/api/orders/query', { orderNo: '15010020260101B0009999' }, pass);
    expect(asked.body.error.code).toBe('NO_PASS');
  });

  test('a known phone and an unknown one are answered alike, at every step', async () => {
    const [known, unknown] = [fresh(), fresh()];
    await filed(await house.citizen(), `赛罕区大学东路路灯坏了好几天了，我电话${known}`);
    const [a, b] = [await ask(known), await ask(unknown)];
    expect([a.status, { ...a.body, id: '' }]).toEqual([b.status, { ...b.body, id: '' }]);
    const said = [
      await show(known, a.body.id, wrong(texting.codeFor(known))),
      await show(unknown, b.body.id, wrong(texting.codeFor(unknown))),
      await show(unknown, 'f'.repeat(32), '123456'),
    ];
    expect(new Set(said.map(({ status, body }) => `${status} ${JSON.stringify(body)}`)).size).toBe(1);
  });
});

describe('a code', () => {
  test('is used once, by one of many at once', async () => {
    const phone = fresh();
    const { body } = await ask(phone);
    const code = texting.codeFor(phone);
    const all = await Promise.all([1, 2, 3, 4, 5].map(() => show(phone, body.id, code)));
    expect(all.filter(({ status }) => status === 200)).toHaveLength(1);
    expect((await show(phone, body.id, code)).body.error.code).toBe('PHONE_CODE');
  });

  test('may be tried five times, a hundred guesses at once are no more', async () => {
    const phone = fresh();
    const { body } = await ask(phone);
    const code = texting.codeFor(phone);
    await Promise.all(Array.from({ length: 100 }, () => show(phone, body.id, wrong(code))));
    expect((await show(phone, body.id, code)).body.error.code).toBe('PHONE_CODE');
  });

  test('lives five minutes', async () => {
    const phone = fresh();
    const { body } = await ask(phone);
    expect(body.minutes).toBe(5);
    clock.ms += 5 * 60_000;
    expect((await show(phone, body.id, texting.codeFor(phone))).body.error.code).toBe('PHONE_CODE');
  });

  test('opens nothing of another purpose, another phone, another conversation', async () => {
    const [phone, other] = [fresh(), fresh()];
    const { body } = await ask(phone);
    const code = texting.codeFor(phone);
    const citizen = await house.citizen();
    const chat = `/api/chat/threads/${citizen.thread}/phone`;
    const tried = [
      await show(phone, body.id, code, 'form'),
      await show(other, body.id, code),
      await send(chat, { id: body.id, phone, code }, citizen.token),
    ];
    expect(tried.map((one) => one.body.error.code)).toEqual(['PHONE_CODE', 'PHONE_CODE', 'PHONE_CODE']);
    expect((await show(phone, body.id, code)).status).toBe(200);

    const asked = await send<CodeSent>(`${chat}/codes`, { phone: other }, citizen.token);
    const stranger = await house.citizen();
    const away = { id: asked.body.id, phone: other, code: texting.codeFor(other) };
    const path = `/api/chat/threads/${stranger.thread}/phone`;
    expect((await send(path, away, stranger.token)).body.error.code).toBe('PHONE_CODE');
    expect((await send(chat, away, stranger.token)).body.error.code).toBe('NO_TOKEN');
    expect((await send(chat, away, citizen.token)).status).toBe(200);
  });
});

describe('how many go out', () => {
  test('one a minute to a phone, five an hour, ten a day; who waits is told how long', async () => {
    const phone = fresh();
    expect((await ask(phone)).status).toBe(202);
    const early = await ask(phone);
    expect(early.body.error).toMatchObject({ code: 'TOO_MANY', hint: expect.stringMatching(/请 \d+ 秒后/) });
    // For another purpose it is the same phone.
    expect((await ask(phone, 'form')).status).toBe(429);
    const sendings = async (times: number) => {
      const seen: number[] = [];
      for (let n = 0; n < times; n++) {
        clock.ms += 61_000;
        seen.push((await ask(phone)).status);
      }
      return seen;
    };
    expect(await sendings(5)).toEqual([202, 202, 202, 202, 429]);
    clock.ms += HOUR;
    expect(await sendings(6)).toEqual([202, 202, 202, 202, 202, 429]);
    clock.ms += HOUR;
    expect(await sendings(1)).toEqual([429]);
    expect(texting.sent.filter((one) => one.phone === phone)).toHaveLength(10);
  });

  test('twenty an hour from one address, and at once no more than one to a phone', async () => {
    const phone = fresh();
    const many = await Promise.all(Array.from({ length: 20 }, () => ask(phone)));
    expect(many.filter(({ status }) => status === 202)).toHaveLength(1);
    // Who had to wait has used up nothing of the address.
    const each = await Promise.all(Array.from({ length: 25 }, () => ask(fresh())));
    expect(each.filter(({ status }) => status === 202)).toHaveLength(19);
  });
});

test('to many phones from one conversation: five an hour', async () => {
  const citizen = await house.citizen();
  const path = `/api/chat/threads/${citizen.thread}/phone/codes`;
  const seen: number[] = [];
  for (let n = 0; n < 6; n++) seen.push((await send(path, { phone: fresh() }, citizen.token)).status);
  expect(seen).toEqual([202, 202, 202, 202, 202, 429]);
  const other = await house.citizen();
  const there = `/api/chat/threads/${other.thread}/phone/codes`;
  expect((await send(there, { phone: fresh() }, other.token)).status).toBe(202);
});

test('a platform that takes it and hangs up: the code may come late, is good, and counts as sent', async () => {
  const slow = await startTexting();
  const there = await startHouse({ kinds: [gateway] }, slow.env);
  slow.hangUp();
  const to = <T>(path: string, body: object) =>
    call<T & Refused>(`${there.url}${path}`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(body),
    });
  try {
    const phone = fresh();
    const asked = { purpose: 'orders', phone };
    const { status, body } = await to<CodeSent>('/api/phone/codes', asked);
    expect([status, body.sure]).toEqual([202, false]);
    expect((await to('/api/phone/codes', asked)).status).toBe(429);
    const shown = { ...asked, id: body.id, code: slow.codeFor(phone) };
    expect((await to('/api/phone/proofs', shown)).status).toBe(200);
  } finally {
    await there.stop();
    slow.stop();
  }
});

test('a platform that does not take it: said so, and another may be asked for at once', async () => {
  const down = await startTexting();
  const there = await startHouse({ kinds: [gateway] }, down.env);
  down.stop();
  try {
    const phone = fresh();
    const asked = () =>
      call<Refused>(`${there.url}/api/phone/codes`, {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify({ purpose: 'orders', phone }),
      });
    expect((await asked()).body.error.code).toBe('SMS_FAILED');
    expect((await asked()).body.error.code).toBe('SMS_FAILED');
  } finally {
    await there.stop();
  }
});

test('where nobody sends short messages it is said, and how else', async () => {
  const plain = await startHouse();
  try {
    expect((await call(`${plain.url}/api/chat/phone`)).body).toEqual({ on: false });
    const body = JSON.stringify({ purpose: 'orders', phone: fresh() });
    const headers = { 'content-type': 'application/json' };
    const said = await call<Refused>(`${plain.url}/api/phone/codes`, { method: 'POST', headers, body });
    expect([said.status, said.body.error.message]).toEqual([404, expect.stringContaining('工单号和提取码')]);
  } finally {
    await plain.stop();
  }
});

describe('a conversation', () => {
  const inChat = async (citizen: Citizen, phone: string): Promise<Reply<Refused>> => {
    const at = `/api/chat/threads/${citizen.thread}/phone`;
    const asked = await send<CodeSent>(`${at}/codes`, { phone }, citizen.token);
    return send(at, { id: asked.body.id, phone, code: texting.codeFor(phone) }, citizen.token);
  };
  const text = (lines: Line[]) => lines.map((line) => line.text).join('\n');

  test('joins the others of its phone, and their open order is at home here too', async () => {
    const phone = fresh();
    const client = clientOf(house.url, 'mengsuban', now);
    const sent = await client.post({
      type: 'message',
      id: randomUUID(),
      thread: 'user-1',
      text: '赛罕区大学东路路灯坏了好几天了',
      fields: { place: '赛罕区大学东路', content: '路灯坏了好几天了' },
      citizen: { verifiedPhone: phone },
      complete: true,
    });
    expect(sent.status).toBe(202);
    const citizen = await house.citizen();
    const { pass } = await prove(phone);
    const wait = async (): Promise<string> =>
      (await mine(pass)).body[0]?.orderNo ?? new Promise((r) => setTimeout(r, 50)).then(wait);
    const orderNo = await wait();
    clock.ms += 61_000;
    expect((await inChat(citizen, phone)).status).toBe(200);
    const lines = await citizen.until((line) => line.text.includes(orderNo));
    expect(text(lines)).toMatch(/手机号 \d{3}\*{4}\d{4} 已用短信验证码核对/);
    expect(text(await citizen.ask('催一下'))).toContain(orderNo);
  });

  test('of two phones is nobody’s to join: a person must see which is right', async () => {
    const citizen = await house.citizen();
    expect((await inChat(citizen, fresh())).status).toBe(200);
    const again = await inChat(citizen, fresh());
    expect([again.status, again.body.error.message]).toEqual([409, expect.stringContaining('手机号不同')]);
  });
});

test('a form filed with its phone proved stands among that phone’s; another phone’s pass counts for nothing', async () => {
  const [phone, other] = [fresh(), fresh()];
  const { pass } = await prove(phone, 'form');
  const file = async (with_: string) =>
    send<FormFiledReply>('/api/forms/estate', {
      id: randomUUID(),
      version: 1,
      values: { ...FILLINGS.estate, phone: with_ },
      proof: await solve(house.url, 'estate'),
      phonePass: pass,
    });
  const { body } = await file(phone);
  expect(body.proved).toBe(true);
  expect((await file(other)).body.proved).toBeUndefined();
  clock.ms += 61_000;
  const { pass: orders } = await prove(phone);
  expect((await mine(orders)).body.map(({ orderNo }) => orderNo)).toEqual([body.orderNo]);
});

test('neither code nor phone is at rest, in the journal, among the traces or in the log; every use leaves a trace', async () => {
  const phone = fresh();
  const { body } = await ask(phone);
  const code = texting.codeFor(phone);
  await show(phone, body.id, wrong(code));
  const { pass } = (await show(phone, body.id, code)).body;
  await mine(pass);
  const rows = await house.aside(async ({ connection }) => {
    const names = (await connection.db!.listCollections().toArray()).map(({ name }) => name);
    expect(names).toEqual(expect.arrayContaining(['phonecodes', 'phonecounts', 'journal', 'audit']));
    const each = names.map(async (name) => [name, await connection.db!.collection(name).find().toArray()]);
    return Object.fromEntries(await Promise.all(each)) as Record<string, Record<string, unknown>[]>;
  });
  const traces = rows.audit?.filter(({ target }) => String(target).endsWith(body.id));
  expect(traces?.map(({ action, result }) => [action, result])).toEqual([
    ['phone.code', 'ok'],
    ['phone.prove', 'failed'],
    ['phone.prove', 'ok'],
  ]);
  // What is shipped is full of figures, and none of it is of this test.
  const written = Object.entries(rows).filter(([name]) => !name.startsWith('knowledge'));
  const all = JSON.stringify(written) + inspect(logged, { depth: 9 });
  expect(all).not.toContain(phone);
  expect(all).not.toContain(pass);
  expect(all).not.toMatch(new RegExp(`(?<!\\d)${code}(?!\\d)`));
  expect(all).toContain(body.id);
  expect(texting.refused).toEqual([]);
});

test('asked for before a restart, shown after it; a pass survives it too', async () => {
  const phone = fresh();
  const { body } = await ask(phone);
  await house.restart();
  const { pass } = (await show(phone, body.id, texting.codeFor(phone))).body;
  await house.restart();
  expect((await mine(pass)).status).toBe(200);
});
