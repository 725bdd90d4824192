/** What is wrong with a form is told all at once, with paths. */
import { readFormDef } from '../../server/forms/faults.js';
import type { FormDef } from '../../server/http/contract-forms.js';
import { formOf, surroundings } from './support.js';

/** A copy that may be spoilt at will. */
type Loose = { [name: string]: Loose } & { [index: number]: Loose };
const told = (spoil: (form: Loose & FormDef) => void): string[] => {
  const form = structuredClone(formOf('heating')) as unknown as Loose & FormDef;
  spoil(form);
  return readFormDef(form, surroundings).faults.map(({ path, message }) => `${path} ${message}`);
};

test('the form as it is has none', () => expect(told(() => {})).toEqual([]));

const CASES: [string, (form: never) => void, RegExp][] = [
  ['no title', (form: { title?: string }) => delete form.title, /^\.title /],
  ['a key nobody knows', (form: { admin?: boolean }) => Object.assign(form, { admin: true }), /admin/],
  ['a word of an address', (form: { id: string }) => Object.assign(form, { id: 'uploads' }), /^\.id /],
  [
    'a pattern of its own',
    (form: FormDef) => Object.assign(form.schema.properties.name ?? {}, { pattern: '(a+)+$' }),
    /^\.schema\.properties\.name /,
  ],
  ['a field not in order', (form: FormDef) => form.ui.order.pop(), /^\.ui\.order .*没有排进顺序/],
  ['a field twice in order', (form: FormDef) => form.ui.order.push('phone'), /^\.ui\.order .*不止一次/],
  ['a field without a label', (form: FormDef) => delete form.ui.fields.company, /^\.ui\.fields .*company/],
  [
    'a field without a rule',
    (form: FormDef) => delete form.schema.properties.company,
    /^\.schema\.properties .*company/,
  ],
  [
    'required, but not there',
    (form: FormDef) => form.schema.required.push('moon'),
    /^\.schema\.required .*moon/,
  ],
  [
    'a widget that does not fit',
    (form: FormDef) => Object.assign(form.ui.fields.what ?? {}, { widget: 'area' }),
    /^\.ui\.fields\.what\.widget /,
  ],
  [
    'two contents',
    (form: FormDef) => Object.assign(form.ui.fields.company ?? {}, { role: 'content' }),
    /只能给一项/,
  ],
  ['no content', (form: FormDef) => delete form.ui.fields.content?.role, /情况说明/],
  ['no phone', (form: FormDef) => delete form.ui.fields.phone?.role, /手机号/],
  ['a condition on a later field', (form: FormDef) => form.ui.order.reverse(), /showIf\.field/],
  [
    'a condition on a word that is none',
    (form: FormDef) => form.ui.fields.temperature?.showIf?.in.push('月亮'),
    /showIf\.in .*月亮/,
  ],
  [
    'bounds the wrong way round',
    (form: FormDef) => Object.assign(form.schema.properties.content ?? {}, { minLength: 1500 }),
    /下限大于上限/,
  ],
  [
    'a text without an end',
    (form: FormDef) => delete (form.schema.properties.company as { maxLength?: number }).maxLength,
    /maxLength/,
  ],
  [
    'more text than a message holds',
    (form: FormDef) => Object.assign(form.schema.properties.company ?? {}, { maxLength: 2000 }),
    /合起来/,
  ],
  [
    'the same choice twice',
    (form: FormDef) => (form.schema.properties.what as { enum: string[] }).enum.push('其他'),
    /其他/,
  ],
  ['a category that is none', (form: FormDef) => form.hint.categories.push('99'), /^\.hint\.categories .*99/],
  [
    'a hotline that is none',
    (form: FormDef) => Object.assign(form.hint, { hotline: '12399' }),
    /^\.hint\.hotline /,
  ],
  ['a region that is none', (form: FormDef) => form.regions.push('999999'), /^\.regions .*999999/],
];

test.each(CASES)('%s', (_name, spoil, words) => {
  const faults = told(spoil as never);
  expect(faults.length).toBeGreaterThan(0);
  expect(faults.some((one) => words.test(one))).toBe(true);
});

test.each([null, 7, 'x', [], {}, { id: {} }])('%j is no form, and that is said', (given) => {
  const { form, faults } = readFormDef(given, surroundings);
  expect(form).toBeNull();
  expect(faults.length).toBeGreaterThan(0);
});

test('several faults are told at once', () => {
  const faults = told((form) => {
    form.hint.categories.push('99');
    form.regions.push('999999');
  });
  expect(faults).toHaveLength(2);
});
