import type { Express } from 'express';
import { createHttp } from '../../server/http/app.js';
import { ROUTES, type Route } from '../../server/http/routes.js';
import { agent, asAgent, asThread, json, pathOf, type Shell, shell } from './shell.js';

const routes = Object.entries(ROUTES) as [string, Route][];
const desk = routes.filter(([, route]) => route.path.startsWith('/api/desk/') && route.permission !== null);

let house: Shell | undefined;
afterEach(async () => {
  await house?.close();
  house = undefined;
});

const send = (route: Route, headers: Record<string, string>) => ({
  ...(route.method === 'get' || route.method === 'delete' ? { headers } : json({}, headers)),
  method: route.method.toUpperCase(),
});

describe('every route is written down', () => {
  test('what is mounted is the list, no more and no less', () => {
    const app: Express = createHttp({
      handlers: {} as never,
      sessionOf: async () => null,
      threadOf: async () => false,
      publicUrl: null,
      publicDir: '/nonexistent',
      log: { debug() {}, info() {}, warn() {}, error() {} },
      now: () => new Date(),
    });
    const mounted = app.router.stack.flatMap((layer) => {
      const route = layer.route as unknown as { path: string; methods: Record<string, boolean> } | undefined;
      return route ? Object.keys(route.methods).map((method) => `${method} ${route.path}`) : [];
    });
    expect(mounted.sort()).toEqual(routes.map(([, { method, path }]) => `${method} ${path}`).sort());
  });

  test.each(routes)('%s names its permission', (_name, route) => {
    expect(Object.hasOwn(route, 'permission')).toBe(true);
    const { permission, path } = route;
    if (permission === null) expect(path).not.toMatch(/^\/api\/desk\/(?!session$)/);
    else if (permission === 'thread') expect(path).toMatch(/^\/api\/chat\/threads\/:thread/);
    else expect(path).toMatch(/^\/api\/desk\//);
  });
});

describe('the desk is closed to strangers', () => {
  test.each(desk)('%s answers 401 without a session', async (name, route) => {
    house = await shell();
    const said = await house.ask(pathOf(route), send(route, {}));
    expect([said.status, said.json.error?.code]).toEqual([401, 'NOT_SIGNED_IN']);
    const forged = await house.ask(pathOf(route), send(route, { cookie: 'jiesu=forged' }));
    expect(forged.status).toBe(401);
    expect(house.reached.map((one) => one.route)).not.toContain(name);
  });

  const guarded = desk.filter(([, route]) => route.permission !== 'session');
  test.each(guarded)('%s answers 403 without its permission', async (_name, route) => {
    house = await shell({ account: agent([]) });
    const said = await house.ask(pathOf(route), send(route, asAgent));
    expect([said.status, said.json.error?.code]).toEqual([403, 'FORBIDDEN']);
    expect(house.reached).toEqual([]);
  });

  const changing = desk.filter(([, route]) => route.method !== 'get');
  test.each(changing)('%s answers 403 to a wrong or missing csrf token', async (_name, route) => {
    house = await shell({ account: agent([route.permission ?? '']) });
    for (const token of [{}, { 'x-csrf-token': 'wrong' }]) {
      const said = await house.ask(pathOf(route), send(route, { cookie: asAgent.cookie, ...token }));
      expect([said.status, said.json.error?.code]).toEqual([403, 'CSRF']);
    }
    const foreign = { ...asAgent, origin: 'https://evil.example' };
    expect((await house.ask(pathOf(route), send(route, foreign))).json.error?.code).toBe('CSRF');
    expect(house.reached).toEqual([]);
  });

  test.each(desk)('%s lets in who may', async (name, route) => {
    house = await shell({ account: agent([route.permission ?? '']) });
    const said = await house.ask(pathOf(route), send(route, asAgent));
    expect([401, 403]).not.toContain(said.status);
    // Either the handler was reached or the body, judged last, was refused for its kind or its content.
    expect([415, 422].includes(said.status) || house.reached.some((one) => one.route === name)).toBe(true);
  });

  test('a first password opens nothing but its own change', async () => {
    house = await shell({ account: agent(['order.read'], { mustChange: true }) });
    expect((await house.ask('/api/desk/orders', { headers: asAgent })).json.error?.code).toBe('MUST_CHANGE');
    expect((await house.ask('/api/desk/session', { headers: asAgent })).status).toBe(200);
  });

  test('sign-in from another site is refused', async () => {
    house = await shell();
    const body = { account: 'a', password: 'b' };
    const said = await house.ask('/api/desk/session', json(body, { origin: 'https://evil.example' }));
    expect(said.json.error?.code).toBe('CSRF');
  });
});

describe('a thread is opened by its own token only', () => {
  const own = routes.filter(([, route]) => route.permission === 'thread');
  test.each(own)('%s answers 401 to no token, a forged one, another thread', async (_name, route) => {
    house = await shell();
    for (const headers of [{}, { authorization: 'Bearer forged' }, { authorization: 'Basic b25lOm9uZQ==' }])
      expect((await house.ask(pathOf(route), send(route, headers))).json.error?.code).toBe('NO_TOKEN');
    const other = pathOf(route).replace('one', 'two');
    expect((await house.ask(other, send(route, asThread))).json.error?.code).toBe('NO_TOKEN');
    expect(house.reached).toEqual([]);
  });

  test('the handler learns which thread it was', async () => {
    house = await shell();
    await house.ask('/api/chat/threads/one/messages?after=3&wait=0', { headers: asThread });
    expect(house.reached[0]).toMatchObject({
      route: 'lines',
      asked: { thread: 'one', query: { after: '3', wait: '0' } },
    });
  });
});

describe('rate, then permission, then body', () => {
  test('a stranger with a bad body hears of the session, and soon only of the rate', async () => {
    house = await shell({ parts: { limits: { general: { max: 2, seconds: 60 } } } });
    const bad = json('{');
    expect((await house.ask('/api/desk/unmask', bad)).status).toBe(401);
    expect((await house.ask('/api/desk/unmask', bad)).status).toBe(401);
    expect((await house.ask('/api/desk/unmask', bad)).status).toBe(429);
  });
});

describe('what nobody mounted', () => {
  test('an unknown path is 404 in Chinese, a known one in the wrong way 405 with Allow', async () => {
    house = await shell();
    const lost = await house.ask('/api/nothing');
    expect([lost.status, lost.json.error?.code]).toEqual([404, 'NOT_FOUND']);
    expect(lost.json.error?.message).toMatch(/没有找到/);
    const wrong = await house.ask('/api/desk/session', { method: 'PATCH' });
    expect([wrong.status, wrong.json.error?.code]).toEqual([405, 'METHOD']);
    expect(wrong.headers.allow).toBe('POST, GET, DELETE, HEAD, OPTIONS');
    expect((await house.ask('/api/chat/threads/one', { method: 'DELETE' })).headers.allow).toMatch(/GET/);
  });
});
