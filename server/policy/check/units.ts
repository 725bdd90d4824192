import { type Fault, fault } from '../faults.js';
import type { Tables } from '../schema.js';
import { doubles, unknown } from './kit.js';

/** Who is above, who regulates, who is meant: all exist, and nobody stands above himself. */
export function units({ units: rows, duties, regions, categories, hotlines }: Partial<Tables>): Fault[] {
  if (!rows) return [];
  const known = new Set(rows.map((row) => row.code));
  const places = regions ? new Set(regions.map((row) => row.code)) : null;
  const classes = categories ? new Set(categories.map((row) => row.code)) : null;
  const lines = hotlines ? new Set(hotlines.map((row) => row.number)) : null;
  const parentOf = new Map(rows.map((row) => [row.code, row.parent]));
  const circles = (code: string): boolean => {
    const seen = new Set<string>();
    for (let at: string | null | undefined = code; at; at = parentOf.get(at)) {
      if (seen.has(at)) return true;
      seen.add(at);
    }
    return false;
  };
  return [
    ...doubles('units', rows, (row) => row.code),
    ...rows.flatMap((row, i) => [
      ...unknown('units', `[${i}].region`, row.region, places),
      ...unknown('units', `[${i}].parent`, row.parent, known),
      ...unknown('units', `[${i}].regulator`, row.regulator, known),
      ...(circles(row.code) ? [fault('units.json', `[${i}].parent`, 'circle', row.code)] : []),
    ]),
    ...(duties ?? []).flatMap((row, i) => [
      ...unknown('duties', `[${i}].category`, row.category, classes),
      ...unknown('duties', `[${i}].hotline`, row.hotline, lines),
      ...(row.to === 'territory' ? [] : unknown('duties', `[${i}].to`, row.to, known)),
    ]),
  ];
}
