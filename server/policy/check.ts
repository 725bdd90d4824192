/** What one row cannot know of another: references, doubles, dates, sentences and their places. */
import { PHRASES } from '../../bot/phrases.js';
import { ROUTES } from '../http/routes.js';
import { STATES } from '../tickets/ticket.js';
import { type Fault, fault } from './faults.js';
import { TABLES, type TableName, type Tables } from './schema.js';
import { CLOCKS, URGENCIES } from './types.js';

type Dated = { validFrom: string | null; validTo: string | null };

/** Permissions of the steps of an order; the routes name the others. */
export const STEP_PERMISSIONS = [
  'order.accept',
  'order.refuse',
  'order.dispatch',
  'order.handle',
  'order.supervise',
  'order.callback',
  'order.close',
] as const;

const routePermissions = Object.values(ROUTES).flatMap((route) => route.permission ?? []);
const PERMISSIONS = new Set<string>([
  ...STEP_PERMISSIONS,
  ...routePermissions.filter((name) => name.includes('.')),
]);

const overlap = (a: Dated, b: Dated): boolean =>
  (a.validFrom ?? '') <= (b.validTo ?? '9999-12-31') && (b.validFrom ?? '') <= (a.validTo ?? '9999-12-31');

function doubles<T extends Dated>(file: TableName, rows: T[] | undefined, key: (row: T) => string): Fault[] {
  return (rows ?? []).flatMap((row, index) =>
    (rows ?? []).slice(0, index).some((other) => key(other) === key(row) && overlap(other, row))
      ? [fault(`${file}.json`, `[${index}]`, 'twice', key(row))]
      : [],
  );
}

function dates(tables: Partial<Tables>): Fault[] {
  return (Object.keys(TABLES) as TableName[]).flatMap((name) => {
    const rows = tables[name];
    if (!Array.isArray(rows)) return [];
    return rows.flatMap((row: Dated, index) =>
      row.validFrom && row.validTo && row.validTo < row.validFrom
        ? [fault(`${name}.json`, `[${index}].validTo`, 'dates', row.validTo)]
        : [],
    );
  });
}

/** Everything of `wanted` has a row; everything referred to exists. */
function absent(file: TableName, has: string[] | undefined, wanted: readonly string[]): Fault[] {
  if (!has) return [];
  return wanted
    .filter((item) => !has.includes(item))
    .map((item) => fault(`${file}.json`, '', 'missing', item));
}

const unknown = (file: TableName, path: string, value: string | null, known: Set<string> | null): Fault[] =>
  value === null || known === null || known.has(value) ? [] : [fault(`${file}.json`, path, 'unknown', value)];

const placesOf = (text: string): string[] => [...text.matchAll(/\{(\w+)\}/g)].map((match) => match[1]!);

function phrases(rows: Tables['phrases.zh-CN'] | undefined): Fault[] {
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

function knobs(tables: Partial<Tables>, roles: Set<string> | null, regions: Set<string> | null): Fault[] {
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
    ...(rows.refusal.ask < rows.refusal.propose ? [] : [fault('knobs.json', '.refusal', 'refusal')]),
    ...unknown('knobs', '.home', rows.home, regions),
    ...first.flatMap((id, i) => unknown('knobs', `.firstAccountRoles[${i}]`, id, roles)),
    ...(excluded.length > 0
      ? [fault('knobs.json', '.firstAccountRoles', 'conflict', excluded.map((role) => role.id).join('、'))]
      : []),
  ];
}

/** Who is above, who regulates, who is meant: all exist, and nobody stands above himself. */
function units({ units: rows, duties, regions, categories, hotlines }: Partial<Tables>): Fault[] {
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

/** A notice says from one day to another; two notices must not say both of one day. */
function calendar({ calendar: rows, knobs }: Partial<Tables>): Fault[] {
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
function limits(rows: Tables['deadlines'] | undefined): Fault[] {
  if (!rows) return [];
  return URGENCIES.flatMap((urgency) =>
    CLOCKS.filter(
      (step) => !rows.some((row) => row.step === step && row.urgency === urgency && row.types.length === 0),
    ).map((step) => fault('deadlines.json', '', 'missing', `${urgency}/${step}`)),
  );
}

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
    ...doubles('refusals', tables.refusals, (row) => row.reason),
    ...doubles('emergencies', tables.emergencies, (row) => row.number),
    ...doubles('types', tables.types, (row) => row.type),
    ...doubles('types', tables.types, (row) => row.letter),
    ...doubles('roles', tables.roles, (row) => row.id),
    ...doubles('states', tables.states, (row) => row.state),
    ...units(tables),
    ...doubles('norms', tables.norms, (row) => row.channel),
    ...calendar(tables),
    ...limits(tables.deadlines),
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
