import { type Fault, fault } from '../faults.js';
import type { Tables } from '../schema.js';
import { CLOCKS, URGENCIES } from '../types.js';

/** A notice says from one day to another; two notices must not say both of one day. */
export function calendar({ calendar: rows, knobs }: Partial<Tables>): Fault[] {
  if (!rows) return [];
  const order = rows.flatMap((row, i) =>
    row.to < row.from ? [fault('calendar.json', `[${i}].to`, 'range', row.to)] : [],
  );
  const both = rows.flatMap((row, i) =>
    rows.slice(0, i).some((other) => other.off !== row.off && row.from <= other.to && other.from <= row.to)
      ? [fault('calendar.json', `[${i}]`, 'both', `${row.from} ${row.name}`)]
      : [],
  );
  const last =
    rows
      .map((row) => row.to)
      .sort()
      .at(-1) ?? '';
  const known = knobs?.calendar.knownUntil ?? '9999-12-31';
  return [
    ...order,
    ...both,
    ...(last <= known ? [] : [fault('knobs.json', '.calendar.knownUntil', 'known', last)]),
  ];
}

/** Every clock has a row for every urgency, and for every type: a limit that is absent is never noticed. */
export function limits(rows: Tables['deadlines'] | undefined): Fault[] {
  if (!rows) return [];
  return URGENCIES.flatMap((urgency) =>
    CLOCKS.filter(
      (step) => !rows.some((row) => row.step === step && row.urgency === urgency && row.types.length === 0),
    ).map((step) => fault('deadlines.json', '', 'missing', `${urgency}/${step}`)),
  );
}
