/** What an agent does to a conversation, on a real store: claimed once, moved by who holds it, repeats harmless. */
import { type MoveName, move } from '../../server/desk/moves.js';
import type { SignedIn } from '../../server/http/handler.js';
import { createCommit } from '../../server/intake/commit.js';
import { fresh } from '../../server/intake/receive.js';
import type { ThreadDoc } from '../../server/intake/thread.js';
import type { Database } from '../../server/store/connect.js';
import { alarmStore, journalStore } from '../../server/store/journal.js';
import { letterStore } from '../../server/store/letters.js';
import { lineStore } from '../../server/store/lines.js';
import { threadStore } from '../../server/store/threads.js';
import { ticketStore } from '../../server/store/tickets.js';
import { voteStore } from '../../server/store/votes.js';
import { freshDatabase } from '../support/database.js';

const AT = new Date('2026-01-05T02:00:00Z');
const agent = (account: string): SignedIn => ({
  account,
  name: '演示坐席',
  seat: account === 'ann' ? '101' : '102',
  roles: ['AGENT'],
  unit: null,
  scope: null,
  permissions: new Set(),
  mustChange: false,
  csrf: '',
  session: '',
});
const [ann, bob] = [agent('ann'), agent('bob')];

let database: Database;
let parts: Awaited<ReturnType<typeof open>>;
beforeAll(async () => {
  database = await freshDatabase();
  parts = await open();
}, 60_000);
afterAll(() => database.close());

async function open() {
  const { connection } = database;
  const stores = {
    threads: threadStore(connection),
    lines: lineStore(connection),
    journal: journalStore(connection),
    alarms: alarmStore(connection),
    tickets: ticketStore(connection),
    votes: voteStore(connection),
    letters: letterStore(connection),
  };
  await Promise.all([stores.threads.init(), stores.lines.init(), stores.journal.init()]);
  const now = () => AT;
  const { commit } = createCommit({ ...stores, policyHash: 'p', now, at: () => {}, told: () => {} });
  const phrase = (key: string, values: Record<string, string | number> = {}) =>
    [key, ...Object.values(values)].join(' ');
  return { ...stores, commit, phrase, now };
}

let count = 0;
async function waiting(more: Partial<ThreadDoc> = {}): Promise<string> {
  count += 1;
  const doc = fresh({ channel: 'web', thread: `t${count}` }, AT);
  await parts.threads.open({ ...doc, holder: 'queue', waitingFor: 'asked', waitingSince: AT, ...more });
  return doc._id;
}
const go = (name: MoveName, thread: string, account: SignedIn, version = 0) =>
  move(parts, name, { thread, version, account, ip: '127.0.0.1' });
const said = async (thread: string) => (await parts.lines.after(thread, 0, 20)).map((line) => line.text);

test('two agents can never hold the same conversation', async () => {
  const thread = await waiting();
  const answers = await Promise.allSettled([go('claim', thread, ann), go('claim', thread, bob)]);
  expect(answers.map((answer) => answer.status).sort()).toEqual(['fulfilled', 'rejected']);
  const lost = answers.find((answer) => answer.status === 'rejected');
  expect(lost?.reason).toMatchObject({ code: 'TAKEN' });
  expect(await said(thread)).toHaveLength(1);
});

test('a claim asked for twice, at once or later, is one claim and one line', async () => {
  const thread = await waiting({ urgent: true, turns: 5 });
  await Promise.all([go('claim', thread, ann), go('claim', thread, ann), go('claim', thread, ann)]);
  expect(await go('claim', thread, ann)).toMatchObject({
    holder: 'agent',
    agent: 'ann',
    version: 1,
    waitingFor: null,
    waitingSince: null,
    urgent: false,
    turns: 0,
  });
  expect(await said(thread)).toEqual(['seat.joined 101']);
});

test('a claim goes through although the bot speaks at this very moment', async () => {
  const thread = await waiting({ holder: 'bot' });
  const bot = parts.commit({
    cause: `turn:${thread}:1`,
    actor: { kind: 'system', id: 'bot', role: 'SYSTEM' },
    claims: [`${thread}@1`],
    changes: [{ do: 'thread', id: thread, version: 1, set: { lastText: 'x' } }],
    before: {},
  });
  const [done, held] = await Promise.all([bot, go('claim', thread, ann)]);
  // Either order is right; what may not be is two changes under one version.
  expect(held.agent).toBe('ann');
  expect(held.version).toBe(done === 'done' ? 2 : 1);
});

test.each(['handBack', 'close'] as const)(
  '%s: by who holds it alone, at the version seen, once',
  async (name) => {
    const thread = await waiting();
    await go('claim', thread, ann);
    await expect(go(name, thread, bob, 1)).rejects.toMatchObject({ code: 'NOT_ALLOWED' });
    await expect(go(name, thread, ann, 0)).rejects.toMatchObject({ code: 'STALE' });
    expect(await go(name, thread, ann, 1)).toMatchObject({
      holder: name === 'close' ? 'closed' : 'bot',
      agent: null,
      version: 2,
    });
    await expect(go(name, thread, ann, 2)).rejects.toMatchObject({ code: 'NOT_ALLOWED' });
    expect(await said(thread)).toHaveLength(2);
  },
);

test('a closed conversation may be taken up by another agent', async () => {
  const thread = await waiting();
  await go('claim', thread, ann);
  await go('close', thread, ann, 1);
  expect(await go('claim', thread, bob)).toMatchObject({ holder: 'agent', agent: 'bob' });
});

test('a conversation that is not there', async () => {
  await expect(go('claim', 'web:nowhere', ann)).rejects.toMatchObject({ code: 'NOT_FOUND' });
});

describe('lists of conversations', () => {
  const page = async (limit: number) => {
    const seen: string[] = [];
    for (let after: string | null = null; ; ) {
      const { rows, next, total } = await parts.threads.list('mine', 'lister', after, limit);
      seen.push(...rows.map((row) => row._id));
      if (next === null) return { seen, total };
      after = next;
    }
  };

  test('pages hold each row once, also where many moved at the same moment', async () => {
    for (let n = 0; n < 23; n++)
      await waiting({
        holder: 'agent',
        agent: 'lister',
        updatedAt: new Date(AT.getTime() + Math.floor(n / 6) * 1000),
      });
    const whole = await page(100);
    expect(whole.total).toBe(23);
    for (const limit of [1, 4, 6, 22, 23]) expect((await page(limit)).seen).toEqual(whole.seen);
  });

  test.each(['', 'x', 'bnVsbA', Buffer.from('{"at":1e300,"id":"x"}').toString('base64url')])(
    'a broken cursor (%s) is the first page, never a fault',
    async (cursor) => {
      const { rows } = await parts.threads.list('mine', 'lister', cursor, 5);
      expect(rows).toHaveLength(5);
    },
  );

  test('who waits is served in order, urgent ones first', async () => {
    const late = await waiting({ waitingSince: new Date(AT.getTime() + 9000) });
    const urgent = await waiting({ waitingSince: new Date(AT.getTime() + 99_000), urgent: true });
    const order = (await parts.threads.queue()).map((row) => row._id);
    expect(order[0]).toBe(urgent);
    expect(order.at(-1)).toBe(late);
  });
});
