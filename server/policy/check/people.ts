import { type Fault, fault } from '../faults.js';
import type { Tables } from '../schema.js';
import { doubles, unknown } from './kit.js';

/** How a row begins that nobody has filled in yet. */
const OPEN = '待填';

/** A number of people has a day and a communiqué it is taken from, or it is not there. */
export function people(rows: Tables['population'] | undefined, regions: Set<string> | null): Fault[] {
  return [
    ...doubles('population', rows, (row) => row.region),
    ...(rows ?? []).flatMap((row, i) => [
      ...unknown('population', `[${i}].region`, row.region, regions),
      ...((row.residents === null) === (row.asOf === null)
        ? []
        : [fault('population.json', `[${i}]`, 'people', row.region)]),
      ...(row.residents !== null && row.source.startsWith(OPEN)
        ? [fault('population.json', `[${i}].source`, 'unsourced', row.region)]
        : []),
    ]),
  ];
}
