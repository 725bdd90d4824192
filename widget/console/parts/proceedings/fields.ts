/** What was typed into a form that the server described, and what of it is lacking. */
import type { FieldView } from '../../../../server/http/contract-proceedings.js';

export type Typed = Record<string, string | string[] | number | null>;

/** As the form opens: what the server proposes. */
export const begun = (fields: readonly FieldView[]): Typed =>
  Object.fromEntries(
    fields.map(({ name, value, values, kind }) => [name, values ?? value ?? (kind === 'points' ? null : '')]),
  );

export const visible = ({ shown }: FieldView, typed: Typed): boolean =>
  !shown || shown.in.includes(String(typed[shown.by] ?? ''));

export const lacking = (fields: readonly FieldView[], typed: Typed): string[] =>
  fields
    .filter((field) => field.required && visible(field, typed))
    .filter(({ name }) => {
      const value = typed[name];
      return value === null || value === undefined || (typeof value !== 'number' && value.length === 0);
    })
    .map(({ name }) => name);

const NEEDS = ['when', 'where', 'who'];

/** As the server takes it: a name with a point is an entry of a table, what a rung asks for lies together. */
export function saidOf(fields: readonly FieldView[], typed: Typed): Record<string, unknown> {
  const said: Record<string, unknown> = {};
  for (const field of fields) {
    if (!visible(field, typed)) continue;
    const { name } = field;
    const [table, entry] = NEEDS.includes(name) ? ['needs', name] : name.split('.');
    if (entry === undefined) said[name] = typed[name];
    else said[table!] = { ...(said[table!] as object), [entry]: typed[name] };
  }
  return said;
}
