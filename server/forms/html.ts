/**
 * The one renderer of a form: plain HTML that works by itself; the browser's script makes it better in place.
 * Everything of a person's goes through `esc`.
 */
import type { FormDef, FormField, FormProperty } from '../http/contract-forms.js';
import { esc } from '../http/html.js';
import type { Places } from './places.js';
import type { Values } from './values.js';
import { fill, PAGE_WORDS as W } from './words.js';

export const idOf = (name: string): string => `f-${name}`;

interface FieldView {
  name: string;
  field: FormField;
  property: FormProperty;
  required: boolean;
  value: Values[string] | undefined;
  fault: string | undefined;
  places: Places;
}

const attrs = (pairs: Record<string, string | number | boolean | undefined>): string =>
  Object.entries(pairs)
    .filter(([, value]) => value !== undefined && value !== false)
    .map(([name, value]) => (value === true ? ` ${name}` : ` ${name}="${esc(String(value))}"`))
    .join('');

const mark = (required: boolean): string =>
  `<span class="${required ? 'must' : 'may'}">${required ? W.required : W.optional}</span>`;

const helpOf = ({ field }: FieldView): string => field.help ?? '';

function notes(view: FieldView): string {
  const id = idOf(view.name);
  const help = helpOf(view);
  const only = view.field.showIf
    ? `<p class="hint only">${esc(fill(W.onlyIf, { words: view.field.showIf.in.join(W.or) }))}</p>`
    : '';
  return [
    only,
    help ? `<p class="hint" id="${id}-hint">${esc(help)}</p>` : '',
    `<p class="fault" id="${id}-fault"${view.fault ? '' : ' hidden'}>${esc(view.fault ?? '')}</p>`,
  ].join('');
}

const described = (view: FieldView) => ({
  'aria-describedby': [helpOf(view) ? `${idOf(view.name)}-hint` : '', `${idOf(view.name)}-fault`]
    .filter(Boolean)
    .join(' '),
  'aria-invalid': view.fault ? 'true' : undefined,
});

/** What a browser can help with while typing. */
const HELPS: Record<string, Record<string, string>> = {
  phone: { type: 'tel', inputmode: 'tel', autocomplete: 'tel-national', maxlength: '20' },
  uscc: { autocapitalize: 'characters', autocomplete: 'off', spellcheck: 'false', maxlength: '30' },
};

function input(view: FieldView): string {
  const { name, field, property, required, value } = view;
  const text = typeof value === 'string' || typeof value === 'number' ? String(value) : '';
  const common = { id: idOf(name), name, required, ...described(view) };
  if (property.type === 'string' && field.widget === 'area')
    return `<textarea${attrs({ ...common, rows: 5, maxlength: property.maxLength })}>${esc(text)}</textarea>`;
  if (property.type === 'integer')
    return `<input${attrs({ ...common, class: 'short', inputmode: 'numeric', maxlength: 9, autocomplete: 'off', value: text })}>`;
  const format = property.type === 'string' ? property.format : undefined;
  if (field.widget === 'date')
    return `<input${attrs({ ...common, class: 'short', type: 'date', value: text, 'data-past': format === 'past' })}>`;
  const short = format !== undefined || field.role === 'name';
  return `<input${attrs({
    ...common,
    ...(short ? { class: 'short' } : {}),
    ...(format ? HELPS[format] : {}),
    maxlength:
      property.type === 'string' ? (property.maxLength ?? HELPS[format ?? '']?.maxlength) : undefined,
    autocomplete: field.role === 'name' ? 'name' : (HELPS[format ?? '']?.autocomplete ?? 'off'),
    value: text,
  })}>`;
}

const option = (value: string, label: string, chosen: boolean): string =>
  `<option${attrs({ value, selected: chosen })}>${esc(label)}</option>`;

function list(view: FieldView, choices: readonly string[]): string {
  const given = String(view.value ?? '');
  const rows = choices.map((one) => option(one, one, one === given));
  return `<select${attrs({ id: idOf(view.name), name: view.name, required: view.required, ...described(view) })}>${option('', W.choose, given === '')}${rows.join('')}</select>`;
}

function regions(view: FieldView): string {
  const given = String(view.value ?? '');
  const groups = view.places.groups().map(({ place, within }) => {
    const rows = within.map((row) => option(row.code, row.name, given.startsWith(row.code)));
    const whole = option(place.code, fill(W.whole, { name: place.name }), given === place.code);
    return `<optgroup label="${esc(place.name)}">${whole}${rows.join('')}</optgroup>`;
  });
  return `<select${attrs({ id: idOf(view.name), name: view.name, required: view.required, 'data-region': true, 'data-value': given, ...described(view) })}>${option('', W.noRegion, given === '')}${groups.join('')}</select>`;
}

function picks(view: FieldView, choices: readonly string[], type: 'radio' | 'checkbox'): string {
  const given = Array.isArray(view.value) ? view.value : [String(view.value ?? '')];
  const rows = choices.map(
    (one, index) =>
      `<label><input${attrs({
        id: index === 0 ? idOf(view.name) : `${idOf(view.name)}-${index}`,
        type,
        name: view.name,
        value: one,
        checked: given.includes(one),
        required: type === 'radio' && view.required,
        'aria-describedby': described(view)['aria-describedby'],
      })}> ${esc(one)}</label>`,
  );
  return `<div class="picks">${rows.join('')}</div>`;
}

function control(view: FieldView): string {
  const { property, field } = view;
  const head = `<span class="label">${esc(field.label)}</span> ${mark(view.required || (property.type === 'boolean' && view.required))}`;
  const data = field.showIf
    ? attrs({ 'data-show': field.showIf.field, 'data-in': JSON.stringify(field.showIf.in) })
    : '';
  const open = `class="field" data-field="${esc(view.name)}"${data}`;
  if (property.type === 'array')
    return `<fieldset ${open}><legend>${head}</legend>${notes(view)}${picks(view, property.items.enum, 'checkbox')}</fieldset>`;
  if (field.widget === 'picks' && property.type === 'string')
    return `<fieldset ${open}><legend>${head}</legend>${notes(view)}${picks(view, property.enum ?? [], 'radio')}</fieldset>`;
  if (property.type === 'boolean')
    return `<div ${open}>${notes(view)}<div class="picks"><label><input${attrs({ id: idOf(view.name), type: 'checkbox', name: view.name, checked: view.value === true, required: view.required, ...described(view) })}> ${esc(field.label)} ${mark(view.required)}</label></div></div>`;
  const inner =
    field.widget === 'list' && property.type === 'string'
      ? list(view, property.enum ?? [])
      : field.widget === 'region'
        ? regions(view)
        : input(view);
  return `<div ${open}><label for="${idOf(view.name)}">${head}</label>${notes(view)}${inner}</div>`;
}

export interface Filling {
  values: Values;
  faults: Record<string, string>;
}

export function fieldsHtml(form: FormDef, { values, faults }: Filling, places: Places): string {
  return form.ui.order
    .flatMap((name) => {
      const field = form.ui.fields[name];
      const property = form.schema.properties[name];
      if (!field || !property) return [];
      // A browser without script would ask for what is not asked.
      const required = form.schema.required.includes(name) && !field.showIf;
      return control({ name, field, property, required, value: values[name], fault: faults[name], places });
    })
    .join('\n');
}

export function photosHtml(form: FormDef): string {
  if (!form.photos) return '';
  const hint = [fill(W.photoHint, { n: form.photos.most }), form.photos.help].filter(Boolean).join('');
  return `<fieldset class="field" data-photos="${form.photos.most}"><legend><span class="label">${W.photo}</span> ${mark(false)}</legend>
<p class="hint" id="f-photos-hint">${esc(hint)}</p><p class="fault" id="f-photos-fault" hidden></p>
<input id="f-photos" name="photo" type="file" accept="image/jpeg,image/png,image/webp" multiple aria-label="${W.photo}" aria-describedby="f-photos-hint f-photos-fault"></fieldset>`;
}

/** Data for the script: nothing in it can end the element it stands in. */
export const dataHtml = (id: string, value: unknown): string =>
  `<script type="application/json" id="${id}">${JSON.stringify(value)
    .replace(/</g, '\\u003c')
    .replace(/\u2028|\u2029/g, '')}</script>`;
