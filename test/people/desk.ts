/** The room on a real database, with a clock that tests move by hand and hashing that costs little. */
import { Readable } from 'node:stream';
import { Problem } from '../../server/errors.js';
import { Answer, type Asked, type SignedIn } from '../../server/http/handler.js';
import { createPasswords, type Passwords } from '../../server/people/passwords.js';
import { createPeople, type People } from '../../server/people/people.js';
import { secretsFrom } from '../../server/people/secrets.js';
import { loadPolicy } from '../../server/policy/policy.js';
import type { Policy } from '../../server/policy/types.js';
import { freshDatabase } from '../support/database.js';

export const FIRST = 'First-grass-2026';
export const SECOND = 'Second-river-2026';

export interface Clock {
  now: Date;
  pass(seconds: number): void;
}

export interface Desk {
  people: People;
  connection: Awaited<ReturnType<typeof emptyDatabase>>;
  clock: Clock;
  policy: Policy;
  /** How often a password was really looked at. */
  looked(): number;
  /** Set by a test: no password is looked at, the house is too busy. */
  busy: boolean;
  again(publicUrl?: string | null): Promise<People>;
}

let shared: ReturnType<typeof freshDatabase> | null = null;
afterAll(async () => (await shared)?.close());

/** One store serves a whole file of tests; each test finds it empty. */
async function emptyDatabase() {
  shared ??= freshDatabase();
  const { connection } = await shared;
  for (const name of ['accounts', 'admins', 'sessions', 'tries', 'audit'])
    await connection.collection(name).deleteMany({});
  return connection;
}

export async function openDesk(publicUrl: string | null = null): Promise<Desk> {
  const connection = await emptyDatabase();
  const policy = await loadPolicy();
  const clock: Clock = {
    now: new Date('2026-03-02T01:00:00Z'),
    pass(seconds) {
      clock.now = new Date(clock.now.getTime() + seconds * 1000);
    },
  };
  const cheap = await createPasswords({ memoryCost: 64, timeCost: 1, parallelism: 1 });
  let looked = 0;
  const passwords: Passwords = {
    hash: cheap.hash,
    verify(hash, password) {
      if (desk.busy) return Promise.reject(new Problem('BUSY'));
      looked += 1;
      return cheap.verify(hash, password);
    },
  };
  const again = (url: string | null = publicUrl): Promise<People> =>
    createPeople({
      connection,
      policy,
      secrets: secretsFrom(Buffer.alloc(32, 3)),
      config: { publicUrl: url },
      now: () => clock.now,
      passwords,
    });
  const desk: Desk = {
    people: await again(),
    connection,
    clock,
    policy,
    looked: () => looked,
    busy: false,
    again,
  };
  return desk;
}

export function ask<Body>(body: Body, more: Partial<Asked<Body>> = {}): Asked<Body> {
  return {
    params: {},
    query: {},
    body,
    stream: Readable.from([]),
    headers: {},
    ip: '203.0.113.7',
    account: null,
    thread: null,
    gone: new AbortController().signal,
    ...more,
  };
}

/** What a browser keeps of an answer. */
export interface Seen {
  body: Record<string, unknown>;
  /** As the header `cookie` sends it back; undefined where none was set. */
  cookie: string | undefined;
  setCookie: string | undefined;
  status: number | undefined;
}

export function seen(reply: unknown): Seen {
  if (!(reply instanceof Answer)) throw new Error('expected an Answer');
  const setCookie = reply.say.headers?.['set-cookie'];
  if (Array.isArray(setCookie)) throw new Error('one cookie expected');
  return {
    body: (reply.say.body ?? {}) as Record<string, unknown>,
    cookie: setCookie?.split(';')[0],
    setCookie,
    status: reply.say.status,
  };
}

export async function signIn(people: People, account: string, password: string, ip = '203.0.113.7') {
  return seen(await people.handlers.signIn(ask({ account, password }, { ip })));
}

/** Signs in and changes the first password, as the house demands. */
export async function signInFirst(people: People, account: string, first: string, password = SECOND) {
  const { cookie } = await signIn(people, account, first);
  const who = await people.sessionOf(cookie);
  const changed = seen(await people.handlers.password(ask({ old: first, new: password }, { account: who })));
  const after = await people.sessionOf(changed.cookie);
  if (!after) throw new Error('no session after the change');
  return { cookie: changed.cookie, who: after };
}

export async function bossOf(desk: Desk): Promise<SignedIn> {
  await desk.people.ensureFirstAdmin({ password: FIRST });
  return (await signInFirst(desk.people, 'admin', FIRST)).who;
}

export async function makeAccount(
  people: People,
  boss: SignedIn,
  account: string,
  roles = ['AGENT'],
  seat?: string,
) {
  const body = {
    account,
    name: '测试坐席',
    seat: seat ?? String(1000 + [...account].reduce((n, c) => n + c.charCodeAt(0), 0)),
    roles,
  };
  return seen(await people.handlers.newAccount(ask(body, { account: boss }))).body;
}

/** The code of the Problem that a call ends with; anything else is a failure of the test. */
export async function codeOf(work: Promise<unknown>): Promise<string> {
  try {
    await work;
  } catch (error) {
    const { code } = error as { code?: unknown };
    if (typeof code === 'string') return code;
    throw error;
  }
  return 'no problem';
}
