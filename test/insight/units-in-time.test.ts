/** 及时接收率 and 按时反馈率: by example, and against a slow model that knows the days of a calendar and nothing of clocks. */
import fc from 'fast-check';
import { contributionOf } from '../../server/insight/counts.js';
import { valuesOf } from '../../server/insight/measures.js';
import { step } from '../../server/tickets/step.js';
import type { Ticket } from '../../server/tickets/ticket.js';
import { done } from '../tickets/moves.js';
import { ask, create, frozen, POLICY, TIMER } from '../tickets/samples.js';

const at = (text: string) => new Date(`${text}:00+08:00`);
const HOUR_MS = 3_600_000;
const to = (unit: string) => ({ given: { units: [{ unit, part: 'lead' as const }] } });
const go = (ticket: Ticket, action: string, when: string | Date, more = {}): Ticket =>
  done(
    step(frozen(ticket), ask(action, ticket, { now: typeof when === 'string' ? at(when) : when, ...more })),
  );
const sent = () => go(go(create(), 'accept', '2026-11-30T09:00'), 'dispatch', '2026-11-30T10:00');
const countsOf = (ticket: Ticket) => {
  const {
    received = 0,
    receivedInTime = 0,
    fedBack = 0,
    fedBackInTime = 0,
  } = contributionOf(ticket, POLICY).counts;
  return { received, receivedInTime, fedBack, fedBackInTime };
};

describe('received', () => {
  test('waiting for the unit it is neither; signed in time it is both; signed by the timer it is late', () => {
    expect(countsOf(sent())).toMatchObject({ received: 0, receivedInTime: 0 });
    expect(countsOf(go(sent(), 'sign', '2026-12-01T10:00'))).toMatchObject({
      received: 1,
      receivedInTime: 1,
    });
    const late = go(sent(), 'autoSign', '2026-12-02T00:00', { actor: TIMER });
    expect(countsOf(late)).toMatchObject({ received: 1, receivedInTime: 0 });
  });
  test('given back with a reason it was received, though nobody signed; the next unit has to receive it too', () => {
    const back = go(go(sent(), 'requestReturn', '2026-11-30T15:00'), 'agreeReturn', '2026-11-30T16:00');
    expect(countsOf(back)).toMatchObject({ received: 1, receivedInTime: 1 });
    const again = go(back, 'dispatch', '2026-12-01T10:00', to('150102'));
    expect(countsOf(again)).toMatchObject({ received: 0 });
    const late = go(again, 'autoSign', '2026-12-03T00:00', { actor: TIMER });
    expect(countsOf(late)).toMatchObject({ received: 1, receivedInTime: 0 });
  });
  test('withdrawn before anybody received it, it is neither', () => {
    expect(countsOf(go(sent(), 'withdraw', '2026-11-30T11:00'))).toMatchObject({ received: 0 });
  });
});

describe('fed back', () => {
  test('sent on, it is late for the citizen and in time by the clock of the unit that answers', () => {
    const back = go(go(sent(), 'requestReturn', '2026-12-02T09:00'), 'agreeReturn', '2026-12-04T16:00');
    const again = go(go(back, 'dispatch', '2026-12-04T17:00', to('150102')), 'sign', '2026-12-04T18:00');
    // Help, normal: five working days from 30 November, and from 4 December.
    const replied = go(again, 'reply', '2026-12-09T09:00');
    expect(contributionOf(replied, POLICY).counts).toMatchObject({
      answeredDue: 1,
      fedBack: 1,
      fedBackInTime: 1,
    });
    expect(contributionOf(replied, POLICY).counts.answeredInTime).toBeUndefined();
    expect(countsOf(go(again, 'reply', '2026-12-11T23:59'))).toMatchObject({ fedBack: 1, fedBackInTime: 1 });
    expect(countsOf(go(again, 'reply', '2026-12-12T00:01'))).toMatchObject({ fedBack: 1, fedBackInTime: 0 });
  });
  test('sent back by the reviewer, only the last answer counts, and until it comes there is none', () => {
    const signed = go(sent(), 'sign', '2026-12-01T09:00');
    const failed = go(go(signed, 'reply', '2026-12-02T09:00'), 'failReply', '2026-12-08T09:00');
    expect(countsOf(failed)).toMatchObject({ fedBack: 0, fedBackInTime: 0 });
    expect(countsOf(go(failed, 'reply', '2026-12-08T10:00'))).toMatchObject({ fedBack: 1, fedBackInTime: 0 });
  });
  test('answered by the hotline itself, it is nobody’s feedback', () => {
    const direct = go(create(), 'answerDirect', '2026-11-30T10:00');
    expect(countsOf(direct)).toEqual({ received: 0, receivedInTime: 0, fedBack: 0, fedBackInTime: 0 });
  });
});

/** Is this a working day? By the rows of the calendar as they are written, else by the weekday. */
function works(day: string): boolean {
  const row = POLICY.days.find(({ from, to: last }) => from <= day && day <= last);
  const weekday = new Date(`${day}T00:00:00Z`).getUTCDay();
  return row ? !row.off : weekday !== 0 && weekday !== 6;
}
const dayOf = (time: Date) => new Date(time.getTime() + 8 * HOUR_MS).toISOString().slice(0, 10);
/** Day after day from the next one on, until so many working days are over. */
function endOf(start: Date, days: number): Date {
  let time = start;
  for (let left = days; left > 0; ) {
    time = new Date(time.getTime() + 24 * HOUR_MS);
    if (works(dayOf(time))) left -= 1;
  }
  return new Date(Date.parse(`${dayOf(time)}T00:00:00+08:00`) + 24 * HOUR_MS);
}

const MOVES = [
  'dispatch',
  'sign',
  'autoSign',
  'requestReturn',
  'agreeReturn',
  'reply',
  'failReply',
  'passReply',
] as const;
const UNITS = ['150105', '150102', '150103'];

test('whatever happened at the units, the rates are those of the slow model', () => {
  const sums = { received: 0, receivedInTime: 0, fedBack: 0, fedBackInTime: 0 };
  const life = fc.array(
    fc.record({ move: fc.constantFrom(...MOVES), hours: fc.integer({ min: 1, max: 60 }) }),
    {
      minLength: 1,
      maxLength: 14,
      size: 'max',
    },
  );
  fc.assert(
    fc.property(fc.array(life, { minLength: 1, maxLength: 4 }), (lives) => {
      const slow = { received: 0, receivedInTime: 0, fedBack: 0, fedBackInTime: 0 };
      const fast = { received: 0, receivedInTime: 0, fedBack: 0, fedBackInTime: 0 };
      for (const moves of lives) {
        let now = at('2026-11-30T09:00');
        let ticket = go(create(), 'accept', now);
        // What a clerk with a sheet of paper would note of it.
        let where: 'hotline' | 'sent' | 'unit' | 'asked' | 'answered' | 'out' = 'hotline';
        let [started, answer] = [now, now];
        let [taken, missed, given] = [false, false, 0];
        for (const { move, hours } of moves) {
          now = new Date(now.getTime() + hours * HOUR_MS);
          const more =
            move === 'dispatch' ? to(UNITS[given % 3]!) : move === 'autoSign' ? { actor: TIMER } : {};
          const next = step(frozen(ticket), ask(move, ticket, { now, ...more }));
          if (!('ticket' in next)) continue;
          ticket = next.ticket;
          if (move === 'dispatch') [where, started, given] = ['sent', now, given + 1];
          if (move === 'sign') [where, taken] = ['unit', true];
          if (move === 'autoSign') [where, taken, missed] = ['unit', true, true];
          if (move === 'requestReturn') [where, taken] = ['asked', true];
          if (move === 'agreeReturn') where = 'hotline';
          if (move === 'reply') [where, answer] = ['answered', now];
          if (move === 'failReply') where = 'unit';
          if (move === 'passReply') where = 'out';
        }
        const told = where === 'answered' || where === 'out';
        if (taken && where !== 'sent') slow.received += 1;
        if (taken && where !== 'sent' && !missed) slow.receivedInTime += 1;
        if (told) slow.fedBack += 1;
        if (told && answer <= endOf(started, 5)) slow.fedBackInTime += 1;
        const counts = countsOf(ticket);
        for (const name of Object.keys(fast) as (keyof typeof fast)[]) fast[name] += counts[name];
      }
      expect(fast).toEqual(slow);
      for (const name of Object.keys(sums) as (keyof typeof sums)[]) sums[name] += slow[name];
      const values = valuesOf(fast, { ...POLICY.knobs.insight, smallest: 1 });
      expect(values.receivedInTime?.value).toBe(slow.received ? slow.receivedInTime / slow.received : null);
      expect(values.feedbackInTime?.value).toBe(slow.fedBack ? slow.fedBackInTime / slow.fedBack : null);
    }),
    { numRuns: 200 },
  );
  // Each side was met, and neither is the other.
  expect(sums.receivedInTime).toBeGreaterThan(10);
  expect(sums.received).toBeGreaterThan(sums.receivedInTime);
  expect(sums.fedBackInTime).toBeGreaterThan(10);
  expect(sums.fedBack).toBeGreaterThan(sums.fedBackInTime);
});
