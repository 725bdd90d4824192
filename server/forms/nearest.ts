/** Of the forms that can be filed today the one that comes nearest to another; null = none is about its matter. */
import type { FormDef } from '../http/contract-forms.js';
import type { Live } from './catalogue.js';

const both = (one: readonly string[], other: readonly string[]): number =>
  one.filter((name) => other.includes(name)).length;

/** A shared category says most, then the words people look for it by; the kind of matter alone says nothing. */
function likeness({ hint, audience }: FormDef, other: FormDef): number {
  const matter =
    10 *
      both([hint.category ?? '', ...hint.categories].filter(Boolean), [
        other.hint.category ?? '',
        ...other.hint.categories,
      ]) +
    3 * both(hint.words, other.hint.words);
  if (matter === 0) return 0;
  const type = hint.type === other.hint.type ? 2 : 0;
  const people = audience === other.audience || other.audience === 'both' ? 1 : 0;
  return matter + type + people;
}

export function nearest(form: FormDef, live: readonly Live[]): Live | null {
  let best: Live | null = null;
  let most = 0;
  for (const one of live) {
    const like = one.form.id === form.id ? 0 : likeness(form, one.form);
    if (like > most) [best, most] = [one, like];
  }
  return best;
}
