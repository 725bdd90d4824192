/** A sample of the year through the real journal and store: every version is there once, and the figures know of each. */
import type { Counts } from '../../server/insight/counts.js';
import { recount } from '../../server/insight/recount.js';
import { createTally } from '../../server/insight/tally.js';
import { createCommit } from '../../server/intake/commit.js';
import { ticketClaim } from '../../server/intake/plan.js';
import { loadPolicy } from '../../server/policy/policy.js';
import { insightStore } from '../../server/store/insight.js';
import { alarmStore, journalStore } from '../../server/store/journal.js';
import { letterStore } from '../../server/store/letters.js';
import { lineStore } from '../../server/store/lines.js';
import { noteStore } from '../../server/store/notes.js';
import { threadStore } from '../../server/store/threads.js';
import { ticketStore } from '../../server/store/tickets.js';
import { voteStore } from '../../server/store/votes.js';
import { midnight } from '../../server/tickets/deadlines/calendar.js';
import type { Ticket } from '../../server/tickets/ticket.js';
import { freshDatabase } from '../support/database.js';
import { judgeYear } from '../support/year/judge.js';
import { liveYear } from '../support/year/year.js';

test('journal, store and figures hold what the year was', async () => {
  const policy = await loadPolicy();
  const versions: Ticket[] = [];
  const year = liveYear({
    ...{ seed: 99, orders: 20, first: midnight('2026-01-01'), policy },
    wrote: (ticket) => versions.push(ticket),
  });
  expect(year.faults).toEqual([]);
  expect(judgeYear(year, policy.knobs.insight)).toEqual([]);

  const { connection, close } = await freshDatabase();
  try {
    const tickets = ticketStore(connection);
    const insight = insightStore(connection);
    const journal = journalStore(connection);
    await Promise.all([tickets.ensureIndexes(), insight.init(), journal.init()]);
    let now = new Date(0);
    const errors: unknown[] = [];
    const failed = (_: string, error: unknown) => errors.push(error);
    const notes = noteStore(connection, () => now).of('insight');
    const tally = createTally({ store: insight, tickets, policy, notes, failed });
    const { commit } = createCommit({
      ...{ journal, tickets, lines: lineStore(connection), threads: threadStore(connection) },
      ...{ alarms: alarmStore(connection), votes: voteStore(connection), letters: letterStore(connection) },
      ...{ policyHash: policy.hash, now: () => now, at: () => {} },
      told: (applied) => applied.tickets.forEach(tally.written),
    });
    for (const ticket of versions) {
      now = ticket.updatedAt;
      const written = {
        cause: `year:${ticket.orderNo}:${ticket.version}`,
        actor: ticket.timeline.at(-1)!.actor,
        claims: [ticketClaim(ticket)],
        changes: [{ do: 'ticket' as const, ticket }],
        before: {},
      };
      expect(await commit(written)).toBe('done');
      // Whoever comes second with the same version is told so, and changes nothing.
      if (ticket.version % 7 === 0) {
        expect(await commit(written)).toBe('already');
        expect(await commit({ ...written, cause: `${written.cause}:other` })).toBe('conflict');
      }
    }
    await tally.settled();
    expect(errors).toEqual([]);

    const last = new Map(versions.map((ticket) => [ticket.orderNo, ticket]));
    for (const [orderNo, ticket] of last) {
      const kept = await tickets.get(orderNo);
      expect([orderNo, kept?.version, kept?.state]).toEqual([orderNo, ticket.version, 'CLOSED']);
      expect(kept?.timeline.map(({ action }) => action)).toEqual(ticket.timeline.map(({ action }) => action));
      for (let version = 1; version <= ticket.version; version++)
        expect(await journal.get(`year:${orderNo}:${version}`)).toMatchObject({ applied: true });
    }
    const { orders, differs } = await recount(tickets, insight, policy);
    expect(orders).toBe(last.size);
    expect(differs).toEqual([]);
    // The cells at rest are the cells the year moved in memory.
    const kept = new Map<string, Counts>();
    for (const kind of ['all', 'unit/month', 'spot'] as const)
      for (const { _id, counts } of await insight.cells(kind, '', '9999')) kept.set(_id, counts);
    for (const [cell, counts] of year.counted)
      if (/^(all|unit\/month|spot)\|/.test(cell)) expect([cell, kept.get(cell)]).toEqual([cell, counts]);
  } finally {
    await close();
  }
}, 300_000);
