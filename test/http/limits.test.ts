import { Problem } from '../../server/errors.js';
import { guessLock } from '../../server/http/guess-lock.js';
import { agent, asAgent, json, type Shell, shell } from './shell.js';

let house: Shell;
afterEach(() => house?.close());

const ORDER = '15010220260701C0000018';
const CODE = 'K7Q2M9';
const view = {
  orderNo: ORDER,
  state: '已受理，等待派单',
  title: '路灯报修',
  place: '测试路',
  createdAt: '2026-07-01T00:00:00Z',
  updatedAt: '2026-07-01T00:00:00Z',
  timeline: [],
  mayRate: false,
  acts: [],
};
const orderQuery = async ({ body }: { body: { orderNo: string; code?: string | undefined } }) => {
  if (body.orderNo !== ORDER || body.code !== CODE) throw new Problem('NO_ORDER', '工单在，码不对');
  return view;
};
const wide = { query: { max: 1000, seconds: 60 } };
const query = (orderNo: string, code: string) => house.ask('/api/orders/query', json({ orderNo, code }));

describe('how much one address may ask', () => {
  test.each([
    ['the order query', '/api/orders/query', { query: { max: 3, seconds: 60 } }],
    ['sign-in', '/api/desk/session', { signIn: { max: 3, seconds: 60 } }],
    ['opening threads', '/api/chat/threads', { openThread: { max: 3, seconds: 60 } }],
    ['uploads', '/api/forms/files', { upload: { max: 3, seconds: 60 } }],
    ['forms', '/api/forms/repair', { form: { max: 3, seconds: 60 } }],
    ['letters', '/api/letters', { form: { max: 3, seconds: 60 } }],
    ['letters asked for', '/api/letters/query', { query: { max: 3, seconds: 60 } }],
    ['useful or not', '/api/qa/useful', { form: { max: 3, seconds: 60 } }],
  ])('%s: the fourth is told to wait, in Chinese, with Retry-After', async (_name, path, limits) => {
    house = await shell({ parts: { limits } });
    for (let i = 0; i < 3; i++) expect((await house.ask(path, json({}))).status).not.toBe(429);
    const said = await house.ask(path, json({}));
    expect([said.status, said.json.error?.code]).toEqual([429, 'TOO_MANY']);
    expect(Number(said.headers['retry-after'])).toBeGreaterThan(0);
    expect(Number(said.headers['retry-after'])).toBeLessThanOrEqual(60);
    expect(said.json.error?.hint).toMatch(/请 \d+ 秒后再试/);
  });

  test('a question costs an understanding: page and interface share their own count', async () => {
    house = await shell({ parts: { limits: { ask: { max: 2, seconds: 60 } } } });
    expect((await house.ask('/api/qa?q=a')).status).toBe(200);
    expect((await house.ask('/qa?q=a')).status).toBe(200);
    expect((await house.ask('/api/qa?q=a')).status).toBe(429);
    expect((await house.ask('/api/qa/suggest?q=a')).status).toBe(200);
  });

  test('page and interface share one count', async () => {
    house = await shell({ handlers: { orderQuery }, parts: { limits: { query: { max: 2, seconds: 60 } } } });
    await query(ORDER, CODE);
    const form = {
      method: 'POST',
      headers: { 'content-type': 'application/x-www-form-urlencoded' },
      body: `orderNo=${ORDER}&code=${CODE}`,
    };
    expect((await house.ask('/portal/query', form)).status).toBe(200);
    expect((await query(ORDER, CODE)).status).toBe(429);
  });

  test('a forwarded address is believed only behind a proxy that was named', async () => {
    const tight = { limits: { openThread: { max: 1, seconds: 60 } } };
    const from = (ip: string) => ({ method: 'POST', headers: { 'x-forwarded-for': ip } });
    house = await shell({ parts: tight });
    await house.ask('/api/chat/threads', from('203.0.113.1'));
    expect((await house.ask('/api/chat/threads', from('203.0.113.2'))).status).toBe(429);
    await house.close();
    house = await shell({ parts: { ...tight, trustProxy: 1 } });
    await house.ask('/api/chat/threads', from('203.0.113.1'));
    expect((await house.ask('/api/chat/threads', from('203.0.113.2'))).status).toBe(201);
    expect((await house.ask('/api/chat/threads', from('6.6.6.6, 203.0.113.2'))).status).toBe(429);
  });

  test('health is never told to wait', async () => {
    house = await shell({ parts: { limits: { general: { max: 1, seconds: 60 } } } });
    for (let i = 0; i < 5; i++) expect((await house.ask('/healthz')).status).toBe(200);
  });

  test('staff are counted too', async () => {
    house = await shell({
      account: agent(['order.read']),
      parts: { limits: { general: { max: 1, seconds: 60 } } },
    });
    await house.ask('/api/desk/orders', { headers: asAgent });
    expect((await house.ask('/api/desk/orders', { headers: asAgent })).status).toBe(429);
  });
});

describe('nobody guesses a query code', () => {
  test('a wrong number and a wrong code are one answer, word for word', async () => {
    house = await shell({ handlers: { orderQuery }, parts: { limits: wide } });
    const wrongCode = await query(ORDER, 'AAAAAA');
    const wrongNumber = await query('15010220260701C0000099', CODE);
    expect(wrongCode.status).toBe(404);
    expect(wrongCode.text).toBe(wrongNumber.text);
  });

  test('after five wrong codes even the right one waits; another number does not', async () => {
    let now = new Date('2026-07-01T08:00:00Z');
    house = await shell({ handlers: { orderQuery }, parts: { limits: wide, now: () => now } });
    for (let i = 0; i < 5; i++) expect((await query(ORDER, `WRONG${i}`)).status).toBe(404);
    // Written in another way it is the same number.
    const shut = await query(` ${ORDER.toLowerCase().replace(/(.{6})/, '$1 –\u200b')}`, CODE);
    expect([shut.status, shut.json.error?.code, shut.headers['retry-after']]).toEqual([429, 'LOCKED', '60']);
    expect((await query('15010220260701C0000099', 'x')).status).toBe(404);
    now = new Date(now.getTime() + 60_000);
    expect((await query(ORDER, 'WRONG')).status).toBe(404);
    expect((await query(ORDER, CODE)).headers['retry-after']).toBe('120');
    now = new Date(now.getTime() + 120_000);
    expect((await query(ORDER, CODE)).status).toBe(200);
    // The right code makes the number free again.
    expect((await query(ORDER, 'WRONG')).status).toBe(404);
  });

  test('a hundred guesses at the same moment are a hundred guesses', async () => {
    let asked = 0;
    house = await shell({
      handlers: {
        orderQuery: async (one) => {
          asked += 1;
          return orderQuery(one);
        },
      },
      parts: { limits: wide },
    });
    const said = await Promise.all(Array.from({ length: 100 }, (_, i) => query(ORDER, `G${i}`)));
    expect(asked).toBe(5);
    expect(said.filter((one) => one.status === 429)).toHaveLength(95);
  });

  test('a failure of ours is no guess', async () => {
    let broken = true;
    house = await shell({
      handlers: {
        orderQuery: async (one) => {
          if (broken) throw new Error('database away');
          return orderQuery(one);
        },
      },
      parts: { limits: wide },
    });
    for (let i = 0; i < 8; i++) expect((await query(ORDER, CODE)).status).toBe(500);
    broken = false;
    expect((await query(ORDER, CODE)).status).toBe(200);
  });

  test('the wait doubles up to an hour, and a day of quiet forgets', () => {
    const lock = guessLock();
    let at = Date.parse('2026-07-01T00:00:00Z');
    const waits: number[] = [];
    for (let i = 0; i < 12; i++) {
      expect(lock.enter('N', new Date(at))).toBe(0);
      const wait = i < 4 ? 0 : lock.enter('N', new Date(at));
      waits.push(wait);
      at += wait * 1000;
    }
    expect(waits).toEqual([0, 0, 0, 0, 60, 120, 240, 480, 960, 1920, 3600, 3600]);
    at += 86_400_000;
    for (let i = 0; i < 4; i++) expect(lock.enter('M', new Date(at))).toBe(0);
    expect(lock.enter('N', new Date(at))).toBe(0);
    expect(lock.enter('N', new Date(at))).toBe(0);
  });
});
