/** The script of the page judges before it sends: it must judge as the server does, and lose nothing. */
import { createHash } from 'node:crypto';
import fc from 'fast-check';
import { creditCodeValid } from '../../nlu/checksums.js';
import { zeroBits as serverBits } from '../../server/forms/proof.js';
import type { FormDef, FormProperty, FormValue } from '../../server/http/contract-forms.js';
import { dayOf } from '../../server/tickets/deadlines/calendar.js';
import {
  carried,
  type Draft,
  isBlank,
  readDraft,
  type Shelf,
  saveDraft,
} from '../../widget/portal/form/draft.js';
import { judge as browserJudge, creditCodeValid as here } from '../../widget/portal/form/judge.js';
import { search, sha256, zeroBits } from '../../widget/portal/form/sha256.js';
import { FILLINGS, formOf, judge, shipped, USCC } from './support.js';

const rest: fc.Arbitrary<FormValue> = fc.oneof(
  fc.constantFrom<FormValue>(
    '',
    ' ',
    '路',
    '  路口  ',
    'on',
    true,
    false,
    0,
    -1,
    1.5,
    99_999_999,
    '12',
    '2026-02-30',
  ),
  fc.constantFrom<FormValue>(
    '2026-01-31',
    '150105',
    '150105001',
    USCC,
    USCC.toLowerCase(),
    `${USCC.slice(0, 17)}0`,
  ),
  fc.constantFrom<FormValue>(
    '13800001234',
    '138 0000-1234',
    '+8613800001234',
    '１３８００００１２３４',
    '12800001234',
  ),
  fc.integer({ min: 0, max: 1600 }).map((n) => '字'.repeat(n)),
  fc.integer({ min: 0, max: 130 }).map((n) => '𠮷'.repeat(n)),
);
const choices = (property: FormProperty): string[] =>
  property.type === 'string'
    ? [...(property.enum ?? [])]
    : property.type === 'array'
      ? [...property.items.enum]
      : [];
const anyOf = (property: FormProperty): fc.Arbitrary<FormValue> => {
  const words = [...choices(property), '没有这一项'];
  const one = fc.constantFrom(...words);
  return property.type === 'array' ? fc.oneof(fc.array(one, { maxLength: 9 }), rest) : fc.oneof(one, rest);
};
const valuesOf = (form: FormDef) =>
  fc.record(
    {
      ...Object.fromEntries(Object.entries(form.schema.properties).map(([name, one]) => [name, anyOf(one)])),
      constructor: fc.constantFrom<FormValue>('', 'x'),
    },
    { requiredKeys: [] },
  );

describe('judging as the server does', () => {
  test.each(shipped.forms.map((form) => [form.id, form] as const))(
    '%s: same values, same faults',
    (_id, form) => {
      fc.assert(
        fc.property(valuesOf(form), (given) => {
          const theirs = judge.judge(form, given);
          const ours = browserJudge(form, given);
          expect(ours.values).toEqual(theirs.values);
          const plain = (faults: Record<string, { rule: string; n?: number }>) =>
            Object.entries(faults)
              .map(([name, { rule, n }]) => [name, rule, n ?? 0])
              .sort();
          expect(plain(ours.faults)).toEqual(plain(theirs.faults));
        }),
        { numRuns: 150 },
      );
    },
  );

  test('a day that has been is not tomorrow, by the calendar of Beijing', () => {
    const form = formOf('heating');
    const day = (days: number): string => dayOf(new Date(Date.now() + days * 86_400_000));
    for (const [since, rule] of [
      [day(1), 'past'],
      [day(0), undefined],
      ['2026-02-30', 'past'],
      ['2025-01-05', undefined],
    ] as const)
      for (const judged of [judge.judge(form, { since }), browserJudge(form, { since })])
        expect([since, judged.faults.since?.rule]).toEqual([since, rule]);
  });

  test('the credit code is one and the same check', () => {
    fc.assert(
      fc.property(fc.stringMatching(/^[0-9A-Z]{16,19}$/), (code) => {
        expect(here(code)).toBe(creditCodeValid(code));
      }),
    );
    expect(here(USCC)).toBe(true);
  });
});

describe('proof of work', () => {
  test('SHA-256 is SHA-256, at every length around a block', () => {
    for (let length = 0; length < 140; length++) {
      const text = 'x'.repeat(length);
      const hex = [...sha256(text)].map((word) => (word >>> 0).toString(16).padStart(8, '0')).join('');
      expect(hex).toBe(createHash('sha256').update(text).digest('hex'));
    }
  });

  test('bits are counted alike, and what is found holds', () => {
    const count = search('challenge', 12, 0, 1_000_000) ?? -1;
    const digest = createHash('sha256').update(`challenge:${count}`).digest();
    expect(serverBits(digest)).toBeGreaterThanOrEqual(12);
    expect(zeroBits(sha256(`challenge:${count}`))).toBe(serverBits(digest));
    expect(search('challenge', 12, 0, count)).toBeNull();
  });
});

describe('nothing typed is lost', () => {
  const memory = (): Shelf & { all: Map<string, string> } => {
    const all = new Map<string, string>();
    return {
      all,
      getItem: (key) => all.get(key) ?? null,
      setItem: (key, value) => void all.set(key, value),
      removeItem: (key) => void all.delete(key),
    };
  };
  const now = Date.parse('2026-07-01T08:00:00Z');
  const draft: Draft = {
    values: { content: '客厅 14 度', people: ['老人'], temperature: 14 },
    photos: [{ id: 'a'.repeat(32), name: '现场.jpg' }],
    tried: { id: 'form-1', words: 'w' },
    at: now,
  };

  test('per form, whole, its photos for as long as the server keeps them', () => {
    const shelf = memory();
    saveDraft(shelf, 'heating', draft);
    expect(readDraft(shelf, 'heating', now + 60_000)).toEqual(draft);
    expect(readDraft(shelf, 'noise', now)).toBeNull();
    expect(readDraft(shelf, 'heating', now + 23.5 * 3_600_000)).toEqual({ ...draft, photos: [] });
    expect(readDraft(shelf, 'heating', now + 8 * 86_400_000)).toBeNull();
    saveDraft(shelf, 'heating', null);
    expect(shelf.all.size).toBe(0);
  });

  test('an empty form leaves nothing behind', () => {
    const shelf = memory();
    saveDraft(shelf, 'heating', { ...draft, values: { content: '', people: [], tick: false }, photos: [] });
    expect(shelf.all.size).toBe(0);
    expect(isBlank({ values: { content: '' }, photos: [] })).toBe(true);
  });

  test.each([
    '',
    '{',
    'null',
    '[]',
    '{"at":1}',
    '{"at":"x"}',
    `{"at":${now},"values":{"a":{"b":1}},"photos":7}`,
  ])('a broken shelf (%j) is an empty form or none', (kept) => {
    const read = readDraft({ getItem: () => kept, setItem() {}, removeItem() {} }, 'heating', now);
    expect(read?.values ?? {}).toEqual({});
  });

  test('a shelf that throws stops nobody', () => {
    const full = () => {
      throw new Error('full');
    };
    const shelf: Shelf = { getItem: full, setItem: full, removeItem: full };
    expect(() => saveDraft(shelf, 'heating', draft)).not.toThrow();
    expect(readDraft(shelf, 'heating', now)).toBeNull();
  });

  test.each(
    shipped.forms.flatMap((from) =>
      shipped.forms.filter((to) => to.id !== from.id).map((to) => [from.id, to.id] as const),
    ),
  )('from %s to %s everything is carried over', (from, to) => {
    const filled = FILLINGS[from] ?? {};
    const made = carried(formOf(from), filled, formOf(to));
    const whole = JSON.stringify(made);
    for (const value of Object.values(filled).flat()) expect(whole).toContain(String(value));
    expect(made.phone).toBe(filled.phone);
    // What was carried is never a value the other form would call wrong.
    const faults = judge.judge(formOf(to), made).faults;
    expect(Object.keys(faults).filter((name) => made[name] !== undefined)).toEqual([]);
  });
});
