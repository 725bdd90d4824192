/** The real shell on a real port, with small handlers: what reaches a handler is written down. */
import { createServer, request, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { createHttp, type HttpParts } from '../../server/http/app.js';
import type { SignedIn } from '../../server/http/handler.js';
import { type Hardness, harden } from '../../server/http/harden.js';
import { ROUTES, type RouteName } from '../../server/http/routes.js';

export const TOKEN = 'token-of-thread-one';
export const COOKIE = 'jiesu=session-of-agent';
export const CSRF = 'csrf-of-agent';

export const agent = (permissions: string[], more: Partial<SignedIn> = {}): SignedIn => ({
  account: 'agent01',
  name: '测试坐席',
  seat: '801',
  roles: ['AGENT'],
  unit: null,
  scope: null,
  permissions: new Set(permissions),
  mustChange: false,
  csrf: CSRF,
  session: 'hash',
  ...more,
});

export interface Reached {
  route: string;
  asked: { body: unknown; query: Record<string, string>; thread: string | null; account: SignedIn | null };
}

export interface Reply {
  status: number;
  headers: Record<string, string | string[] | undefined>;
  text: string;
  json: { error?: { code: string; message: string; hint?: string } } & Record<string, unknown>;
}

export interface Sent {
  method?: string;
  headers?: Record<string, string>;
  body?: string | Buffer;
}

export interface Shell {
  url: string;
  port: number;
  server: Server;
  reached: Reached[];
  logged: object[];
  /** The path goes out as written: no client tidies it up. */
  ask(path: string, sent?: Sent): Promise<Reply>;
  close(): Promise<void>;
}

export interface ShellWish {
  account?: SignedIn | null;
  handlers?: Partial<HttpParts['handlers']>;
  parts?: Partial<Omit<HttpParts, 'handlers'>>;
  hardness?: Partial<Hardness>;
  server?: Parameters<typeof createServer>[0];
}

export async function shell(wish: ShellWish = {}): Promise<Shell> {
  const reached: Reached[] = [];
  const logged: object[] = [];
  const note = (fields: object) => logged.push(fields);
  const quiet = Object.fromEntries(
    (Object.keys(ROUTES) as RouteName[]).map((route) => [
      route,
      async ({ body, query, thread, account }: Reached['asked']) => {
        reached.push({ route, asked: { body, query, thread, account } });
        return {};
      },
    ]),
  );
  const app = createHttp({
    handlers: { ...quiet, ...wish.handlers } as HttpParts['handlers'],
    sessionOf: async (cookies) => (cookies === COOKIE ? (wish.account ?? null) : null),
    threadOf: async (token, thread) => token === TOKEN && thread === 'one',
    publicUrl: null,
    publicDir: '/nonexistent',
    log: { debug: note, info: note, warn: note, error: note },
    now: () => new Date(),
    ...wish.parts,
  });
  const server = createServer(wish.server ?? {}, app);
  harden(server, wish.hardness);
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}`,
    port,
    server,
    reached,
    logged,
    ask: (path, sent = {}) => ask(port, path, sent),
    close: () =>
      new Promise((done) => {
        server.close(() => done());
        server.closeAllConnections();
      }),
  };
}

function ask(port: number, path: string, { method = 'GET', headers = {}, body }: Sent): Promise<Reply> {
  return new Promise((done, fail) => {
    const sent = request({ host: '127.0.0.1', port, path, method, headers, agent: false }, (res) => {
      let text = '';
      res.setEncoding('utf8');
      res.on('data', (part: string) => {
        text += part;
      });
      res.on('error', fail);
      res.on('end', () => {
        const type = String(res.headers['content-type'] ?? '');
        const json = type.includes('json') ? (JSON.parse(text) as Reply['json']) : {};
        done({ status: res.statusCode ?? 0, headers: res.headers, text, json });
      });
    });
    sent.on('error', fail);
    sent.end(body);
  });
}

export const json = (value: unknown, headers: Record<string, string> = {}): Sent => ({
  method: 'POST',
  headers: { 'content-type': 'application/json', ...headers },
  body: typeof value === 'string' ? value : JSON.stringify(value),
});

export const asThread = { authorization: `Bearer ${TOKEN}` };
export const asAgent = { cookie: COOKIE, 'x-csrf-token': CSRF };

/** A body that fits each route, for tests of what comes before it. */
export const pathOf = (route: { path: string }): string => route.path.replace(/:\w+/g, 'one');
