import { type Folded, toRaw } from './normalize.js';
import type { Mention } from './places.js';
import { readJson } from './rule.js';
import type { Slot, Slots, Span } from './understanding.js';

type Name = 'time' | 'party' | 'demand' | 'name' | 'people' | 'orderNo' | 'place';
interface Row {
  slot: Name;
  /** Capture group 1 is the value where there is one. */
  any: string[];
}
const table = readJson<{ rules: Row[]; tail: string; open: string }>('slots');
const rows = table.rules.map((row) => ({ ...row, any: row.any.map((source) => new RegExp(source, 'du')) }));
const tail = new RegExp(`^(?:${table.tail})`, 'u');
const open = new RegExp(table.open, 'du');

function slot(folded: Folded, from: number, to: number): Slot {
  const range = toRaw(folded, from, to);
  return { value: folded.raw.slice(range.from, range.to), ...range };
}

/** A place name and what hangs on it: 赛罕区 + 大学东路 + 附近的小区. */
function place(folded: Folded, seen: Mention[]): Slot | undefined {
  const { text } = folded;
  for (let i = 0; i < seen.length; i++) {
    const first = seen[i]!;
    if (first.how === 'outside') continue;
    let to = first.to;
    for (let j = i + 1; j < seen.length && seen[j]!.from === to; j++) to = seen[j]!.to;
    for (let more = tail.exec(text.slice(to)); more && more[0] !== ''; more = tail.exec(text.slice(to)))
      to += more[0].length;
    if (to > first.to || !open.test(text)) return slot(folded, first.from, to);
  }
  const range = open.exec(text)?.indices?.[1];
  return range ? slot(folded, range[0], range[1]) : undefined;
}

/** Only what the citizen really said. Offsets are of the raw text. */
export function fill(folded: Folded, seen: Mention[], personal: readonly Span[]): Slots {
  const slots: Slots = {};
  const where = place(folded, seen);
  if (where) slots.place = where;
  for (const row of rows) {
    if (slots[row.slot]) continue;
    for (const pattern of row.any) {
      const match = pattern.exec(folded.text);
      const range = match?.indices?.[1] ?? match?.indices?.[0];
      if (!range || range[1] <= range[0]) continue;
      slots[row.slot] = slot(folded, range[0], range[1]);
      break;
    }
  }
  const phone = personal.find((span) => span.kind === 'phone');
  if (phone) slots.phone = { value: folded.raw.slice(phone.from, phone.to), from: phone.from, to: phone.to };
  return slots;
}
