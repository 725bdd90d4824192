/**
 * Messages in the manner of citizens and what was really said in them (slots-cases.jsonl): `slots` by name with the
 * words as written, `plain` the same in figures, `none` what was not said and must not be filled.
 */
import { readFileSync } from 'node:fs';
import { normalize } from '../../nlu/normalize.js';
import { findPersonal } from '../../nlu/pii.js';
import { mentions } from '../../nlu/places.js';
import { fill } from '../../nlu/slots.js';
import type { Slots } from '../../nlu/understanding.js';

interface Case {
  text: string;
  slots: Partial<Record<keyof Slots, string>>;
  plain?: Partial<Record<keyof Slots, string>>;
  none?: (keyof Slots)[];
}
const cases = readFileSync(new URL('./slots-cases.jsonl', import.meta.url), 'utf8')
  .trim()
  .split('\n')
  .map((line) => JSON.parse(line) as Case);

function slotsOf(text: string): Slots {
  const folded = normalize(text);
  return fill(folded, mentions(folded.text), findPersonal(text));
}

test('the table is large enough to say something', () => {
  expect(cases.length).toBeGreaterThanOrEqual(60);
});

test.each(cases.map((one) => [one.text.replaceAll('\n', ' '), one] as const))('%s', (_, one) => {
  const found = slotsOf(one.text);
  const names = [...Object.keys(one.slots), ...(one.none ?? [])] as (keyof Slots)[];
  expect(Object.fromEntries(names.map((name) => [name, found[name]?.value ?? null]))).toEqual(
    Object.fromEntries(names.map((name) => [name, one.slots[name] ?? null])),
  );
  for (const [name, plain] of Object.entries(one.plain ?? {}))
    expect(found[name as keyof Slots]?.plain).toBe(plain);
  for (const slot of Object.values(found)) expect(one.text.slice(slot.from, slot.to)).toBe(slot.value);
});
