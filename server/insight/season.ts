/** 季节性、周期性诉求: when a topic comes this year, so that somebody prepares before the calls do (国办函〔2025〕66号). */
import { readFileSync } from 'node:fs';
import { type Day, plusDays } from '../tickets/deadlines/calendar.js';

export interface Season {
  id: string;
  name: string;
  /** `MM-dd`; with an anchor, days before (negative) or after it. */
  from: string;
  to: string;
  anchor: '春节' | null;
  categories: string[];
  /** Days ahead at which it is told. */
  lead: number;
  /** What to do before it comes. */
  prepare: string;
  source: string;
}

export interface Coming {
  season: Season;
  from: Day;
  to: Day;
  /** now: it is on; soon: within its lead. */
  when: 'now' | 'soon' | 'later';
}

const LUNAR = new Intl.DateTimeFormat('en-u-ca-chinese', {
  month: 'numeric',
  day: 'numeric',
  timeZone: 'UTC',
});

/** A new moon minutes before midnight falls on another day in the platform's own reckoning (2027): the table goes first. */
const WRITTEN = (
  JSON.parse(readFileSync(new URL('./spring.json', import.meta.url), 'utf8')) as { days: Day[] }
).days;

/** The first day of the first lunar month. */
export function springFestival(year: number): Day {
  const written = WRITTEN.find((day) => day.startsWith(`${year}-`));
  if (written) return written;
  for (let day = `${year}-01-20`; ; day = plusDays(day, 1))
    if (LUNAR.format(new Date(`${day}T12:00:00Z`)) === '1/1') return day;
}

function inYear({ from, to, anchor }: Season, year: number): { from: Day; to: Day } {
  if (anchor === null) {
    const end = to < from ? year + 1 : year;
    return { from: `${year}-${from}`, to: `${end}-${to}` };
  }
  const day = springFestival(year);
  return { from: plusDays(day, Number(from)), to: plusDays(day, Number(to)) };
}

/** The season as it is on, or as it comes next. */
export function comingOf(season: Season, today: Day): Coming {
  const year = Number(today.slice(0, 4));
  const span = [year - 1, year, year + 1].map((one) => inYear(season, one)).find(({ to }) => to >= today)!;
  const when = span.from <= today ? 'now' : plusDays(today, season.lead) >= span.from ? 'soon' : 'later';
  return { season, ...span, when };
}

/** Those that are on first, then by the day they begin. */
export const seasonsAt = (seasons: readonly Season[], today: Day): Coming[] =>
  seasons.map((season) => comingOf(season, today)).sort((a, b) => (a.from < b.from ? -1 : 1));
