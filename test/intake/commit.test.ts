/** Invariant 3 on a real store: one document, repeats harmless, losers help the winner through. */
import { type Applied, createCommit } from '../../server/intake/commit.js';
import type { Commit } from '../../server/intake/journal.js';
import { fresh } from '../../server/intake/receive.js';
import type { Database } from '../../server/store/connect.js';
import { alarmStore, journalStore } from '../../server/store/journal.js';
import { letterStore } from '../../server/store/letters.js';
import { lineStore } from '../../server/store/lines.js';
import { threadStore } from '../../server/store/threads.js';
import { ticketStore } from '../../server/store/tickets.js';
import { voteStore } from '../../server/store/votes.js';
import { freshDatabase } from '../support/database.js';

let database: Database;
beforeAll(async () => {
  database = await freshDatabase();
}, 60_000);
afterAll(() => database.close());

const AT = new Date('2026-01-05T02:00:00Z');
let count = 0;

async function house(at: (step: string) => void = () => {}) {
  const { connection } = database;
  const parts = {
    threads: threadStore(connection),
    lines: lineStore(connection),
    journal: journalStore(connection),
    alarms: alarmStore(connection),
    tickets: ticketStore(connection),
    votes: voteStore(connection),
    letters: letterStore(connection),
  };
  await Promise.all([parts.threads.init(), parts.lines.init(), parts.journal.init(), parts.alarms.init()]);
  const told: Applied[] = [];
  const committer = createCommit({
    ...parts,
    policyHash: 'p',
    now: () => AT,
    at,
    told: (applied) => told.push(applied),
  });
  count += 1;
  const thread = await parts.threads.open(fresh({ channel: 'web', thread: `t${count}` }, AT));
  const commit = (cause: string, text: string, version = 1): Commit => ({
    cause: `${cause}:${thread._id}`,
    actor: { kind: 'system', id: 'test', role: 'SYSTEM' },
    claims: [`${thread._id}@${version}`],
    changes: [
      { do: 'thread', id: thread._id, version, set: { lastText: text } },
      { do: 'say', thread: thread._id, line: { id: `${cause}:${thread._id}.0`, from: 'bot', text, at: AT } },
    ],
    before: {},
  });
  const said = async () => (await parts.lines.after(thread._id, 0, 100)).map((row) => row.text);
  return { ...parts, ...committer, told, thread, make: commit, said };
}

test('a repeat is harmless: the same cause again changes nothing and tells nobody', async () => {
  const { commit, make, said, told } = await house();
  expect(await commit(make('a', 'one'))).toBe('done');
  expect(await commit(make('a', 'one'))).toBe('already');
  expect(await said()).toEqual(['one']);
  expect(told).toHaveLength(1);
});

test('of two that claim the same version one is done and the other is a conflict', async () => {
  const { commit, make, said } = await house();
  const answers = await Promise.all([commit(make('a', 'one')), commit(make('b', 'two'))]);
  expect(answers.sort()).toEqual(['conflict', 'done']);
  expect(await said()).toHaveLength(1);
});

test('who loses a claim while the winner is still at work does not apply it a second time', async () => {
  const { commit, make, said, told } = await house();
  const answers = await Promise.all(
    ['a', 'b', 'c', 'd', 'e', 'f'].map((cause) => commit(make(cause, cause))),
  );
  expect(answers.filter((answer) => answer === 'done')).toHaveLength(1);
  expect(told.flatMap((applied) => applied.lines)).toHaveLength(1);
  expect(await said()).toHaveLength(1);
});

test('helping on conflict: what a crash left in the way is applied by the next who needs the claim', async () => {
  const crash = await house((step) => {
    if (step === 'journaled') throw new Error('power cut');
  });
  await expect(crash.commit(crash.make('a', 'one'))).rejects.toThrow('power cut');
  expect(await crash.said()).toEqual([]);

  const told: Applied[] = [];
  const after = createCommit({
    ...crash,
    policyHash: 'p',
    now: () => AT,
    at: () => {},
    told: (one) => told.push(one),
  });
  expect(await after.commit(crash.make('b', 'two'))).toBe('conflict');
  expect(await crash.said()).toEqual(['one']);
  expect((await crash.threads.get(crash.thread._id))?.version).toBe(1);
  expect(told.map((one) => one.cause)).toEqual([`a:${crash.thread._id}`]);
  expect(await after.commit(crash.make('b', 'two', 2))).toBe('done');
});

test.each(['journaled', 'applied:say', 'applied:thread'])(
  'what a crash at "%s" left unapplied is applied at the next start, once',
  async (step) => {
    const crash = await house((name) => {
      if (name === step) throw new Error('power cut');
    });
    await expect(crash.commit(crash.make('a', 'one'))).rejects.toThrow('power cut');
    const after = createCommit({ ...crash, policyHash: 'p', now: () => AT, at: () => {}, told: () => {} });
    expect(await after.recover()).toBe(1);
    expect(await after.recover()).toBe(0);
    expect(await crash.said()).toEqual(['one']);
    expect(await crash.threads.get(crash.thread._id)).toMatchObject({ version: 1, lastText: 'one' });
  },
);

test('an older version applied late never moves a thread back', async () => {
  const { commit, make, threads, thread } = await house();
  await commit(make('a', 'one', 1));
  await commit(make('b', 'two', 2));
  await threads.apply(thread._id, 1, { lastText: 'one' });
  expect(await threads.get(thread._id)).toMatchObject({ version: 2, lastText: 'two' });
});
