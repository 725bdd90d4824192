/** Asks only what is to be asked, and says beside each field what is wrong with it. */

import type { FormDef } from '../../../server/http/contract-forms.js';
import { el } from '../../chat/el.js';
import type { Say } from './data.js';
import { shownOf, type Values } from './judge.js';

const fieldOf = (name: string): HTMLElement | null => document.querySelector(`[data-field="${name}"]`);

export function showFields(form: FormDef, values: Values): void {
  const shown = shownOf(form, values);
  for (const name of form.ui.order) {
    const field = fieldOf(name);
    if (field) field.hidden = !shown.has(name);
    const only = field?.querySelector<HTMLElement>('.only');
    if (only) only.hidden = true;
  }
}

export function tellField(name: string, sentence: string): void {
  const told = document.getElementById(`f-${name}-fault`);
  if (!told) return;
  told.textContent = sentence;
  told.hidden = sentence === '';
  const field = fieldOf(name);
  for (const box of field?.querySelectorAll('input, select, textarea') ?? [])
    if (sentence) box.setAttribute('aria-invalid', 'true');
    else box.removeAttribute('aria-invalid');
}

/** The summary above the form: each fault a link to its field. It takes the focus. */
export function tellAll(form: FormDef, faults: Record<string, string>, say: Say): void {
  for (const name of form.ui.order) tellField(name, faults[name] ?? '');
  tellField('photos', faults.photos ?? '');
  const box = document.getElementById('summary');
  if (!box) return;
  const names = Object.keys(faults);
  box.hidden = names.length === 0;
  box.replaceChildren(
    el('h2', {}, say('summary', { n: names.length })),
    el(
      'ul',
      {},
      ...names.map((name) => {
        const label = form.ui.fields[name]?.label ?? say('photo');
        const link = el('a', { href: `#f-${name}` }, say('summaryOf', { label, why: faults[name] ?? '' }));
        link.addEventListener('click', (event) => {
          event.preventDefault();
          document.getElementById(`f-${name}`)?.focus();
          fieldOf(name)?.scrollIntoView({ block: 'center' });
        });
        return el('li', {}, link);
      }),
    ),
  );
  if (names.length > 0) box.focus();
}
