/** Invariant 3 for letters: what a crash left unapplied is applied at the next start, once. */
import { createCommit } from '../../server/intake/commit.js';
import { consented, letterClaim } from '../../server/letters/letter.js';
import type { Database } from '../../server/store/connect.js';
import { alarmStore, journalStore } from '../../server/store/journal.js';
import { letterStore } from '../../server/store/letters.js';
import { lineStore } from '../../server/store/lines.js';
import { threadStore } from '../../server/store/threads.js';
import { ticketStore } from '../../server/store/tickets.js';
import { voteStore } from '../../server/store/votes.js';
import { freshDatabase } from '../support/database.js';
import { AT, openLetter } from './rows.js';

let database: Database;
beforeAll(async () => {
  database = await freshDatabase();
}, 60_000);
afterAll(() => database.close());

test.each(['journaled', 'applied:letter'])(
  'withdrawn, and the power went at "%s": it is off',
  async (step) => {
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
    await stores.journal.init();
    const letter = openLetter(step.length);
    await stores.letters.put(letter);
    const next = consented(letter, false, '撤回', AT);
    const parts = { ...stores, policyHash: 'p', now: () => AT, told: () => {} };
    const commit = {
      cause: `consent:${letterClaim(next)}`,
      actor: { kind: 'citizen' as const, id: letter.thread, role: 'CITIZEN' },
      claims: [letterClaim(next)],
      changes: [{ do: 'letter' as const, letter: next }],
      before: {},
    };
    const dying = createCommit({
      ...parts,
      at: (name) => {
        if (name === step) throw new Error('power cut');
      },
    });
    await expect(dying.commit(commit)).rejects.toThrow('power cut');
    const after = createCommit({ ...parts, at: () => {} });
    expect(await after.recover()).toBe(1);
    expect(await after.recover()).toBe(0);
    expect(await stores.letters.openOne(letter.publication?.id ?? '')).toMatchObject({
      live: false,
      title: '',
    });
    expect(await stores.letters.get(letter.letterNo)).toMatchObject({ stage: 'private', publish: false });
    expect(await after.commit(commit)).toBe('already');
  },
);
