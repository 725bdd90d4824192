/** Sentences and their places; single values and what they must not contradict. */
import { PHRASES } from '../../../bot/phrases.js';
import { type Fault, fault } from '../faults.js';
import type { Tables } from '../schema.js';
import { unknown } from './kit.js';

export const placesOf = (text: string): string[] =>
  [...text.matchAll(/\{(\w+)\}/g)].map((match) => match[1]!);

/** A sentence has the places its key gives, all of them and no others. */
export function phrases(rows: Tables['phrases.zh-CN'] | undefined): Fault[] {
  const known = PHRASES as Record<string, readonly string[]>;
  return (rows ?? []).flatMap((row, index) => {
    const given = known[row.key] ?? [];
    const used = placesOf(row.text);
    const path = `[${index}].text`;
    return [
      ...used.filter((p) => !given.includes(p)).map((p) => fault('phrases.zh-CN.json', path, 'place', p)),
      ...given
        .filter((p) => !used.includes(p))
        .map((p) => fault('phrases.zh-CN.json', path, 'unusedPlace', p)),
    ];
  });
}

export function knobs(
  tables: Partial<Tables>,
  roles: Set<string> | null,
  regions: Set<string> | null,
): Fault[] {
  const rows = tables.knobs;
  if (!rows) return [];
  const first = rows.firstAccountRoles;
  const excluded = (tables.roles ?? []).filter(
    (role) => first.includes(role.id) && role.excludes.some((other) => first.includes(other)),
  );
  return [
    ...(['bands', 'wordBands'] as const).flatMap((name) =>
      rows[name].suggest < rows[name].answer ? [] : [fault('knobs.json', `.${name}`, 'bands')],
    ),
    ...(Math.abs(Object.values(rows.insight.weights).reduce((sum, one) => sum + one, 0) - 1) < 1e-9
      ? []
      : [fault('knobs.json', '.insight.weights', 'weights')]),
    // Best first, and the last one takes whoever is left.
    ...(rows.insight.grades.every(({ from }, i, all) => from < (all[i - 1]?.from ?? 2)) &&
    rows.insight.grades.at(-1)?.from === 0
      ? []
      : [fault('knobs.json', '.insight.grades', 'grades')]),
    ...(rows.refusal.ask < rows.refusal.propose ? [] : [fault('knobs.json', '.refusal', 'refusal')]),
    ...unknown('knobs', '.home', rows.home, regions),
    ...first.flatMap((id, i) => unknown('knobs', `.firstAccountRoles[${i}]`, id, roles)),
    ...(excluded.length > 0
      ? [fault('knobs.json', '.firstAccountRoles', 'conflict', excluded.map((role) => role.id).join('、'))]
      : []),
  ];
}
