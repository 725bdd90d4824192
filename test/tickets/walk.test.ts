/** Random walks through the table: whatever people do, the ticket's story stays whole. */
import fc from 'fast-check';
import { step } from '../../server/tickets/step.js';
import type { Ticket } from '../../server/tickets/ticket.js';
import { TRANSITIONS } from '../../server/tickets/transitions.js';
import { undo } from '../../server/tickets/undo.js';
import { WORDS } from '../../server/tickets/words.js';
import { actorFor, ask, create, frozen, NOW, POLICY, refusal } from './samples.js';

const move = fc.record({
  pick: fc.nat(999),
  wild: fc.nat(9).map((n) => n === 0),
  still: fc.nat(3).map((n) => n === 0),
  person: fc.constantFrom('agent01', 'agent02', 'agent03'),
  drift: fc.integer({ min: -1, max: 0 }),
  reason: fc.constantFrom('', '说明', '说明', '说明', '说明'),
  days: fc.constantFrom(0, 1, 2, 40),
});

/** Mostly what the state allows, so that walks get far; at times anything at all. */
function choose(ticket: Ticket, pick: number, wild: boolean, still: boolean) {
  const open = TRANSITIONS.filter((row) => row.from.includes(ticket.state));
  const rows = wild ? TRANSITIONS : still ? open : open.filter((row) => row.to !== 'same');
  return rows[pick % rows.length]!;
}

test('version strictly grows, the timeline grows by one, and from and to make one chain', () => {
  const reached = new Set<string>();
  fc.assert(
    fc.property(fc.boolean(), fc.array(move, { minLength: 1, maxLength: 60 }), (isRefusal, moves) => {
      let ticket = frozen(isRefusal ? refusal() : create());
      const first = ticket;
      let now = NOW.getTime();
      for (const { pick, wild, still, person, drift, reason, days } of moves) {
        const row = choose(ticket, pick, wild, still);
        now += days * 86_400_000;
        const result = step(
          ticket,
          ask(row.action, ticket, {
            actor: actorFor(row.permission, person),
            version: wild ? ticket.version + drift : ticket.version,
            reason,
            now: new Date(now),
          }),
        );
        if (!('ticket' in result)) {
          expect(Object.values(WORDS.refused).some((text) => same(text, result.refused))).toBe(true);
          continue;
        }
        const next = frozen(result.ticket);
        expect(row.from).toContain(ticket.state);
        expect(next.version).toBe(ticket.version + 1);
        expect(next.timeline).toHaveLength(ticket.timeline.length + 1);
        expect(next.timeline.at(-1)).toMatchObject({
          action: row.action,
          from: ticket.state,
          to: next.state,
        });
        if (row.needsReason) expect(next.timeline.at(-1)!.reason).toBe('说明');
        ticket = next;
        reached.add(ticket.state);
      }
      ticket.timeline.forEach((event, index) => {
        expect(event.from).toBe(index === 0 ? null : ticket.timeline[index - 1]!.to);
      });
      expect(ticket.timeline.at(-1)!.to).toBe(ticket.state);
      expect(ticket).toMatchObject({
        orderNo: first.orderNo,
        codeHash: first.codeHash,
        createdAt: first.createdAt,
        thread: first.thread,
      });
      expect(ticket.urges).toBe(ticket.timeline.filter((event) => event.action === 'urge').length);
      if (ticket.state === 'REJECTED') expect(ticket.refusal?.decidedBy).toMatch(/^agent/);
    }),
    { numRuns: 1000 },
  );
  // The walks are worth something only if they get about.

  expect(reached.size).toBeGreaterThanOrEqual(14);
});

test('whatever is taken back leaves the order as it was, its versions gapless, its citizen untold', () => {
  let taken = 0;
  fc.assert(
    fc.property(fc.array(move, { minLength: 1, maxLength: 40 }), (moves) => {
      let ticket = frozen(create());
      let now = NOW.getTime();
      for (const { pick, still, person, days } of moves) {
        const row = choose(ticket, pick, false, still);
        now += days * 86_400_000 + 1000;
        const actor = actorFor(row.permission, person);
        const result = step(ticket, ask(row.action, ticket, { actor, now: new Date(now) }));
        if (!('ticket' in result)) continue;
        const next = frozen(result.ticket);
        const back = undo(next, {
          ...{ actor, version: next.version, policy: 'p2', rules: POLICY },
          now: new Date(now + 500),
        });
        expect('ticket' in back).toBe(next.undo !== undefined);
        if ('ticket' in back) {
          taken += 1;
          const { version, timeline } = back.ticket;
          expect([version, timeline.length]).toEqual([ticket.version + 2, ticket.timeline.length + 2]);
          expect({ ...back.ticket, ...passing(ticket) }).toEqual({ ...ticket, ...passing(ticket) });
          expect(timeline.slice(ticket.timeline.length).some((row) => row.public)).toBe(false);
        }
        ticket = next;
      }
    }),
    { numRuns: 200 },
  );
  expect(taken).toBeGreaterThan(50);
});

/** What moves with every version, and the way back of a step before, which is over. */
const passing = ({ version, timeline, updatedAt, clocks, policy }: Ticket) => ({
  ...{ version, timeline, updatedAt, clocks, policy },
  undo: undefined,
});

test('no dead end and nobody untold: what moves an order is said, or is between units and the house', () => {
  const inside = new Set([
    ...['requestReturn', 'agreeReturn', 'refuseReturn', 'requestExtension', 'refuseExtension', 'reply'],
    ...['failReply', 'redispatch', 'infoTimeout', 'toCallback'],
  ]);
  const silent = TRANSITIONS.filter(
    ({ to, public: said, action }) => to !== 'same' && !said && !inside.has(action),
  );
  expect(silent.map(({ action }) => action)).toEqual([]);
});

/** A template and a sentence made from it. */
function same(template: string, text: string): boolean {
  const parts = template.split(/\{\w+\}/).map((part) => part.replace(/[.*+?^${}()|[\]\\]/g, '\\$&'));
  return new RegExp(`^${parts.join('.*')}$`, 's').test(text);
}
