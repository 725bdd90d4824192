/** What the editor's controls do to a form: whatever is pressed, the form stays in one piece. */
import fc from 'fast-check';
import { readFormDef } from '../../server/forms/faults.js';
import {
  addField,
  blank,
  choicesOf,
  type Draft,
  differences,
  isDraft,
  type Kind,
  moveField,
  removeField,
  setChoices,
  setField,
  setProperty,
  setRequired,
} from '../../widget/console/form-draft.js';
import { F } from '../../widget/console/form-words.js';
import { formOf, shipped, surroundings } from './support.js';

const KINDS = Object.keys(F.kinds) as Kind[];
type Step = (form: Draft) => Draft;
const at = (form: Draft, n: number): string => form.ui.order[n % form.ui.order.length] ?? '';
const step: fc.Arbitrary<Step> = fc.oneof(
  fc.constantFrom(...KINDS).map((kind) => (form: Draft) => addField(form, kind)[0]),
  fc.nat(50).map((n) => (form: Draft) => removeField(form, at(form, n))),
  fc.tuple(fc.nat(50), fc.constantFrom(-1 as const, 1 as const)).map(
    ([n, by]) =>
      (form: Draft) =>
        moveField(form, at(form, n), by),
  ),
  fc.tuple(fc.nat(50), fc.boolean()).map(
    ([n, on]) =>
      (form: Draft) =>
        setRequired(form, at(form, n), on),
  ),
  fc.tuple(fc.nat(50), fc.string({ minLength: 1, maxLength: 20 })).map(
    ([n, label]) =>
      (form: Draft) =>
        setField(form, at(form, n), { label }),
  ),
);

test('any order of presses leaves order, rules and labels in step, and nothing required that is not there', () => {
  fc.assert(
    fc.property(fc.constantFrom(...shipped.forms), fc.array(step, { maxLength: 30 }), (start, steps) => {
      const form = steps.reduce<Draft>((now, one) => one(now), start);
      expect(isDraft(form)).toBe(true);
      const names = [...form.ui.order].sort();
      expect(new Set(names).size).toBe(names.length);
      expect(Object.keys(form.schema.properties).sort()).toEqual(names);
      expect(Object.keys(form.ui.fields).sort()).toEqual(names);
      expect(form.schema.required.filter((name) => !names.includes(name))).toEqual([]);
    }),
    { numRuns: 200 },
  );
});

test.each(KINDS)('a new question of the kind %s is one the server takes', (kind) => {
  const [form, name] = addField(formOf('suggest'), kind);
  expect(readFormDef(form, surroundings).faults).toEqual([]);
  expect(form.ui.order.at(-1)).toBe(name);
});

test('a form begun anew lacks nothing but its source', () => {
  const { faults } = readFormDef(blank('snow', '积雪没清'), surroundings);
  expect(faults.map(({ path }) => path)).toEqual(['.source']);
});

test('choices of one and of several', () => {
  const form = formOf('noise');
  for (const name of ['what', 'when']) {
    const property = form.schema.properties[name]!;
    const changed = setChoices(property, ['甲', '乙']);
    expect(choicesOf(changed)).toEqual(['甲', '乙']);
    expect(choicesOf(property)).not.toEqual(['甲', '乙']);
    expect(setProperty(form, name, changed).schema.properties[name]).toBe(changed);
  }
});

test('what is emptied is not there', () => {
  const form = setField(formOf('noise'), 'place', { help: '' });
  expect(form.ui.fields.place).not.toHaveProperty('help');
  expect(setField(form, 'moon', { label: 'x' })).toBe(form);
});

test('differences leaf by leaf', () => {
  const before = formOf('noise');
  const [added, name] = addField(setField(before, 'place', { label: '在哪' }), 'number');
  const rows = differences(before, added);
  expect(rows.find((row) => row.path === 'ui.fields.place.label')).toMatchObject({
    before: '具体地点',
    after: '在哪',
  });
  expect(rows.find((row) => row.path === `schema.properties.${name}`)).toMatchObject({ before: null });
  expect(differences(before, structuredClone(before))).toEqual([]);
});

test.each([null, 7, [], {}, { schema: {}, ui: {}, hint: {} }, { ...formOf('noise'), next: 'x' }])(
  'JSON that the controls could not show is none: %#',
  (value) => expect(isDraft(value)).toBe(false),
);
