/** The portal judges before it sends; it must judge as the server does, and read what the server answers. */
import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { Problem } from '../../server/errors.js';
import { check } from '../../server/http/check.js';
import { repairForm } from '../../server/http/contract-citizen.js';
import { WORDS } from '../../server/http/words.js';
import { OWN_WORDS } from '../../server/tickets/own-acts.js';
import { BLANK, type Draft, idFor, readDraft, type Shelf, saveDraft } from '../../widget/portal/draft.js';
import { groupsOf } from '../../widget/portal/groups.js';
import {
  EMPTY,
  type Filling,
  faultsOf,
  faultsOfHint,
  formOf,
  plainPhone,
  plainSign,
} from '../../widget/portal/judge.js';
import { troubleOf } from '../../widget/portal/said.js';
import * as portalWords from '../../widget/portal/words.js';
import { fieldNames, net } from '../../widget/portal/words.js';

const good: Filling = {
  what: 'road',
  place: '测试路 1 号门前',
  region: '',
  description: '井盖松动',
  name: '',
  phone: '13800001234',
};

function refused(value: unknown): string | null {
  try {
    check(repairForm, value);
    return null;
  } catch (error) {
    if (error instanceof Problem) return error.hint ?? '';
    throw error;
  }
}

describe('judging as the server does', () => {
  test('what the page lets through the server takes; what the page refuses the server would refuse', () => {
    const text = (max: number) =>
      fc.oneof(
        fc.constantFrom('', ' ', '路', '路口', '  路  '),
        fc.integer({ min: 0, max }).map((n) => '字'.repeat(n)),
      );
    const phone = fc.oneof(
      fc.constantFrom(
        '',
        '13800001234',
        '12800001234',
        '1380000123',
        '138 0000 1234',
        '+8613800001234',
        'abc',
      ),
      fc.stringMatching(/^1[0-9]{9,11}$/),
    );
    const filling = fc.record({
      what: fc.constantFrom('streetlight' as const, 'road' as const),
      place: text(220),
      region: fc.constant(''),
      description: text(2100),
      name: text(60),
      phone,
    });
    fc.assert(
      fc.property(filling, (form) => {
        const here = Object.keys(faultsOf(form)).length === 0;
        expect(refused(formOf(form, 'a', [])) === null).toBe(here);
      }),
    );
  });

  test.each([
    ['138 0000-1234', '13800001234'],
    ['＋８６１３８００００１２３４', '13800001234'],
    ['86138', '86138'],
  ])('%s is the phone %s', (typed, plain) => expect(plainPhone(typed)).toBe(plain));

  test('number and code are read with spaces, dashes, small letters and full width', () => {
    expect(plainSign(' 150102-20260701 c 0000018\u200b')).toBe('15010220260701C0000018');
    expect(plainSign('ｋ７ｑ２ｍ９')).toBe('K7Q2M9');
  });

  test('a wrong phone is told what is wrong with it', () => {
    expect(faultsOf({ ...good, phone: '1380000123' }).phone).toContain('现在是 10 位');
    expect(faultsOf({ ...good, phone: '23800001234' }).phone).toContain('13 到 19');
    expect(faultsOf(EMPTY)).toMatchObject({
      what: expect.any(String),
      place: expect.any(String),
      description: expect.any(String),
      phone: expect.any(String),
    });
  });
});

describe("the server's faults find their fields", () => {
  test('both tables call a field by one name', () => {
    for (const [field, name] of Object.entries(fieldNames)) expect(WORDS.fields[field]).toBe(name);
  });

  test('a hint of several faults', () => {
    const hint = refused({ id: 'a', what: 'road', place: '', description: '', phone: '1' }) ?? '';
    const found = faultsOfHint(hint);
    expect(Object.keys(found).sort()).toEqual(['description', 'phone', 'place']);
    expect(found.phone).toBe('手机号应为 11 位，请检查');
  });

  test('a hint about something else is nobody’s', () => {
    expect(faultsOfHint('整个提交: 不认识的内容 x')).toEqual({});
  });

  test('a page of some gateway in between is not shown', () => {
    expect(troubleOf('<html>502 nginx</html>', null)).toEqual({
      code: 'STRANGE',
      message: net.strange,
      wait: 0,
    });
    expect(troubleOf('{"error":{"code":"TOO_MANY","message":"等等"}}', '38')).toMatchObject({ wait: 38 });
    expect(troubleOf('null', 'x').code).toBe('STRANGE');
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
    form: good,
    photos: [{ id: 'a'.repeat(32), name: '现场.jpg' }],
    tried: null,
    at: now,
  };

  test('a draft comes back whole, its photos for as long as the server keeps them', () => {
    const shelf = memory();
    saveDraft(shelf, draft);
    expect(readDraft(shelf, now + 60_000)).toEqual(draft);
    expect(readDraft(shelf, now + 23.5 * 3_600_000)).toEqual({ ...draft, photos: [] });
    expect(readDraft(shelf, now + 8 * 86_400_000)).toEqual(BLANK);
  });

  test('an empty form leaves nothing behind', () => {
    const shelf = memory();
    saveDraft(shelf, draft);
    saveDraft(shelf, { ...BLANK, at: now });
    expect(shelf.all.size).toBe(0);
  });

  test.each([
    '',
    '{',
    'null',
    '[]',
    '{"at":1}',
    '{"at":"x","form":{}}',
    `{"at":${now},"form":{"place":{"a":1}}}`,
  ])('a broken shelf (%j) is an empty form', (kept) => {
    const shelf: Shelf = { getItem: () => kept, setItem() {}, removeItem() {} };
    expect(readDraft(shelf, now).form).toEqual(EMPTY);
  });

  test('a shelf that throws stops nobody', () => {
    const full = () => {
      throw new Error('full');
    };
    const shelf: Shelf = { getItem: full, setItem: full, removeItem: full };
    expect(() => saveDraft(shelf, draft)).not.toThrow();
    expect(readDraft(shelf, now)).toEqual(BLANK);
    expect(readDraft(null, now)).toEqual(BLANK);
  });

  test('the same words sent again are the same filing; changed words are another', () => {
    const random = () => new Uint8Array(16).fill(171);
    const id = idFor('words', null, random);
    expect(id).toBe(`form-${'ab'.repeat(16)}`);
    expect(idFor('words', { id: 'form-x', words: 'words' }, random)).toBe('form-x');
    expect(idFor('others', { id: 'form-x', words: 'words' }, random)).toBe(id);
  });
});

test('regions: leagues are groups, what all lie in is none', () => {
  const rows = [
    { code: '150000', name: '区', parent: null },
    { code: '150100', name: '市', parent: '150000' },
    { code: '150102', name: '新城', parent: '150100' },
  ];
  expect(groupsOf(rows)).toEqual([{ group: rows[1], within: [rows[2]] }]);
});

test('the form without script has the fields of the contract, and asks for what it requires', () => {
  const html = readFileSync(new URL('../../widget/portal/index.html', import.meta.url), 'utf8');
  const repair = html.slice(html.indexOf('action="/portal/repair"'));
  const names = [...repair.matchAll(/<(?:input|textarea)\b[^>]*?\bname="(\w+)"[^>]*>/g)];
  const fields = new Set(names.map((match) => match[1]));
  expect([...fields].sort()).toEqual(['description', 'name', 'phone', 'photo', 'place', 'what']);
  const must = new Set(names.filter((match) => match[0].includes('required')).map((match) => match[1]));
  expect([...must].sort()).toEqual(['description', 'phone', 'place', 'what']);
});

test('the portal rates by the same words with script and without', () => {
  const { levels, heading, free, send } = OWN_WORDS.page.rate;
  const { levels: own, heading: asked, free: said, send: pressed } = portalWords.rate;
  expect({ levels: own, heading: asked, free: said, send: pressed }).toEqual({ levels, heading, free, send });
  expect([portalWords.acts.title, portalWords.acts.not]).toEqual([
    OWN_WORDS.page.heading,
    OWN_WORDS.page.not,
  ]);
});
