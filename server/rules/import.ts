/** A table of units judged whole: every fault with its row and column, and what it would change. Pure. */
import { crossCheck } from '../policy/check.js';
import type { Fault } from '../policy/faults.js';
import type { Tables } from '../policy/schema.js';
import { UNIT_KINDS } from '../tickets/dispatch/unit.js';
import type { Sheet } from './sheet.js';
import { say, WORDS } from './words.js';

export type UnitRow = Tables['units'][number];
export type ColumnId = keyof typeof WORDS.columns;

export interface SheetFault {
  /** As the person sees it in the table; 0 = the table as a whole. */
  row: number;
  column: string;
  says: string;
}

export interface Change {
  code: string;
  name: string;
  fields: { field: string; before: string; after: string }[];
}

export interface Imported {
  faults: SheetFault[];
  added: UnitRow[];
  changed: Change[];
  ended: UnitRow[];
  same: number;
  /** The whole table as it would be. */
  units: UnitRow[];
}

const COLUMNS = Object.keys(WORDS.columns) as ColumnId[];
const NEEDED: readonly ColumnId[] = ['code', 'name', 'kind', 'region', 'source'];
const CODE = /^[A-Z0-9][A-Z0-9-]{1,31}$/;
const W = WORDS.faults;

const isDay = (text: string): boolean =>
  /^\d{4}-\d{2}-\d{2}$/.test(text) && (new Date(`${text}T00:00:00Z`).toJSON()?.startsWith(text) ?? false);

/** `absent`: what becomes of a unit the table does not name. `today`: yyyy-MM-dd, the last day of those that end. */
export function judgeUnits(sheet: Sheet, tables: Tables, absent: 'keep' | 'end', today: string): Imported {
  const faults: SheetFault[] = [];
  const fault = (row: number, column: ColumnId | null, says: string): void => {
    faults.push({ row, column: column ? WORDS.columns[column] : '', says });
  };
  const [head, ...body] = sheet;
  const at = new Map<ColumnId, number>();
  for (const id of COLUMNS) {
    const index = head?.cells.findIndex(({ text }) => text === WORDS.columns[id]) ?? -1;
    if (index >= 0) at.set(id, index);
    else if (NEEDED.includes(id)) fault(head?.row ?? 1, id, say(W.noColumn, { name: WORDS.columns[id] }));
  }
  const none: Imported = { faults, added: [], changed: [], ended: [], same: 0, units: tables.units };
  if (faults.length > 0) return none;
  const filled = body.filter(({ cells }) => cells.some(({ text }) => text !== ''));
  if (filled.length === 0) {
    fault(0, null, W.empty);
    return none;
  }
  const regions = regionFinder(tables.regions);
  const rows = new Map<string, { row: number; unit: UnitRow }>();
  for (const { row, cells } of filled) {
    const of = (id: ColumnId): string => cells[at.get(id) ?? -1]?.text ?? '';
    for (const id of COLUMNS) if (cells[at.get(id) ?? -1]?.formula) fault(row, id, W.formula);
    const code = of('code').normalize('NFKC').toUpperCase();
    if (code === '') fault(row, 'code', W.needCode);
    else if (!CODE.test(code)) fault(row, 'code', W.code);
    if (of('name') === '') fault(row, 'name', W.needName);
    const kind = UNIT_KINDS.find((id) => WORDS.kinds[id] === of('kind') || id === of('kind'));
    if (!kind)
      fault(row, 'kind', say(W.kind, { value: of('kind'), kinds: Object.values(WORDS.kinds).join('、') }));
    const region = regions(of('region'));
    if (region === null) fault(row, 'region', say(W.region, { value: of('region') }));
    if (region === 'many') fault(row, 'region', say(W.regionMany, { value: of('region') }));
    if (of('source').length < 2) fault(row, 'source', W.source);
    for (const id of ['validFrom', 'validTo'] as const)
      if (of(id) !== '' && !isDay(of(id))) fault(row, id, say(W.day, { value: of(id) }));
    if (isDay(of('validFrom')) && isDay(of('validTo')) && of('validTo') < of('validFrom'))
      fault(row, 'validTo', W.days);
    const twice = rows.get(code);
    if (code !== '' && twice) fault(row, 'code', say(W.twice, { value: code, row: twice.row }));
    if (code === '' || twice || !kind) continue;
    rows.set(code, {
      row,
      unit: {
        code,
        name: of('name'),
        kind,
        region: region === 'many' ? '' : (region ?? ''),
        parent: of('parent').toUpperCase() || null,
        regulator: of('regulator').toUpperCase() || null,
        source: of('source'),
        validFrom: of('validFrom') || null,
        validTo: of('validTo') || null,
      },
    });
  }
  const now = new Map(tables.units.map((unit) => [unit.code, unit]));
  const units = [...tables.units];
  const result: Imported = { ...none, units };
  for (const { unit } of rows.values()) {
    const before = now.get(unit.code);
    if (!before) {
      result.added.push(unit);
      units.push(unit);
      continue;
    }
    const fields = fieldsOf(before, unit);
    if (fields.length === 0) result.same += 1;
    else result.changed.push({ code: unit.code, name: unit.name, fields });
    units[units.indexOf(before)] = unit;
  }
  if (absent === 'end')
    for (const [index, unit] of units.entries()) {
      if (rows.has(unit.code) || (unit.validTo !== null && unit.validTo <= today)) continue;
      result.ended.push(unit);
      units[index] = { ...unit, validTo: today };
    }
  const known = new Set(units.map(({ code }) => code));
  for (const { row, unit } of rows.values())
    for (const id of ['parent', 'regulator'] as const) {
      const value = unit[id];
      if (value !== null && !known.has(value)) fault(row, id, say(W.unit, { value }));
    }
  // What the table cannot know: duties and whatever else refers to units.
  if (faults.length === 0)
    for (const one of crossCheck({ ...tables, units })) faults.push(placed(one, units, rows));
  return result;
}

function placed(one: Fault, units: UnitRow[], rows: Map<string, { row: number }>): SheetFault {
  const index = one.file === 'units.json' ? Number(/^\[(\d+)\]/.exec(one.path)?.[1] ?? -1) : -1;
  const row = rows.get(units[index]?.code ?? '')?.row ?? 0;
  const field = /\.(\w+)$/.exec(one.path)?.[1] as ColumnId | undefined;
  const column = field && row > 0 ? (WORDS.columns[field] ?? '') : '';
  return { row, column, says: row > 0 ? one.message : `${one.file}${one.path}：${one.message}` };
}

function fieldsOf(before: UnitRow, after: UnitRow): Change['fields'] {
  return COLUMNS.filter((id) => (before[id] ?? null) !== (after[id] ?? null)).map((id) => ({
    field: WORDS.columns[id],
    before: before[id] ?? '',
    after: after[id] ?? '',
  }));
}

function regionFinder(regions: Tables['regions']): (text: string) => string | 'many' | null {
  const byName = new Map<string, string[]>();
  for (const { code, name } of regions) byName.set(name, [...(byName.get(name) ?? []), code]);
  const codes = new Set(regions.map(({ code }) => code));
  return (text) => {
    const code = text.normalize('NFKC');
    if (codes.has(code)) return code;
    const found = byName.get(text) ?? [];
    return found.length > 1 ? 'many' : (found[0] ?? null);
  };
}
