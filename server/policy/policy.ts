/**
 * Loads a policy folder and judges it whole: either a Policy in which everything referred to exists, or
 * PolicyFaults with every fault. A city is a folder (`POLICY_DIR`), never an `if`.
 */
import { fileURLToPath } from 'node:url';
import type { Ask } from '../../bot/decision.js';
import type { MatterType } from '../../nlu/understanding.js';
import { createCalendar } from '../tickets/deadlines/calendar.js';
import { crossCheck } from './check.js';
import { deskAt } from './desk.js';
import { PolicyFaults } from './faults.js';
import { hashOf, readFolder } from './read.js';
import type { Tables } from './schema.js';
import type { Policy } from './types.js';

export const DEFAULT_POLICY = fileURLToPath(new URL('./default', import.meta.url));

type Dated = { validFrom: string | null; validTo: string | null };

/** Rows of the day of loading, by the calendar of Asia/Shanghai. The hash still covers the whole folder. */
function inForce<T extends Dated>(rows: T[], now: Date): T[] {
  const today = new Date(now.getTime() + 8 * 3600_000).toISOString().slice(0, 10);
  return rows.filter((row) => (row.validFrom ?? '') <= today && today <= (row.validTo ?? '9999-12-31'));
}

/** Fills `{places}`; a key or a value that is missing is a fault of the program, so it throws. */
function speaker(rows: { key: string; text: string }[]): Policy['phrase'] {
  const texts = new Map(rows.map((row) => [row.key, row.text]));
  return (key, values = {}) => {
    const text = texts.get(key);
    if (text === undefined) throw new Error(`no phrase '${key}'`);
    return text.replace(/\{(\w+)\}/g, (_, place: string) => {
      const value = values[place];
      if (value === undefined) throw new Error(`phrase '${key}' needs a value for '${place}'`);
      return String(value);
    });
  };
}

/** Category's needs less what the type can do without, in the order in which they are asked. */
function requirer(tables: Tables): Policy['required'] {
  const byCode = new Map(tables.categories.map((row) => [row.code, row.required]));
  const waived = new Map<MatterType, Ask[]>(tables.types.map((row) => [row.type, row.waives]));
  return (category, type) => {
    const needs = (category === null ? undefined : byCode.get(category)) ?? tables.knobs.required;
    return needs.filter((ask) => !waived.get(type)?.includes(ask));
  };
}

/** Working days promised of an ordinary matter: where the limit names the type itself, and counts in days. */
function promised(type: MatterType, deadlines: Tables['deadlines']): number | null {
  const row = deadlines.find(
    (one) => one.step === 'finish' && one.urgency === 'normal' && one.types.includes(type),
  );
  return row?.unit === 'workday' ? row.amount : null;
}

export async function loadPolicy(dir: string = DEFAULT_POLICY, now: Date = new Date()): Promise<Policy> {
  return policyFrom(readTables(dir), now);
}

/** The whole folder, judged. */
export function readTables(dir: string = DEFAULT_POLICY): Tables {
  const folder = readFolder(dir);
  const faults = [...folder.faults, ...crossCheck(folder.tables)];
  if (faults.length > 0) throw new PolicyFaults(faults);
  return folder.tables as Tables;
}

/** Tables that were judged, as the house asks them on that day. */
export function policyFrom(tables: Tables, now: Date): Policy {
  const regions = inForce(tables.regions, now);
  const names = new Map(regions.map((row) => [row.code, row.name]));
  const hours = inForce(tables.hours, now);
  const { sources: _, ...knobs } = tables.knobs;
  const norms = inForce(tables.norms, now);
  const deadlines = inForce(tables.deadlines, now);
  return {
    hash: hashOf(tables),
    categories: inForce(tables.categories, now),
    hotlines: inForce(tables.hotlines, now).map(({ note, ...row }) => (note ? { ...row, note } : row)),
    regions,
    population: inForce(tables.population, now),
    refusals: inForce(tables.refusals, now).map((row) => ({ ...row, doors: row.doors.map(plainDoor) })),
    emergencies: inForce(tables.emergencies, now),
    types: inForce(tables.types, now).map((row) => ({ ...row, days: promised(row.type, deadlines) })),
    hours,
    roles: inForce(tables.roles, now),
    states: inForce(tables.states, now),
    norms,
    seasons: inForce(tables.seasons, now),
    reports: inForce(tables.reports, now),
    norm: (channel) => norms.find((row) => row.channel === channel) ?? null,
    knobs,
    units: inForce(tables.units, now),
    duties: inForce(tables.duties, now),
    // Days past are needed too: a clock that ran over New Year is still counted by last year's rows.
    days: tables.calendar,
    calendar: createCalendar(tables.calendar, knobs.calendar.knownUntil),
    deadlines,
    ladder: inForce(tables.ladder, now).sort((a, b) => a.level - b.level),
    callbacks: inForce(tables.callbacks, now),
    criteria: inForce(tables.criteria, now),
    limit: (step, urgency, type) => {
      const row = deadlines.find(
        (one) =>
          one.step === step &&
          one.urgency === urgency &&
          (one.types.length === 0 || one.types.includes(type)),
      );
      return row ? { amount: row.amount, unit: row.unit } : null;
    },
    refusal: knobs.refusal,
    clarify: knobs.clarify,
    required: requirer(tables),
    phrase: speaker(inForce(tables['phrases.zh-CN'], now)),
    regionName: (code) => (code === null ? '' : (names.get(code) ?? code)),
    regionPath: pathIn(regions),
    desk: (at) => deskAt(hours, at),
  };
}

/** Regions as they lie in each other. */
function pathIn(regions: readonly Tables['regions'][number][]): Policy['regionPath'] {
  const rows = new Map(regions.map((row) => [row.code, row]));
  const path = (code: string | null): string[] => {
    const row = code === null ? undefined : (rows.get(code) ?? rows.get(code.slice(0, 6)));
    return row ? [...path(row.parent), row.name] : [];
  };
  return path;
}

/** An optional field that is absent must be absent, not undefined. */
function plainDoor(door: { name: string; number?: string | undefined; url?: string | undefined }) {
  return {
    name: door.name,
    ...(door.number === undefined ? {} : { number: door.number }),
    ...(door.url === undefined ? {} : { url: door.url }),
  };
}
