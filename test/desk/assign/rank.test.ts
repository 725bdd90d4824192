/** To whom work is offered first: properties over any desk, and the order of the reasons case by case. */
import fc from 'fast-check';
import { type Need, rank, type Worker } from '../../../server/desk/assign/rank.js';

const NEED: Need = { language: null, category: null, hotline: null, line: null, previous: null };
const worker = (account: string, more: Partial<Worker> = {}): Worker => ({
  ...{ account, away: false, skills: [], languages: [], most: 3, held: 0 },
  ...{ asked: false, only: false, last: null, passed: false },
  ...more,
});
const firstOf = (need: Partial<Need>, ...workers: Worker[]) =>
  rank({ ...NEED, ...need }, workers).best[0]?.account ?? null;
const noneOf = (need: Partial<Need>, ...workers: Worker[]) => rank({ ...NEED, ...need }, workers).none;

const codes = fc.constantFrom('05', '06', '12333', '12329');
const someone = fc.record({
  away: fc.boolean(),
  skills: fc.uniqueArray(codes, { maxLength: 3 }),
  languages: fc.uniqueArray(fc.constantFrom('mn', 'en')),
  most: fc.integer({ min: 1, max: 4 }),
  held: fc.integer({ min: 0, max: 4 }),
  asked: fc.boolean(),
  only: fc.boolean(),
  last: fc.option(fc.date({ noInvalidDate: true })),
  passed: fc.boolean(),
});
const desks = fc
  .array(someone, { maxLength: 7 })
  .map((rows) => rows.map((row, at) => ({ ...row, account: `a${at}` })));
const needs: fc.Arbitrary<Need> = fc.record({
  language: fc.option(fc.constantFrom('mn', 'en')),
  category: fc.option(codes),
  hotline: fc.option(codes),
  line: fc.option(fc.constantFrom('12333', '12329')),
  previous: fc.option(fc.constantFrom('a0', 'a3', 'gone')),
});

test('nobody is asked who is away, full, asked already, has let it pass, or does not understand', () => {
  fc.assert(
    fc.property(needs, desks, (need, desk) => {
      const { best, none } = rank(need, desk);
      for (const { account } of best) {
        const one = desk.find((row) => row.account === account);
        expect(one).toMatchObject({ away: false, asked: false, passed: false });
        expect(one && one.held < one.most).toBe(true);
        if (need.language) expect(one?.languages).toContain(need.language);
        if (need.line) expect(one?.skills).toContain(need.line);
        if (one?.only)
          expect(one.skills.some((code) => [need.line, need.hotline, need.category].includes(code))).toBe(
            true,
          );
      }
      expect(none === null).toBe(best.length > 0);
    }),
  );
});

test('the order in which the desk is read makes no difference, and everybody stands in it once', () => {
  fc.assert(
    fc.property(needs, desks, fc.infiniteStream(fc.nat()), (need, desk, random) => {
      const shuffled = desk
        .map((one) => [random.next().value as number, one] as const)
        .sort(([a], [b]) => a - b)
        .map(([, one]) => one);
      expect(rank(need, shuffled)).toEqual(rank(need, desk));
      const names = rank(need, desk).best.map(({ account }) => account);
      expect(new Set(names).size).toBe(names.length);
    }),
  );
});

test('one more conversation in hand never moves anybody forward', () => {
  fc.assert(
    fc.property(needs, desks, fc.nat(6), (need, desk, at) => {
      const target = desk[at % Math.max(desk.length, 1)];
      if (!target) return;
      const place = (rows: Worker[]) =>
        rank(need, rows).best.findIndex(({ account }) => account === target.account);
      const before = place(desk);
      const after = place(desk.map((one) => (one === target ? { ...one, held: one.held + 1 } : one)));
      expect(after === -1 || after >= before).toBe(true);
    }),
  );
});

test('previous agent, then skill, then load for one’s capacity, then who has been without work longest', () => {
  const before = worker('before', { held: 2 });
  const skilled = worker('skilled', { skills: ['12333'], held: 1 });
  const rough = worker('rough', { skills: ['05'], held: 1 });
  const idle = worker('idle', { last: new Date('2026-03-01T01:00:00Z') });
  const fresh = worker('fresh', { last: new Date('2026-03-01T02:00:00Z') });
  const desk = [fresh, rough, idle, skilled, before];
  const matter = { hotline: '12333', category: '05' };
  expect(firstOf({ ...matter, previous: 'before' }, ...desk)).toBe('before');
  expect(firstOf(matter, ...desk)).toBe('skilled');
  expect(firstOf({ category: '05' }, ...desk)).toBe('rough');
  expect(firstOf({}, ...desk)).toBe('idle');
  // 2 of 6 is less than 1 of 2.
  expect(firstOf({}, worker('few', { held: 1, most: 2 }), worker('many', { held: 2, most: 6 }))).toBe('many');
  // Who is kept for another matter comes last, and still comes.
  expect(firstOf({}, worker('other', { skills: ['12329'] }), worker('any', { held: 2 }))).toBe('any');
  expect(firstOf({}, worker('other', { skills: ['12329'] }))).toBe('other');
});

test('what stands in the way is said: the first condition that nobody meets', () => {
  const full = worker('full', { held: 3 });
  const gone = worker('gone', { away: true });
  expect(noneOf({})).toBe('nobody');
  expect(noneOf({ line: '12333' }, worker('any'))).toBe('line');
  expect(noneOf({ language: 'mn' }, worker('any'))).toBe('language');
  expect(noneOf({ category: '05' }, worker('expert', { only: true, skills: ['12333'] }))).toBe('skill');
  expect(noneOf({}, gone)).toBe('away');
  expect(noneOf({}, gone, full)).toBe('busy');
  expect(noneOf({}, worker('asked', { asked: true }))).toBe('busy');
  expect(noneOf({}, full, worker('passed', { passed: true }))).toBe('passed');
});

test('the reasons name what decided: the language, the skill, what is in hand', () => {
  const [first] = rank({ ...NEED, language: 'mn', hotline: '12333', previous: 'one' }, [
    worker('one', { languages: ['mn'], skills: ['12333'], held: 1 }),
  ]).best;
  expect(first?.why).toEqual([
    { kind: 'previous' },
    { kind: 'language', code: 'mn' },
    { kind: 'skill', code: '12333' },
    { kind: 'load', held: 1, most: 3 },
  ]);
  const even = rank(NEED, [worker('a', { last: new Date(0) }), worker('b', { last: new Date(1) })]);
  expect(even.best.map(({ why }) => why.at(-1)?.kind)).toEqual(['idle', 'load']);
});
