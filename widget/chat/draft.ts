/** The drafted order as a card: every field editable in place, nothing sent until the citizen says so. */
import type { Draft, DraftField } from '../../server/http/contract-chat.js';
import * as W from '../ui/words.js';
import { button, el } from './el.js';
import { faultOf } from './judge.js';
import type { Keep } from './keep.js';

/** Edits survive a reload, but never hide what the server has learnt since about the same field. */
type Edits = Record<string, { was: string; now: string }>;

type Send = (text: string, fields?: Record<string, string>) => void;

const edited = (field: DraftField, edits: Edits): string => {
  const edit = edits[field.name];
  return edit?.was === field.value ? edit.now : field.value;
};

const plain = (draft: Draft, edits: Edits): HTMLElement =>
  el(
    'dl',
    { class: 'draft' },
    draft.fields.map((field) => {
      const value = edited(field, edits);
      return value && [el('dt', {}, field.label), el('dd', {}, value)];
    }),
  );

export function draftCard(draft: Draft, active: boolean, keep: Keep, send: Send): HTMLElement {
  const key = `draft:${draft.id}`;
  const edits = keep.get<Edits>(key) ?? {};
  if (!active) return plain(draft, edits);
  const rows = draft.fields.map((field) => {
    const long = field.name === 'content' || field.name === 'demand';
    const id = `d-${field.name}`;
    const input = el(long ? 'textarea' : 'input', {
      id,
      maxlength: 2000,
      rows: long && 3,
      'aria-required': field.required && 'true',
      'aria-describedby': `${id}-fault`,
      inputmode: field.name === 'phone' && 'tel',
      input() {
        edits[field.name] = { was: field.value, now: input.value };
        keep.set(key, edits);
        if (fault.textContent) judge();
      },
    });
    input.value = edited(field, edits);
    const fault = el('p', { class: 'fault', id: `${id}-fault` });
    function judge(): boolean {
      fault.textContent = faultOf(field, input.value);
      input.setAttribute('aria-invalid', String(!!fault.textContent));
      return !fault.textContent;
    }
    const label = el('label', { for: id }, [field.label, field.required && el('i', {}, W.required)]);
    return { field, input, judge, node: el('div', {}, [label, input, fault]) };
  });

  function confirm() {
    const wrong = rows.filter((row) => !row.judge())[0];
    if (wrong) return wrong.input.focus();
    send(W.confirm, Object.fromEntries(rows.map(({ field, input }) => [field.name, input.value.trim()])));
  }

  const missing = rows.find(({ field, input }) => field.required && !input.value.trim());
  missing?.input.setAttribute('data-missing', '');
  return el(
    'form',
    {
      class: 'draft',
      'aria-label': W.draft,
      novalidate: true,
      submit(event: Event) {
        event.preventDefault();
        confirm();
      },
    },
    [
      el('h3', {}, W.draft),
      rows.map((row) => row.node),
      el('div', { class: 'choices' }, [
        el('button', { type: 'submit', class: 'main' }, W.confirm),
        button(W.amend, () => (missing ?? rows[0])?.input.focus()),
        button(W.cancel, () => send(W.cancel)),
      ]),
    ],
  );
}
