/**
 * Working days of China: weekends off, statutory holidays off, make-up days (调休) on. The table is policy
 * (`calendar.json`, one row a notice of the State Council) and known only so far: past that day the week
 * alone decides, and whoever asks is told that the answer may still change.
 */

/** A civil day, `yyyy-MM-dd`; compares as text. */
export type Day = string;

export interface CalendarRow {
  from: Day;
  to: Day;
  /** True = nobody works; false = a weekend day on which everybody does. */
  off: boolean;
}

export interface Calendar {
  works(day: Day): boolean;
  /** Statutory holidays and weekends both count. */
  knownUntil: Day;
}

const DAY_MS = 86_400_000;
const MINUTE_MS = 60_000;

/** China keeps one clock the whole year (UTC+8, no summer time since 1991). */
export const SHANGHAI = 8 * 60;

/** The civil day of an instant; `zone` is minutes east of UTC. */
export const dayOf = (at: Date, zone: number = SHANGHAI): Day =>
  new Date(at.getTime() + zone * MINUTE_MS).toISOString().slice(0, 10);

/** 00:00 of that day, as an instant. */
export const midnight = (day: Day, zone: number = SHANGHAI): Date =>
  new Date(Date.parse(`${day}T00:00:00Z`) - zone * MINUTE_MS);

export const plusDays = (day: Day, days: number): Day =>
  new Date(Date.parse(`${day}T00:00:00Z`) + days * DAY_MS).toISOString().slice(0, 10);

const weekend = (day: Day): boolean => [0, 6].includes(new Date(`${day}T00:00:00Z`).getUTCDay());

/** Later rows win: a local change stands below the notice it changes. */
export function createCalendar(rows: readonly CalendarRow[], knownUntil: Day): Calendar {
  const said = new Map<Day, boolean>();
  const works = (day: Day): boolean => {
    const known = said.get(day) ?? !weekend(day);
    said.set(day, known);
    return known;
  };
  for (const { from, to, off } of rows)
    for (let day = from; day <= to; day = plusDays(day, 1)) said.set(day, !off);
  return { works, knownUntil };
}

/** The nth working day after `day` (n ≥ 0); with 0 the day itself, or the next one that works. */
export function workday(calendar: Calendar, day: Day, n: number): Day {
  // By milliseconds: reading each day's name back costs as much as all the rest.
  let at = Date.parse(`${day}T00:00:00Z`) + (n === 0 ? 0 : DAY_MS);
  for (let left = Math.max(n, 1); ; at += DAY_MS) {
    const name = new Date(at).toISOString().slice(0, 10);
    if (!calendar.works(name)) continue;
    left -= 1;
    if (left === 0) return name;
  }
}

/** Working days in the half-open range after `from` up to and with `to`. */
export function workdaysBetween(calendar: Calendar, from: Day, to: Day): number {
  let count = 0;
  for (let day = plusDays(from, 1); day <= to; day = plusDays(day, 1)) if (calendar.works(day)) count += 1;
  return count;
}
