/** The clocks of an order: what starts, pauses, resets and stops them, and what time does by itself. */
import { leadOf } from '../../server/tickets/assignment.js';
import { createCalendar, midnight } from '../../server/tickets/deadlines/calendar.js';
import { clocksOf } from '../../server/tickets/deadlines/clock.js';
import { step } from '../../server/tickets/step.js';
import type { Ticket } from '../../server/tickets/ticket.js';
import { done, refused } from './moves.js';
import { ask, create, draft, frozen, POLICY, TIMER } from './samples.js';

const at = (text: string) => new Date(`${text}:00+08:00`);
/** One action at a moment, by somebody of the house. */
const go = (ticket: Ticket, action: string, when: string, more = {}): Ticket =>
  done(step(frozen(ticket), ask(action, ticket, { now: at(when), ...more })));
const fire = (ticket: Ticket): Ticket => {
  const timer = ticket.clocks!.next!;
  return done(step(frozen(ticket), ask(timer.action, ticket, { actor: TIMER, now: timer.at })));
};

const sent = (): Ticket => go(go(create(), 'accept', '2026-11-30T09:00'), 'dispatch', '2026-11-30T10:00');

test('the clock starts at the first dispatch, not at signing', () => {
  const accepted = go(create(), 'accept', '2026-11-30T09:00');
  expect(accepted.clocks).toMatchObject({ started: null, due: null, stepDue: at('2026-11-30T13:00') });
  const ticket = sent();
  // help, normal: five working days; signing one.
  expect(ticket.clocks).toMatchObject({
    started: at('2026-11-30T10:00'),
    due: midnight('2026-12-08'),
    stepDue: midnight('2026-12-02'),
    certain: true,
    light: 'none',
  });
  const signed = go(ticket, 'sign', '2026-12-01T15:00');
  expect(signed.clocks).toMatchObject({ due: midnight('2026-12-08'), stepDue: null });
});

test('a re-dispatch resets the unit, not the citizen', () => {
  const returned = go(go(sent(), 'requestReturn', '2026-12-01T09:00'), 'agreeReturn', '2026-12-01T16:00');
  expect(returned).toMatchObject({ state: 'ACCEPTED', assignments: [{ state: 'RETURNED' }] });
  const again = go(returned, 'dispatch', '2026-12-02T10:00', {
    given: { units: [{ unit: '150102', part: 'lead' }] },
  });
  expect(again.clocks).toMatchObject({ due: midnight('2026-12-08'), stepDue: midnight('2026-12-04') });
  expect(leadOf(again.assignments)).toMatchObject({ unit: '150102', at: at('2026-12-02T10:00') });
});

test('waiting for the citizen pauses it, at most three working days', () => {
  const back = go(
    go(go(sent(), 'requestReturn', '2026-12-01T09:00'), 'agreeReturn', '2026-12-01T10:00'),
    'askInfo',
    '2026-12-01T11:00',
  );
  const waiting = clocksOf(back, POLICY, at('2026-12-03T12:00'));
  expect(waiting.due).toEqual(midnight('2026-12-10'));
  const supplied = go(back, 'supply', '2026-12-20T09:00');
  expect(supplied.clocks!.due).toEqual(midnight('2026-12-11'));
  // Nobody answers: after three working days it goes on without.
  expect(back.clocks!.next).toMatchObject({ action: 'infoTimeout', at: midnight('2026-12-05') });
  expect(fire(back).state).toBe('SUBMITTED');
});

test('an extension adds working days after the day it would have been due; asked in time, once, never when critical', () => {
  const signed = go(sent(), 'sign', '2026-12-01T09:00');
  const asking = go(signed, 'requestExtension', '2026-12-02T09:00', { given: { days: 3 } });
  expect(asking.clocks!.due).toEqual(midnight('2026-12-08'));
  const other = { actor: { kind: 'staff', id: 'boss', role: 'SUPERVISOR' } };
  const longer = go(asking, 'agreeExtension', '2026-12-02T10:00', other);
  expect(longer.clocks!.due).toEqual(midnight('2026-12-11'));
  expect(longer.extensions).toMatchObject([{ days: 3, by: 'boss' }]);
  expect(go(asking, 'refuseExtension', '2026-12-02T10:00').clocks!.due).toEqual(midnight('2026-12-08'));
  const late = ask('requestExtension', signed, { now: at('2026-12-08T00:00'), given: { days: 3 } });
  expect(refused(step(signed, late)).code).toBe('GONE');
  for (const days of [0, 16, 1.5])
    expect(
      refused(step(signed, ask('requestExtension', signed, { now: at('2026-12-02T09:00'), given: { days } })))
        .code,
    ).toBe('MISSING');
  const critical = { ...signed, urgency: 'critical' as const };
  expect(
    refused(step(critical, ask('requestExtension', critical, { now: at('2026-12-01T09:00') }))).code,
  ).toBe('NOT_ALLOWED');
});

test('what time does, in order, each once: reminder, signed at the limit, near, overdue, red', () => {
  let ticket = sent();
  const story: [string, Date][] = [];
  for (let timer = ticket.clocks!.next; timer; timer = ticket.clocks!.next) {
    story.push([timer.action, timer.at]);
    ticket = fire(ticket);
    if (story.length > 20) throw new Error('never ends');
  }
  expect(story).toEqual([
    // A fifth of 38 hours, which is more than four hours.
    ['autoUrge', at('2026-12-01T16:24')],
    ['autoSign', midnight('2026-12-02')],
    // Two days before the end, and one; between them a fifth of 182 hours before it.
    ['suggestSupervision', midnight('2026-12-06')],
    ['nearDue', at('2026-12-06T11:36')],
    ['suggestSupervision', midnight('2026-12-07')],
    ['overdue', midnight('2026-12-08')],
    ['overdueMore', midnight('2026-12-09')],
    // One, three, five and ten working days after it.
    ['suggestSupervision', midnight('2026-12-09')],
    ['suggestSupervision', midnight('2026-12-11')],
    ['suggestSupervision', midnight('2026-12-15')],
    ['suggestSupervision', midnight('2026-12-22')],
  ]);
  expect(ticket).toMatchObject({ state: 'IN_PROGRESS', clocks: { light: 'red' } });
  expect(leadOf(ticket.assignments)!.signedAt).toEqual(midnight('2026-12-02'));
});

test('lights over a weekend: yellow from Saturday on, red when Monday has passed', () => {
  const ticket = go(
    go(go(create(), 'accept', '2026-11-27T09:00'), 'dispatch', '2026-11-27T10:00'),
    'sign',
    '2026-11-27T11:00',
  );
  const light = (when: string) => clocksOf(ticket, POLICY, at(when)).light;
  expect(ticket.clocks!.due).toEqual(midnight('2026-12-05'));
  expect(['2026-12-05T00:00', '2026-12-07T23:59', '2026-12-08T00:00'].map(light)).toEqual([
    'yellow',
    'yellow',
    'red',
  ]);
});

test('the answer stops it; sent back to the unit it runs on', () => {
  const replied = go(go(sent(), 'sign', '2026-12-01T09:00'), 'reply', '2026-12-03T09:00');
  expect(replied.clocks).toMatchObject({ stopped: at('2026-12-03T09:00'), light: 'none', next: null });
  const back = go(replied, 'failReply', '2026-12-09T09:00');
  expect(back.clocks).toMatchObject({ stopped: null, light: 'red', due: midnight('2026-12-08') });
  expect(leadOf(back.assignments)).toMatchObject({ state: 'IN_PROGRESS' });
});

test('a promise has its own date, is looked at each month, and outlasts the hold', () => {
  const held = go(go(sent(), 'sign', '2026-12-01T09:00'), 'hold', '2026-12-01T10:00', {
    given: { months: 2 },
  });
  expect(held).toMatchObject({ state: 'ON_HOLD', hold: { until: at('2027-02-01T10:00') } });
  expect(held.clocks!.next).toMatchObject({ action: 'reviewHold', at: at('2027-01-01T10:00') });
  const looks: string[] = [];
  for (let now = held; now.clocks!.next; now = fire(now)) looks.push(now.clocks!.next!.action);
  expect(looks).toEqual(['reviewHold', 'reviewHold']);
  expect(go(held, 'resume', '2026-12-20T10:00').clocks!.due).toEqual(at('2027-02-01T10:00'));
  for (const months of [0, 10])
    expect(
      refused(
        step(
          go(sent(), 'sign', '2026-12-01T09:00'),
          ask('hold', go(sent(), 'sign', '2026-12-01T09:00'), { given: { months } }),
        ),
      ).code,
    ).toBe('MISSING');
});

test('what is critical runs by the hour, at night and on Sunday', () => {
  const urgent = create({ matter: { kind: 'order', draft: draft({ urgency: 'critical' }) } });
  const ticket = go(go(urgent, 'accept', '2026-11-29T02:00'), 'dispatch', '2026-11-29T02:10');
  expect(ticket.clocks).toMatchObject({ stepDue: at('2026-11-29T02:40'), due: at('2026-11-30T02:10') });
});

test('another calendar, computed anew, moves only what lies beyond it', () => {
  const ticket = sent();
  const rules = {
    ...POLICY,
    calendar: createCalendar([{ from: '2026-12-03', to: '2026-12-04', off: true }], '2026-12-31'),
  };
  expect(clocksOf(ticket, rules, at('2026-12-01T09:00')).due).toEqual(midnight('2026-12-10'));
});

test('nothing is promised where no limit is written', () => {
  const ticket = clocksOf(sent(), { ...POLICY, limit: () => null }, at('2026-12-01T09:00'));
  expect(ticket).toMatchObject({ due: null, stepDue: null, light: 'none', next: null });
});

test('an order reopened has a clock of its own: not overdue because its first life was long ago', () => {
  let ticket = go(go(sent(), 'sign', '2026-12-01T09:00'), 'requestExtension', '2026-12-02T09:00', {
    given: { days: 3 },
  });
  ticket = go(ticket, 'agreeExtension', '2026-12-02T10:00', {
    actor: { kind: 'staff', id: 'boss', role: 'SUPERVISOR' },
  });
  ticket = go(go(ticket, 'reply', '2026-12-03T09:00'), 'passReply', '2026-12-03T10:00');
  ticket = go(go(ticket, 'callback', '2026-12-04T09:00'), 'confirmDone', '2026-12-04T10:00');
  ticket = go(ticket, 'reopen', '2026-12-21T09:00');
  expect(ticket.clocks).toMatchObject({ started: null, due: null, stopped: null, light: 'none', next: null });
  ticket = go(go(ticket, 'accept', '2026-12-21T10:00'), 'dispatch', '2026-12-21T11:00');
  expect(ticket.clocks).toMatchObject({
    started: at('2026-12-21T11:00'),
    due: midnight('2026-12-29'),
    light: 'none',
  });
});
