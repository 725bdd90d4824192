/** A conversation is resolved only if nobody came back, asked for a person or found it no help: whatever was said, by a slow model too. */
import fc from 'fast-check';
import { shareOf } from '../../server/insight/measures.js';
import { TALK_MEASURES, talkDefinitions } from '../../server/insight/talks/measures.js';
import { type Talk, type TalkLine, type TalkRule, talksOf } from '../../server/insight/talks/talk.js';
import { countsOf, TALK_COUNTS, type TalkCounts } from '../../server/insight/talks/verdict.js';
import { POLICY } from '../tickets/samples.js';

const rule: TalkRule = POLICY.knobs.talks;
const start = Date.parse('2026-11-02T00:00:00Z');
const at = (minute: number) => new Date(start + minute * 60_000);
const HOUR = 60;

type Kind = 'ask' | 'unhelped' | 'answer' | 'chat' | 'handOver' | 'seat' | 'news';
interface Said {
  thread: string;
  minute: number;
  kind: Kind;
}

const LINES: Record<Kind, Partial<TalkLine> & Pick<TalkLine, 'from'>> = {
  ask: { from: 'citizen', text: '居民医保怎么交' },
  unhelped: { from: 'citizen', text: '没解决' },
  answer: { from: 'bot', decision: 'answer' },
  chat: { from: 'bot' },
  handOver: { from: 'bot', decision: 'handOver' },
  seat: { from: 'agent', seat: '101' },
  news: { from: 'bot', about: '150105202611240000001Q' },
};
const linesOf = (said: readonly Said[], thread: string): TalkLine[] =>
  said
    .filter((one) => one.thread === thread)
    .map(({ kind, minute }, index) => ({ text: '', ...LINES[kind], seq: index + 1, at: at(minute) }));

const channelOf = (thread: string) => thread.split(':')[0]!;
const read = (said: readonly Said[], thread: string): Talk[] =>
  talksOf(linesOf(said, thread), {
    ...{ thread, channel: channelOf(thread), rule },
    unhelped: (text) => text === '没解决',
  });

/** The sum over all conversations, as the house counts. */
function counted(said: readonly Said[], whoOf: (thread: string) => string, now: Date): TalkCounts {
  const talks = [...new Set(said.map(({ thread }) => thread))].flatMap((thread) => read(said, thread));
  const sum: TalkCounts = {};
  for (const talk of talks) {
    const theirs = talks.filter((one) => one !== talk && whoOf(one.thread) === whoOf(talk.thread));
    const others = { said: theirs.flatMap((one) => one.said), acts: [], low: [] };
    for (const [name, count] of Object.entries(countsOf(talk, others, now, rule)))
      sum[name as keyof TalkCounts] = (sum[name as keyof TalkCounts] ?? 0) + count;
  }
  return sum;
}

/** Minute by minute with a clock in the hand: no conversation is an object, nothing is looked up. */
function slowly(said: readonly Said[], whoOf: (thread: string) => string, end: number) {
  const number = new Map<Said, number>();
  const sums = { judged: 0, pending: 0, unseated: 0, resolved: 0 };
  let conversations = 0;
  for (const thread of new Set(said.map((one) => one.thread))) {
    let current = 0;
    let silent = Number.POSITIVE_INFINITY;
    let waits = false;
    for (let minute = 0; minute <= end; minute++) {
      silent++;
      for (const one of said) {
        if (one.thread !== thread || one.minute !== minute || one.kind === 'news') continue;
        const citizen = one.kind === 'ask' || one.kind === 'unhelped';
        if (silent > rule.gapMinutes && !waits) {
          if (!citizen) continue;
          current = ++conversations;
        }
        number.set(one, current);
        silent = 0;
        if (one.kind === 'handOver') waits = true;
        if (one.kind === 'seat') waits = false;
      }
    }
  }
  for (let n = 1; n <= conversations; n++) {
    const own = said.filter((one) => number.get(one) === n);
    const answer = own.findLast(({ kind }) => kind === 'answer');
    if (!answer) continue;
    const quiet = (channelOf(answer.thread) === 'web' ? 24 : 72) * HOUR;
    const over = own.at(-1)!.minute + quiet;
    if (over > end) {
      sums.pending++;
      continue;
    }
    let back = false;
    for (let minute = answer.minute + 1; minute <= over; minute++)
      for (const one of said)
        if (one.minute === minute && number.has(one) && number.get(one) !== n)
          if (whoOf(one.thread) === whoOf(answer.thread) && (one.kind === 'ask' || one.kind === 'unhelped'))
            back = true;
    const first = own.find(({ kind }) => kind === 'answer')!;
    const person = own.some(({ kind }) => kind === 'handOver' || kind === 'seat');
    const low = own.some((one) => one.kind === 'unhelped' && own.indexOf(one) > own.indexOf(first));
    sums.judged++;
    if (!own.some(({ kind }) => kind === 'seat')) sums.unseated++;
    if (!back && !person && !low) sums.resolved++;
  }
  return sums;
}

const THREADS = ['web:a', 'web:b', 'email:c', 'wechat:d'];
const kinds = fc.constantFrom<Kind>(
  'ask',
  'ask',
  'ask',
  'unhelped',
  'answer',
  'answer',
  'answer',
  'chat',
  'handOver',
  'seat',
  'news',
);
const gap = fc.oneof(fc.integer({ min: 1, max: 5 }), fc.integer({ min: 25, max: 40 }));
/** Visits: some words on one thread, close together, after a while. */
const scripts = fc.array(
  fc.record({
    thread: fc.constantFrom(...THREADS),
    after: fc.oneof(
      gap,
      fc.integer({ min: 1, max: 30 * HOUR }),
      fc.integer({ min: 30 * HOUR, max: 90 * HOUR }),
    ),
    words: fc.array(fc.record({ kind: kinds, after: gap }), { minLength: 1, maxLength: 5, size: 'max' }),
  }),
  { minLength: 1, maxLength: 8, size: 'max' },
);
/** Who is who: each thread alone, or a thread that was joined to the first one. */
const people = fc.array(fc.boolean(), { minLength: 4, maxLength: 4 });

describe('honest against slow', () => {
  test('whatever was said, wherever, by whomever: the same sums as minute by minute', () => {
    const seen = { judged: 0, resolved: 0, returned: 0, pending: 0 };
    fc.assert(
      fc.property(
        scripts,
        people,
        fc.oneof(fc.integer({ min: 0, max: 20 * HOUR }), fc.integer({ min: 0, max: 90 * HOUR })),
        (script, joined, later) => {
          let minute = 0;
          const said = script.flatMap(({ thread, after: since, words }) => {
            minute += since;
            return words.map(({ kind, after }): Said => {
              minute += after;
              return { thread, kind, minute };
            });
          });
          const whoOf = (thread: string) => (joined[THREADS.indexOf(thread)] ? 'one' : thread);
          const end = minute + later;
          const fast = counted(said, whoOf, at(end));
          const { judged = 0, pending = 0, unseated = 0, resolved = 0, returned = 0 } = fast;
          expect({ judged, pending, unseated, resolved }).toEqual(slowly(said, whoOf, end));
          // Never more than the usual way of counting claims.
          expect(resolved).toBeLessThanOrEqual(unseated);
          seen.judged += judged;
          seen.resolved += resolved;
          seen.returned += returned;
          seen.pending += pending;
        },
      ),
      { numRuns: 300 },
    );
    for (const [name, n] of Object.entries(seen)) expect([name, n > 10]).toEqual([name, true]);
  }, 120_000);
});

const said = (...rows: [kind: Kind, minute: number, thread?: string][]): Said[] =>
  rows.map(([kind, minute, thread = 'web:a']) => ({ kind, minute, thread }));
const alone = (thread: string) => thread;
const together = () => 'one';
const over = at(200 * HOUR);

describe('the edges', () => {
  test('answered and never heard of again: resolved, but not before the quiet period is over', () => {
    const one = said(['ask', 0], ['answer', 1]);
    expect(counted(one, alone, at(1 + 24 * HOUR - 1))).toMatchObject({ pending: 1 });
    expect(counted(one, alone, at(1 + 24 * HOUR))).toMatchObject({ judged: 1, resolved: 1, unseated: 1 });
    const mail = said(['ask', 0, 'email:a'], ['answer', 1, 'email:a']);
    expect(counted(mail, alone, at(1 + 24 * HOUR))).toMatchObject({ pending: 1 });
    expect(counted(mail, alone, at(1 + 72 * HOUR))).toMatchObject({ resolved: 1 });
  });
  test('back within the quiet period, by whatever channel; a minute later it is another matter', () => {
    const back = (minute: number) => said(['ask', 0], ['answer', 1], ['ask', minute, 'email:c']);
    expect(counted(back(1 + 24 * HOUR), together, over)).toMatchObject({ returned: 1 });
    expect(counted(back(2 + 24 * HOUR), together, over)).toMatchObject({ resolved: 1 });
    // Nobody is taken for somebody by a guess.
    expect(counted(back(1 + 24 * HOUR), alone, over)).toMatchObject({ resolved: 1 });
  });
  test('thanks, or the next question in the same breath, is no coming back; the same thread after half an hour is', () => {
    expect(counted(said(['ask', 0], ['answer', 1], ['ask', 31]), alone, over)).toMatchObject({
      judged: 1,
      resolved: 1,
    });
    expect(counted(said(['ask', 0], ['answer', 1], ['ask', 32]), alone, over)).toMatchObject({
      judged: 1,
      returned: 1,
    });
  });
  test('whoever gave up waiting was not helped, though no seat was ever there', () => {
    const sum = counted(said(['ask', 0], ['answer', 1], ['ask', 2], ['handOver', 3]), alone, over);
    expect(sum).toMatchObject({ judged: 1, unseated: 1, wanted: 1, calls: 1 });
    expect([sum.resolved, sum.connected]).toEqual([undefined, undefined]);
  });
  test('news of an order days later neither prolongs a conversation nor is one', () => {
    const one = said(['ask', 0], ['answer', 1], ['news', 20 * HOUR], ['chat', 21 * HOUR]);
    expect(read(one, 'web:a')).toMatchObject([{ last: 2, endedAt: at(1) }]);
    expect(counted(one, alone, at(1 + 24 * HOUR))).toMatchObject({ resolved: 1 });
  });
  test('who waits over night is in the same conversation; the wait is what it was', () => {
    const one = said(['ask', 0], ['handOver', 1], ['ask', 8 * HOUR], ['seat', 9 * HOUR]);
    expect(read(one, 'web:a')).toHaveLength(1);
    expect(counted(one, alone, over)).toMatchObject({
      calls: 1,
      connected: 1,
      waitedSeconds: (9 * HOUR - 1) * 60,
    });
    // Still waiting is neither.
    expect(counted(one.slice(0, 2), alone, at(60)).calls).toBeUndefined();
    // Nobody holds the line in a letter.
    const letter = one.map((row) => ({ ...row, thread: 'website:a' }));
    expect(counted(letter, alone, over).calls).toBeUndefined();
  });
  test('an order of the conversation rated low, or followed up by number and code, is not resolved', () => {
    const [talk] = read(said(['ask', 0], ['answer', 1]), 'web:a');
    const judge = (more: object) => countsOf(talk!, { said: [], acts: [], low: [], ...more }, over, rule);
    expect(judge({ low: [at(60)] })).toMatchObject({ unhelped: 1 });
    expect(judge({ acts: [at(60)] })).toMatchObject({ returned: 1 });
    expect(judge({ acts: [at(0)], low: [at(25 * HOUR)] })).toMatchObject({ resolved: 1 });
  });
  test('questions: an answer of its own is a hit, a choice offered is none', () => {
    const lines: TalkLine[] = [
      { seq: 1, from: 'citizen', text: '', at: at(0), found: ['answer', 'suggest'] },
      { seq: 2, from: 'citizen', text: '', at: at(1), found: ['none'] },
    ];
    const [talk] = talksOf(lines, { thread: 'web:a', channel: 'web', rule, unhelped: () => false });
    expect(talk).toMatchObject({ asked: 3, hits: 1 });
  });
});

describe('the table', () => {
  test('every measure says what is above, below, left out and by which source, and sums what is counted', () => {
    for (const { id, numerator, denominator, excludes, source, top, base } of TALK_MEASURES) {
      for (const text of [numerator, source, excludes]) expect([id, text]).not.toEqual([id, '']);
      expect([id, denominator === null]).toEqual([id, base === null]);
      for (const name of [...Object.keys(top), ...(base ?? [])]) expect(TALK_COUNTS).toContain(name);
    }
    const told = talkDefinitions(rule, () => '网页对话').find(({ id }) => id === 'resolved')!;
    expect(told.numerator).toContain('72 小时，网页对话 24 小时');
    expect(JSON.stringify(talkDefinitions(rule, (name) => name))).not.toMatch(/undefined|[{]quiet|[{]gap/);
  });
  test('small numbers are not told, an average is an average', () => {
    const wait = TALK_MEASURES.find(({ id }) => id === 'wait')!;
    expect(shareOf(wait, { connected: 9, waitedSeconds: 900 }, POLICY.knobs.insight).why).toBe('small');
    expect(shareOf(wait, { connected: 10, waitedSeconds: 900 }, POLICY.knobs.insight).value).toBe(90);
    const adoption = TALK_MEASURES.find(({ id }) => id === 'adoption')!;
    // Unchanged ones alone, over all that were shown (domain §2.4).
    expect(shareOf(adoption, { helpsShown: 20, helpsTaken: 5 }, POLICY.knobs.insight).value).toBe(0.25);
  });
});
