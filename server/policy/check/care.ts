/** What runs beside an order, judged whole: the ladder of supervision, the plan of call-backs, the sheet of quality. */
import { DOCUMENT_PLACES } from '../../tickets/supervision/ladder.js';

import { type Fault, fault } from '../faults.js';
import type { Tables } from '../schema.js';
import { doubles, unknown } from './kit.js';
import { placesOf } from './words.js';

/** Every rung leads up, every document says what it has, the sheet makes a hundred, somebody is always sampled. */
export function care({ ladder, callbacks, criteria, knobs }: Partial<Tables>): Fault[] {
  const levels = new Map(ladder?.map((row) => [row.rung, row.level]));
  const places = new Set<string>(DOCUMENT_PLACES);
  return [
    ...doubles('ladder', ladder, (row) => row.rung),
    ...doubles('callbacks', callbacks, (row) => row.id),
    ...doubles('criteria', criteria, (row) => row.id),
    ...(ladder ?? []).flatMap((row, i) => [
      ...unknown('ladder', `[${i}].next`, row.next, new Set(levels.keys())),
      ...(row.next !== null && (levels.get(row.next) ?? Infinity) <= row.level
        ? [fault('ladder.json', `[${i}].next`, 'upwards', row.next)]
        : []),
      ...(row.document?.body ?? [])
        .flatMap(placesOf)
        .filter((place) => !places.has(place) && !row.needs.some((need) => need === place))
        .map((place) => fault('ladder.json', `[${i}].document`, 'place', place)),
      ...(row.answers && row.limit === null
        ? [fault('ladder.json', `[${i}].limit`, 'missing', 'limit')]
        : []),
    ]),
    ...(callbacks &&
    !callbacks.some(({ when }) => when.types.length === 0 && !Object.values(when).includes(true))
      ? [fault('callbacks.json', '', 'missing', 'when')]
      : []),
    ...(criteria && criteria.reduce((sum, row) => sum + row.points, 0) !== 100
      ? [fault('criteria.json', '', 'hundred')]
      : []),
    ...(knobs && knobs.quality.mend > knobs.quality.pass ? [fault('knobs.json', '.quality', 'quality')] : []),
    ...(knobs?.callback.hours ?? []).flatMap((row, i) =>
      row.open < row.close ? [] : [fault('knobs.json', `.callback.hours[${i}]`, 'hours', row.open)],
    ),
  ];
}
