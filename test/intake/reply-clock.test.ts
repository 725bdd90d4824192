/** What starts the clock of the first reply, and what stops it. */
import type { Outcome } from '../../bot/decision.js';
import { type ClockAsk, clockAfter, type ReplyClock, replies } from '../../server/intake/reply-clock.js';
import type { Norm } from '../../server/policy/types.js';
import { segment } from '../bot/build.js';

const AT = new Date('2026-01-05T02:00:00Z');
const later = (minutes: number) => new Date(AT.getTime() + minutes * 60_000);
const dated = { source: 'GB/T 33358-2016', validFrom: null, validTo: null };
const CHAT: Norm = { channel: 'web', kind: 'reply', minutes: 3, ...dated };
const FORM: Norm = { channel: 'form', kind: 'acceptance', minutes: 120, ...dated };

const clarify: Outcome = { do: 'clarify', asks: [], options: [], passages: [], draft: null };
const handOver: Outcome = { do: 'handOver', why: 'asked', orderNo: null };
const quiet: Outcome = { do: 'stayQuiet' };
const say: Outcome = { do: 'say', phrase: 'hello' };
const emergency: Outcome = { do: 'emergency', numbers: ['119'], segment: segment('着火了') };

const after = (outcomes: Outcome[], more: Partial<ClockAsk> = {}) =>
  clockAfter({
    running: null,
    norm: CHAT,
    since: AT,
    outcomes,
    held: false,
    idle: false,
    yellowShare: 2 / 3,
    ...more,
  });

test('an answer, a question back, an order, a refusal, an emergency line: replies', () => {
  for (const one of [clarify, emergency]) {
    expect(replies([one], false)).toBe(true);
    // 119 is a reply even while an agent has the conversation.
    expect(replies([one], true)).toBe(true);
  }
  expect(replies([handOver, clarify], false)).toBe(true);
});

test('a mere receipt is none: a person was called, still in the queue, silence', () => {
  expect(replies([handOver], false)).toBe(false);
  expect(replies([say, handOver], false)).toBe(false);
  expect(replies([say], true)).toBe(false);
  expect(replies([quiet], true)).toBe(false);
  expect(replies([], false)).toBe(false);
});

test('small talk in kind is a reply while the bot has the conversation', () => {
  expect(replies([say], false)).toBe(true);
});

test('unanswered words start it at the first of them, yellow at two thirds', () => {
  const clock = after([handOver]);
  expect(clock).toEqual({ kind: 'reply', since: AT, yellow: later(2), due: later(3) });
  // Further words do not push it back.
  expect(after([quiet], { running: clock, since: later(2), held: true })).toEqual(clock);
});

test('a reply stops it, and leaves none behind', () => {
  const running: ReplyClock = { kind: 'reply', since: AT, yellow: later(2), due: later(3) };
  expect(after([clarify], { running })).toBeNull();
  expect(after([clarify])).toBeNull();
});

test('thanks ask for nothing, but what was owed before is still owed', () => {
  const running: ReplyClock = { kind: 'reply', since: AT, yellow: later(2), due: later(3) };
  expect(after([quiet], { idle: true, held: true })).toBeNull();
  expect(after([quiet], { idle: true, held: true, running })).toEqual(running);
});

test('a channel without a norm has no clock', () => {
  expect(after([handOver], { norm: null })).toBeNull();
});

test('where acceptance is owed the number given at once is a receipt', () => {
  const file = { do: 'file', step: 'confirmed', missing: [] } as unknown as Outcome;
  expect(after([file], { norm: FORM })).toEqual({
    kind: 'acceptance',
    since: AT,
    yellow: later(80),
    due: later(120),
  });
});
