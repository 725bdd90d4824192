/** How a clock stands: nothing to say, near due, overdue, or long overdue (domain §2.3: 黄灯 → 红灯). */
import { type Calendar, dayOf, midnight, plusDays, workday, workdaysBetween } from './calendar.js';

export const LIGHTS = ['none', 'near', 'yellow', 'red'] as const;
export type Light = (typeof LIGHTS)[number];

/** When it begins to be near: a share of the whole time, or so many hours left, whichever is more; never more than half. */
export interface Nearness {
  share: number;
  hours: number;
  /** Working days overdue after which yellow turns red. */
  redAfter: number;
}

export interface Clock {
  start: Date;
  due: Date;
}

const HOUR_MS = 3_600_000;

/** A clock of two hours that is near as soon as it begins would put every new order among the pressing ones. */
const MOST = 0.5;

/** The moment from which the clock is near its end. */
export function nearFrom({ start, due }: Clock, { share, hours }: Nearness): Date {
  const whole = due.getTime() - start.getTime();
  const left = Math.max(whole * share, Math.min(hours * HOUR_MS, whole * MOST));
  return new Date(due.getTime() - left);
}

export function lightOf(clock: Clock, nearness: Nearness, calendar: Calendar, now: Date): Light {
  if (now < nearFrom(clock, nearness)) return 'none';
  if (now < clock.due) return 'near';
  return overdueBy(clock.due, calendar, now) >= nearness.redAfter ? 'red' : 'yellow';
}

/** Whole working days that have passed since it was due: the day it fell due on and today do not count. */
export function overdueBy(due: Date, calendar: Calendar, now: Date): number {
  if (now < due) return 0;
  // Due at 24:00 is due on the day that ends there, not on the one that begins.
  return workdaysBetween(calendar, dayOf(new Date(due.getTime() - 1)), plusDays(dayOf(now), -1));
}

/** The first moment at which it is red. */
export const redFrom = (due: Date, { redAfter }: Nearness, calendar: Calendar): Date =>
  midnight(plusDays(workday(calendar, dayOf(new Date(due.getTime() - 1)), redAfter), 1));
