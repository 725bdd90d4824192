/** Which period a scheduled report is about, and from which moment on it is due. Asia/Shanghai. Pure. */
import type { REPORT_KINDS } from '../../http/contract-insight.js';
import { type Day, dayOf, midnight, plusDays } from '../../tickets/deadlines/calendar.js';
import { lastOf, monthOf } from '../span.js';

export type ReportKind = (typeof REPORT_KINDS)[number];

/** A row of the policy: when the report of the period before is made. */
export interface Schedule {
  kind: ReportKind;
  /** HH:mm */
  at: string;
  /** Weekly: 1 Monday … 7 Sunday. */
  weekday: number | null;
  /** Monthly: 1 to 28. */
  day: number | null;
}

export interface Period {
  /** `daily:2026-11-29`, `weekly:2026-11-23` (its Monday), `monthly:2026-11` */
  id: string;
  kind: ReportKind;
  from: Day;
  to: Day;
}

const weekdayOf = (day: Day): number => new Date(`${day}T00:00:00Z`).getUTCDay() || 7;

/** The period that holds this day. */
export function periodAt(kind: ReportKind, day: Day): Period {
  if (kind === 'daily') return { id: `daily:${day}`, kind, from: day, to: day };
  if (kind === 'weekly') {
    const from = plusDays(day, 1 - weekdayOf(day));
    return { id: `weekly:${from}`, kind, from, to: plusDays(from, 6) };
  }
  const month = monthOf(day);
  return { id: `monthly:${month}`, kind, from: `${month}-01`, to: lastOf(month) };
}

/** Null: no such period. */
export function readPeriod(id: string): Period | null {
  const [, kind, day] = /^(daily|weekly|monthly):(\d{4}-\d{2}(?:-\d{2})?)$/.exec(id) ?? [];
  if (!kind || !day) return null;
  const whole = day.length === 7 ? `${day}-01` : day;
  // 30 February has the right letters and is no day.
  const at = new Date(`${whole}T00:00:00Z`);
  if (Number.isNaN(at.getTime()) || !at.toISOString().startsWith(whole)) return null;
  const period = periodAt(kind as ReportKind, whole);
  return period.id === id ? period : null;
}

export const before = ({ kind, from }: Period): Period => periodAt(kind, plusDays(from, -1));

/** The moment from which the report of this period is made. */
export function dueAt({ to }: Period, { kind, at, weekday, day }: Schedule): Date {
  const next = plusDays(to, 1);
  const on =
    kind === 'daily'
      ? next
      : kind === 'weekly'
        ? plusDays(next, (weekday ?? 1) - 1)
        : plusDays(next, (day ?? 1) - 1);
  const [hours = 0, minutes = 0] = at.split(':').map(Number);
  return new Date(midnight(on).getTime() + (hours * 60 + minutes) * 60_000);
}

/** How far back a house that slept makes up for: a month of days, two of weeks, a year of months. */
const BACK: Record<ReportKind, number> = { daily: 31, weekly: 9, monthly: 12 };

/** Every period that is due, the earliest first; nothing from before there were figures. */
export function duePeriods(schedule: Schedule, now: Date, first: Day | null): Period[] {
  if (first === null) return [];
  const found: Period[] = [];
  let period = before(periodAt(schedule.kind, dayOf(now)));
  for (let i = 0; i < BACK[schedule.kind] && period.to >= first; i++, period = before(period))
    if (dueAt(period, schedule) <= now) found.unshift(period);
  return found;
}
