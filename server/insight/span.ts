/** Days as whole months and what is left at both ends: a year is read in twelve months, not in 365 days. */
import { type Day, plusDays } from '../tickets/deadlines/calendar.js';

/** A day `yyyy-MM-dd` or a month `yyyy-MM`, from one to another, both inclusive. */
export type Stretch = readonly [from: string, to: string];

export interface Span {
  days: Stretch[];
  months: Stretch | null;
}

export const monthOf = (day: Day): string => day.slice(0, 7);

const nextMonth = (month: string): string => monthOf(plusDays(`${month}-28`, 4));

export const lastOf = (month: string): Day => plusDays(`${nextMonth(month)}-01`, -1);

/** How many days, both ends counted. */
export const daysOf = (from: Day, to: Day): number => (Date.parse(to) - Date.parse(from)) / 86_400_000 + 1;

/** Each of them, in order. */
export const daysIn = (from: Day, to: Day): Day[] =>
  Array.from({ length: Math.max(0, daysOf(from, to)) }, (_, n) => plusDays(from, n));

export function spanOf(from: Day, to: Day): Span {
  const first = from.endsWith('-01') ? monthOf(from) : nextMonth(monthOf(from));
  const ends = lastOf(monthOf(to)) === to;
  const last = ends ? monthOf(to) : monthOf(plusDays(`${monthOf(to)}-01`, -1));
  if (first > last) return { days: [[from, to]], months: null };
  const before: Stretch[] = from < `${first}-01` ? [[from, plusDays(`${first}-01`, -1)]] : [];
  const after: Stretch[] = ends ? [] : [[`${nextMonth(last)}-01`, to]];
  return { days: [...before, ...after], months: [first, last] };
}
