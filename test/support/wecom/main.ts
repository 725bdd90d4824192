/**
 * 企业微信 in a process of its own: `node main.js`, its settings as JSON in SIMULATOR; prints its port. The
 * platform's API lies below /cgi-bin, what a test does to it below /sim.
 */
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { type Answer, callApi, json, newCode, readFile } from './api.js';
import { random } from './crypt.js';
import { logKf, notifyKf, push, type Told, type Twist, verify } from './push.js';
import { createWorld, type Fault, type KfMessage, type Settings } from './world.js';

const world = createWorld(JSON.parse(process.env.SIMULATOR ?? '{}') as Settings);
const seconds = (): number => Math.floor(world.now() / 1000);

export interface AppSaying {
  citizen: string;
  id?: string;
  /** As in the XML: MsgType and what belongs to it. */
  rows: Record<string, string | number>;
  twist?: Twist;
}

export interface KfSaying {
  citizen: string;
  account?: string;
  id?: string;
  /** As in msg_list: msgtype and what belongs to it. */
  row: Record<string, unknown>;
  /** 3 a citizen, 4 the system, 5 a member of staff inside 企业微信. */
  origin?: number;
  /** False: the notice is lost, or comes later. */
  notice?: boolean;
  /** Seconds ago. */
  age?: number;
  twist?: Twist;
}

type Verbs = Record<string, (given: never) => unknown>;

const verbs = {
  house: ({ url }: { url: string }) => {
    world.house = url;
  },
  say: ({
    citizen,
    id = String(7_000_000_000_000_000 + Math.floor(Math.random() * 1e12)),
    rows,
    twist,
  }: AppSaying): Promise<Told> => {
    world.members.add(citizen);
    return push(
      world,
      'wecom',
      {
        ToUserName: world.settings.corpId,
        FromUserName: citizen,
        CreateTime: seconds(),
        AgentID: world.settings.agentId,
        ...(rows.MsgType === 'event' ? {} : { MsgId: id }),
        ...rows,
      },
      twist,
    );
  },
  kf: async ({
    citizen,
    account = 'wkHotline001',
    id = random(16),
    row,
    origin = 3,
    notice = true,
    age = 0,
    twist,
  }: KfSaying): Promise<Told | null> => {
    logKf(world, account, {
      msgid: id,
      open_kfid: account,
      external_userid: citizen,
      send_time: seconds() - age,
      origin,
      ...row,
    } as KfMessage);
    return notice ? notifyKf(world, account, twist) : null;
  },
  notify: ({ account = 'wkHotline001', twist }: { account?: string; twist?: Twist }) =>
    notifyKf(world, account, twist),
  /** A citizen opens the chat; 48 hours without words bring a welcome code. */
  enter: async ({
    citizen,
    account = 'wkHotline001',
    age = 0,
  }: {
    citizen: string;
    account?: string;
    age?: number;
  }) => {
    const known = world.citizen(account, citizen);
    const event: Record<string, unknown> = {
      event_type: 'enter_session',
      open_kfid: account,
      external_userid: citizen,
      scene: 'web',
    };
    if (!known.greeted) event.welcome_code = newCode(world, citizen, account);
    known.greeted = true;
    logKf(world, account, {
      msgid: random(16),
      send_time: seconds() - age,
      origin: 4,
      open_kfid: account,
      msgtype: 'event',
      event,
    } as KfMessage);
    return notifyKf(world, account);
  },
  verify: ({ channel, twist }: { channel: string; twist?: Twist }) => verify(world, channel, twist),
  mood: ({ mood }: { mood: 'well' | 'busy' | 'gone' }) => {
    world.mood = mood;
  },
  fault: (fault: Partial<Fault> & { path: string }) => {
    world.faults.push({ code: null, status: 200, wait: 0, times: 1, ...fault });
  },
  calm: () => {
    world.faults.length = 0;
  },
  advance: ({ ms }: { ms: number }) => world.advance(ms),
  /** Somebody else asked for a token with the same secret and ours was thrown away. */
  killTokens: () => {
    for (const token of world.tokens.values()) token.dead = true;
  },
  killCursors: () => {
    world.generation += 1;
  },
  pages: ({ size = 1000, empty = 0 }: { size?: number; empty?: number }) => {
    world.pageSize = size;
    world.emptyPages = empty;
  },
  session: ({
    citizen,
    account = 'wkHotline001',
    state,
  }: {
    citizen: string;
    account?: string;
    state: 0 | 1 | 2 | 3 | 4;
  }) => {
    world.citizen(account, citizen).state = state;
  },
  leave: ({ citizen }: { citizen: string }) => {
    world.left.add(citizen);
  },
  account: ({ id }: { id: string }) => {
    world.accounts.push(id);
  },
  media: ({
    base64,
    name,
    type,
    kind,
  }: {
    base64: string;
    name: string;
    type: string;
    kind: string;
  }): string => world.keepMedia({ bytes: Buffer.from(base64, 'base64'), name, type, kind }),
  mediaBytes: ({ id }: { id: string }): string | null =>
    world.media.get(id)?.bytes.toString('base64') ?? null,
  arrived: ({ citizen }: { citizen?: string }) =>
    world.arrived.filter((one) => citizen === undefined || one.citizen === citizen),
  calls: () => world.calls.splice(0),
  issued: () => world.issued,
} satisfies Verbs;

export type SimVerbs = typeof verbs;

async function bodyOf(req: IncomingMessage): Promise<Buffer> {
  const parts: Buffer[] = [];
  for await (const part of req) parts.push(part as Buffer);
  return Buffer.concat(parts);
}

async function serve(req: IncomingMessage): Promise<Answer> {
  const url = new URL(req.url ?? '/', 'http://simulator');
  const body = await bodyOf(req);
  if (url.pathname.startsWith('/sim/')) {
    const verb = (verbs as Verbs)[url.pathname.slice(5)];
    if (!verb) return { status: 404, type: 'text/plain', body: '' };
    const said = await verb(JSON.parse(body.toString() || '{}') as never);
    return json({ said: said ?? null });
  }
  const file = url.pathname.endsWith('/media/upload') ? await readFile(req, body) : null;
  return callApi(world, {
    method: req.method ?? '',
    path: url.pathname,
    query: url.searchParams,
    body,
    file,
  });
}

const server = createServer((req: IncomingMessage, res: ServerResponse) => {
  serve(req).then(
    ({ status, type, body, headers = {} }) => {
      res.writeHead(status, { 'content-type': type, ...headers });
      res.end(body);
    },
    (error: unknown) => {
      res.writeHead(500);
      res.end(String(error));
    },
  );
});
server.keepAliveTimeout = 60_000;
server.listen(0, '127.0.0.1', () => {
  const address = server.address();
  process.stdout.write(`${typeof address === 'object' && address ? address.port : ''}\n`);
});
world.watch = (one) => process.stdout.write(`${JSON.stringify(one)}\n`);
process.on('SIGTERM', () => process.exit(0));
// Nobody left to talk to: the test that started us has died.
process.stdin.on('end', () => process.exit(0)).resume();
