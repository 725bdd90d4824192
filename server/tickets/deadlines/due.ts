/**
 * When something is due: a pure function of start, limit, calendar, pauses and zone.
 *
 * Minutes and hours run on the clock, day and night. Limits in days are counted as the Civil Code counts them
 * (民法典第二百零一条、第二百零三条): the day of the start does not count, the period ends at 24:00 of its last
 * day, and a calendar-day period whose last day is a rest day ends with the next working day.
 */
import {
  type Calendar,
  type Day,
  dayOf,
  midnight,
  plusDays,
  SHANGHAI,
  workday,
  workdaysBetween,
} from './calendar.js';

export const UNITS = ['minute', 'hour', 'workday', 'day'] as const;
export interface Limit {
  /** Whole, at least 1. */
  amount: number;
  unit: (typeof UNITS)[number];
}

/** Waiting for the citizen; `to` null = still waiting. Pauses never overlap. */
export interface Pause {
  from: Date;
  to: Date | null;
}

export interface Due {
  at: Date;
  /** False: the last day lies beyond what the calendar knows, and may still move. */
  certain: boolean;
}

export interface Asked {
  start: Date;
  limit: Limit;
  calendar: Calendar;
  pauses?: readonly Pause[];
  /** Where an open pause stands now; without one it is not looked at. */
  now?: Date;
  /** A pause counts no longer than so many working days (domain §2.3: three). */
  longestPause?: number;
  zone?: number;
}

const MS: Partial<Record<Limit['unit'], number>> = { minute: 60_000, hour: 3_600_000 };

export function due(asked: Asked): Due {
  const { start, limit, calendar, zone = SHANGHAI } = asked;
  const pauses = (asked.pauses ?? []).map((pause) => whole(pause, asked)).filter(({ from, to }) => from < to);
  const ms = MS[limit.unit];
  if (ms !== undefined) {
    const paused = pauses.reduce((sum, { from, to }) => sum + (to.getTime() - from.getTime()), 0);
    return { at: new Date(start.getTime() + limit.amount * ms + paused), certain: true };
  }
  const first = dayOf(start, zone);
  const waited = pauses.map(
    // Until 24:00 is until the end of that day, not into the next.
    ({ from, to }): Days => [dayOf(from, zone), dayOf(new Date(to.getTime() - 1), zone)],
  );
  const last =
    limit.unit === 'workday'
      ? workday(
          calendar,
          first,
          limit.amount + sum(waited, (from, to) => workdaysBetween(calendar, from, to)),
        )
      : workday(calendar, plusDays(first, limit.amount + sum(waited, daysBetween)), 0);
  return { at: midnight(plusDays(last, 1), zone), certain: last <= calendar.knownUntil };
}

type Days = readonly [from: Day, to: Day];

const sum = (rows: readonly Days[], of: (from: Day, to: Day) => number): number =>
  rows.reduce((total, [from, to]) => total + of(from, to), 0);

const daysBetween = (from: Day, to: Day): number => (Date.parse(to) - Date.parse(from)) / 86_400_000;

/** An open pause ends now; none counts beyond its cap, which ends at 24:00 of the last day allowed. */
function whole({ from, to }: Pause, asked: Asked): { from: Date; to: Date } {
  const zone = asked.zone ?? SHANGHAI;
  const end = to ?? asked.now ?? from;
  if (asked.longestPause === undefined) return { from, to: end };
  const last = workday(asked.calendar, dayOf(from, zone), asked.longestPause);
  const cap = midnight(plusDays(last, 1), zone);
  return { from, to: new Date(Math.min(end.getTime(), cap.getTime())) };
}
