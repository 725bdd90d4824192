/** Who is called, when next, and that a sample is the same every time it is drawn. */
import fc from 'fast-check';
import { allowedFrom, callOf, drawn, mayCall, ruleFor } from '../../server/tickets/callback/plan.js';
import { verdictsOf } from '../../server/tickets/callback/verdict.js';
import { draw } from '../../server/tickets/quality/draw.js';
import type { Ticket } from '../../server/tickets/ticket.js';
import { at as state, walk } from './moves.js';
import { create, number, POLICY } from './samples.js';

const at = (text: string) => new Date(`${text}+08:00`);
const waiting = (over: Partial<Ticket> = {}): Ticket => ({
  ...walk(create(), 'accept', 'dispatch', 'sign', 'reply', 'passReply'),
  ...over,
});
const plan = (ticket: Ticket) => callOf(ticket, POLICY);

test.each([
  ['complaint', { type: 'complaint' as const }, 'complaint'],
  ['secret', { secret: true }, 'secret'],
  ['doubtful', { doubt: ['category'] }, 'doubt'],
  ['supervised', { supervised: true }, 'supervised'],
])('%s orders are always called', (_name, over, rule) => {
  expect(ruleFor(waiting(over), POLICY.callbacks)).toMatchObject({ id: rule, share: 1 });
  expect(plan(waiting(over))).toMatchObject({ stage: 'due', rule });
});

test('of the others about the share is called, the same ones every time, others with another seed', () => {
  const numbers = Array.from({ length: 2000 }, (_, i) => number(i + 1));
  const called = (seed: string) => numbers.filter((orderNo) => drawn(seed, orderNo) < 0.2);
  expect(called('2026')).toEqual(called('2026'));
  expect(called('2026')).not.toEqual(called('2027'));
  expect(called('2026').length).toBeGreaterThan(320);
  expect(called('2026').length).toBeLessThan(480);
});

test('only what waits for the citizen has a plan; whoever is not drawn rates for a week and may then be filed', () => {
  expect(plan(state('IN_PROGRESS'))).toBeNull();
  const self = Array.from({ length: 40 }, (_, i) => waiting({ orderNo: number(i + 1) })).find(
    (ticket) => plan(ticket)?.stage === 'self',
  );
  // Released on 24 November; the seventh day after it ends with it.
  expect(plan(self!)?.nextAt).toEqual(at('2026-12-02T00:00'));
});

test.each([
  ['2026-11-30T08:00', '2026-11-30T09:00'],
  ['2026-11-30T10:15', '2026-11-30T10:15'],
  ['2026-11-30T12:00', '2026-11-30T14:30'],
  ['2026-11-30T20:00', '2026-12-01T09:00'],
  // Friday evening: Monday.
  ['2026-12-04T20:30', '2026-12-07T09:00'],
  // National day: the first working day after it.
  ['2026-10-01T10:00', '2026-10-08T09:00'],
])('from %s the citizen may be called at %s', (from, to) => {
  expect(allowedFrom(at(from), POLICY)).toEqual(at(to));
});

test('whenever it is, the next moment allowed is allowed and not before', () => {
  fc.assert(
    fc.property(fc.integer({ min: 0, max: 365 * 24 * 60 }), (minutes) => {
      const from = new Date(at('2026-01-01T00:00').getTime() + minutes * 60_000);
      const to = allowedFrom(from, POLICY);
      expect(to >= from).toBe(true);
      expect(mayCall(to, POLICY)).toBe(true);
    }),
  );
});

test('first and final verdict are kept apart; never reached is INVALID once it is closed', () => {
  const call = (solved: boolean) => ({
    connected: true,
    contacted: true,
    solved,
    satisfied: 'satisfied' as const,
    at: at('2026-11-30T10:00'),
    by: 'a',
    note: '',
  });
  const twice = { state: 'CLOSED' as const, callbacks: [call(false), call(true)] };
  expect(verdictsOf(twice)).toMatchObject({
    first: { solved: false },
    final: { solved: true },
    validity: 'VALID',
  });
  const missed = { connected: false, at: at('2026-11-30T10:00'), by: 'a', note: '' };
  expect(verdictsOf({ state: 'CALLBACK_PENDING', callbacks: [missed] }).validity).toBeNull();
  expect(verdictsOf({ state: 'CLOSED', callbacks: [missed, missed, missed] }).validity).toBe('INVALID');
});

test('a quality sample is the same whatever the order of reading; every group gives its share, every flag all', () => {
  const knobs = { unit: 0.1, agent: 0, channel: 0, least: 1, flags: ['doubt' as const], pass: 80, mend: 60 };
  const tickets = Array.from({ length: 50 }, (_, i) => create({ orderNo: number(i + 1) })).map(
    (ticket, i): Ticket => ({
      ...ticket,
      lead: i < 40 ? 'A' : 'B',
      ...(i === 7 ? { doubt: ['category'] } : {}),
    }),
  );
  const first = draw(tickets, knobs, 's');
  expect(draw(tickets.toReversed(), knobs, 's')).toEqual(first);
  expect(draw(tickets, knobs, 't')).not.toEqual(first);
  const of = (unit: string) =>
    first.filter(({ ticket, why }) => ticket.lead === unit && why.includes('unit')).length;
  expect([of('A'), of('B')]).toEqual([4, 1]);
  expect(first.find(({ ticket }) => ticket.orderNo === tickets[7]!.orderNo)?.why).toContain('doubt');
  expect(draw(tickets, { ...knobs, unit: 0, flags: [] }, 's')).toEqual([]);
});
