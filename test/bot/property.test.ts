import fc from 'fast-check';
import { decide } from '../../bot/decide.js';
import type { Decided, Draft, Memory, Turn } from '../../bot/decision.js';
import { emergencies } from '../../bot/emergency.js';
import { loadPolicy } from '../../server/policy/policy.js';
import { confidence, found, MEMORY, message, segment } from './build.js';

const policy = await loadPolicy();

const text = fc.oneof(
  fc.string({ unit: 'grapheme', maxLength: 40 }),
  fc.constantFrom(
    '是的',
    '不是',
    '都不是',
    '留言',
    '1',
    '第二个',
    '13800001234',
    '大学东路',
    '没解决',
    '',
    '改一下',
  ),
);
const share = fc.double({ min: 0, max: 1, noNaN: true });
const category = fc.constantFrom(null, '03', '06', '08', '12');
const region = fc.constantFrom(null, '150105', '150200');

const aSegment = fc
  .record({
    text,
    gate: fc.constantFrom('accept', 'emergency', 'refuse', 'clarify'),
    reason: fc.constantFrom(null, '119', 'litigation', 'privacy', 'state_secret'),
    type: fc.constantFrom(
      'consult',
      'help',
      'complaint',
      'report',
      'suggest',
      'praise',
      'urge',
      'progress',
      'other',
    ),
    category,
    region,
    sure: share,
    ruled: fc.boolean(),
    options: fc.subarray(['150823', '150926']),
    phone: fc.boolean(),
  })
  .map(({ text: words, sure, ruled, options, phone, ...some }) =>
    segment(words, {
      ...some,
      confidence: confidence(sure),
      regionOptions: options,
      slots: phone ? { phone: { value: '13800001234', from: 0, to: 0 } } : {},
      why: ruled ? [{ stage: 'gate', rule: 'R', label: String(some.reason), from: 0, to: words.length }] : [],
    }),
  );

const draft: fc.Arbitrary<Draft> = fc.record({
  id: fc.constant('d0'),
  type: fc.constantFrom('help', 'consult', 'complaint', 'praise'),
  category,
  hotline: fc.constant(null),
  region,
  urgency: fc.constant('normal'),
  content: text,
  slots: fc.constant({}),
  fields: fc.constantFrom({}, { phone: '13800001234', place: '大学东路' }),
  files: fc.constant([]),
});

const memory: fc.Arbitrary<Memory> = fc
  .record({
    pending: fc.oneof(
      fc.constant(null),
      draft.map((one) => ({ for: 'draft' as const, draft: one })),
      fc.record({
        for: fc.constant('asks' as const),
        asks: fc.subarray(['matter', 'place', 'region', 'phone', 'party'] as const, {
          minLength: 1,
          maxLength: 2,
        }),
        draft: fc.option(draft),
        options: fc.subarray(['150823', 'person', 'leave']),
      }),
      draft.map((one) => ({ for: 'passage' as const, passages: ['a', 'b'], segment: '问', draft: one })),
      fc.record({
        for: fc.constant('doubt' as const),
        reason: fc.constant('privacy' as const),
        segment: aSegment,
        draft,
      }),
    ),
    failed: fc.nat(2),
    refused: fc.constantFrom(null, 'X1'),
    waiting: fc.array(draft, { maxLength: 2 }),
  })
  .map((some) => ({ ...MEMORY, ...some }) as Memory);

const aTurn: fc.Arbitrary<Turn> = fc
  .record({
    segments: fc.array(aSegment, { minLength: 1, maxLength: 3 }),
    act: fc.constantFrom(
      null,
      'person',
      'confirm',
      'amend',
      'cancel',
      'review',
      'greet',
      'thanks',
      'noPerson',
    ),
    threat: fc.constantFrom(null, null, null, 'self_harm', 'violence', 'mass'),
    memory,
    band: fc.constantFrom('answer', 'suggest', 'none'),
    fields: fc.constantFrom({}, { phone: '' }, { phone: '13800001234' }),
    files: fc.constantFrom([], ['f1']),
    personHasThread: fc.boolean(),
  })
  .map(({ segments, act, threat, band, ...rest }) => ({
    ...rest,
    understanding: message(segments.map((one) => one.text).join(''), segments, { act, threat }),
    found: segments.map(() => (band === 'none' ? found('none') : found(band, ['a', 0.9], ['b', 0.7]))),
    newId: 'd1',
  })) as unknown as fc.Arbitrary<Turn>;

const holds = (judge: (given: Turn, decided: Decided) => void) =>
  fc.assert(
    fc.property(aTurn, (given) => judge(given, decide(given, policy))),
    { numRuns: 500 },
  );

const PATH = ['emergency', 'refuse', 'answer', 'progress', 'say', 'file', 'clarify', 'handOver', 'stayQuiet'];

describe('whatever is said', () => {
  test('a turn always comes to something, and asks at most one question of at most two things', () => {
    holds((_, { decisions }) => {
      expect(decisions.length).toBeGreaterThan(0);
      const questions = decisions.filter((one) => one.do === 'clarify');
      expect(questions.length).toBeLessThanOrEqual(1);
      for (const one of questions) expect(one.asks.length).toBeLessThanOrEqual(2);
      // A question and a draft to confirm are two questions.
      const shown = decisions.filter((one) => one.do === 'file' && one.step === 'show');
      expect(questions.length + shown.length).toBeLessThanOrEqual(1);
    });
  });

  test('emergencies always come first', () => {
    holds((given, { decisions }) => {
      const { threat } = given.understanding;
      const all = emergencies(given.understanding);
      // Despair that calls only for the police is answered by the words for despair; who has the thread hears both.
      const spoken =
        threat === 'self_harm' && !given.personHasThread
          ? all.filter(({ numbers }) => numbers.join() !== '110')
          : all;
      const wanted = spoken.length;
      expect(decisions.slice(0, wanted).every((one) => one.do === 'emergency')).toBe(true);
      expect(decisions.slice(wanted).some((one) => one.do === 'emergency')).toBe(false);
    });
  });

  test('an emergency is never met with a form', () => {
    holds((given, { decisions }) => {
      if (given.understanding.segments.every((one) => one.gate !== 'emergency')) return;
      expect(decisions.some((one) => one.do === 'file' || one.do === 'clarify')).toBe(false);
    });
  });

  test('a refusal always has a reason, a rule and a span', () => {
    holds((_, { decisions }) => {
      for (const one of decisions) {
        if (one.do !== 'refuse') continue;
        expect(one.reason).toMatch(/^[a-z_]+$/);
        expect(one.rule).toMatch(/^(R|confirmed-by-citizen)$/);
        expect(one.evidence.to).toBeGreaterThanOrEqual(one.evidence.from);
      }
    });
  });

  test('while a person has the thread the bot says nothing but an emergency', () => {
    holds((given, { decisions }) => {
      if (!given.personHasThread) return;
      expect(decisions.every((one) => one.do === 'emergency' || one.do === 'stayQuiet')).toBe(true);
    });
  });

  test('what is shown or filed lacks nothing', () => {
    holds((_, { decisions }) => {
      for (const one of decisions) if (one.do === 'file') expect(one.missing).toEqual([]);
    });
  });

  test('a person is handed the thread once, for one reason', () => {
    holds((_, { decisions }) => {
      expect(decisions.filter((one) => one.do === 'handOver').length).toBeLessThanOrEqual(1);
    });
  });

  test('the order of what is said is always the same', () => {
    holds((_, { decisions }) => {
      const kinds = decisions
        .filter((one) => one.do !== 'urge' && one.do !== 'file')
        .map((one) => PATH.indexOf(one.do));
      expect(kinds).toEqual([...kinds].sort((a, b) => a - b));
    });
  });

  test('two fruitless rounds in a row are the most', () => {
    holds((given, { decisions, memory: after }) => {
      if (given.memory.failed >= policy.clarify.maxFailed) return;
      if (after.failed >= policy.clarify.maxFailed)
        expect(decisions.some((one) => one.do === 'handOver')).toBe(true);
    });
  });
});
