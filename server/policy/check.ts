/** What one row cannot know of another: references, doubles, dates, sentences and their places. */
import { PHRASES } from '../../bot/phrases.js';
import { STATES } from '../tickets/ticket.js';
import { care } from './check/care.js';
import { absent, dates, doubles, unknown } from './check/kit.js';
import { people } from './check/people.js';
import { PERMISSIONS } from './check/permissions.js';
import { calendar, limits } from './check/time.js';
import { units } from './check/units.js';
import { knobs, phrases } from './check/words.js';
import { type Fault, fault } from './faults.js';
import { TABLES, type Tables } from './schema.js';

export function crossCheck(tables: Partial<Tables>): Fault[] {
  const setOf = (values: string[] | undefined) => (values ? new Set(values) : null);
  const categories = setOf(tables.categories?.map((row) => row.code));
  const regions = setOf(tables.regions?.map((row) => row.code));
  const roles = setOf(tables.roles?.map((row) => row.id));
  const keys = tables['phrases.zh-CN']?.map((row) => row.key);
  const spoken = setOf(keys);
  return [
    ...dates(tables),
    ...doubles('categories', tables.categories, (row) => row.code),
    ...doubles('hotlines', tables.hotlines, (row) => row.number),
    ...doubles('regions', tables.regions, (row) => row.code),
    ...people(tables.population, regions),
    ...doubles('refusals', tables.refusals, (row) => row.reason),
    ...doubles('emergencies', tables.emergencies, (row) => row.number),
    ...doubles('types', tables.types, (row) => row.type),
    ...doubles('types', tables.types, (row) => row.letter),
    ...doubles('roles', tables.roles, (row) => row.id),
    ...doubles('states', tables.states, (row) => row.state),
    ...units(tables),
    ...doubles('reports', tables.reports, (row) => row.kind),
    ...doubles('seasons', tables.seasons, (row) => row.id),
    ...(tables.seasons ?? []).flatMap((row, i) =>
      row.categories.flatMap((code, j) => unknown('seasons', `[${i}].categories[${j}]`, code, categories)),
    ),
    ...(tables.seasons ?? []).flatMap((row, i) =>
      [row.from, row.to].some((day) => (/^\d\d-/.test(day) ? null : '春节') !== row.anchor)
        ? [fault('seasons.json', `[${i}]`, 'season', row.id)]
        : [],
    ),
    ...doubles('norms', tables.norms, (row) => row.channel),
    ...calendar(tables),
    ...limits(tables.deadlines),
    ...care(tables),
    ...doubles('phrases.zh-CN', tables['phrases.zh-CN'], (row) => row.key),
    ...absent('phrases.zh-CN', keys, Object.keys(PHRASES)),
    ...absent(
      'refusals',
      tables.refusals?.map((row) => row.reason),
      TABLES.refusals.element.shape.reason.options,
    ),
    ...absent(
      'emergencies',
      tables.emergencies?.map((row) => row.number),
      ['110', '119', '120', '122'],
    ),
    ...absent(
      'types',
      tables.types?.map((row) => row.type),
      TABLES.types.element.shape.type.options,
    ),
    ...absent(
      'states',
      tables.states?.map((row) => row.state),
      STATES,
    ),
    ...absent(
      'roles',
      tables.roles?.map((row) => row.id),
      ['AGENT', 'DISPATCHER', 'SYS_ADMIN'],
    ),
    ...(tables.hotlines ?? []).flatMap((row, i) =>
      unknown('hotlines', `[${i}].category`, row.category, categories),
    ),
    ...(tables.regions ?? []).flatMap((row, i) => unknown('regions', `[${i}].parent`, row.parent, regions)),
    ...(tables.refusals ?? []).flatMap((row, i) => unknown('refusals', `[${i}].phrase`, row.phrase, spoken)),
    ...(tables.emergencies ?? []).flatMap((row, i) =>
      unknown('emergencies', `[${i}].advice`, row.advice, spoken),
    ),
    ...(tables.roles ?? []).flatMap((row, i) => [
      ...row.permissions.flatMap((p, j) => unknown('roles', `[${i}].permissions[${j}]`, p, PERMISSIONS)),
      ...row.excludes.flatMap((id, j) => unknown('roles', `[${i}].excludes[${j}]`, id, roles)),
    ]),
    ...(tables.hours ?? []).flatMap((row, i) =>
      row.open < row.close ? [] : [fault('hours.json', `[${i}].open`, 'hours', row.open)],
    ),
    ...phrases(tables['phrases.zh-CN']),
    ...knobs(tables, roles, regions),
  ];
}
