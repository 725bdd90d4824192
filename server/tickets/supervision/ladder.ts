/**
 * The ladder of supervision (domain §2.6: 电话催办 → 书面督办单 → 提醒函 → 专题协调 → 约谈 → 通报) as data, and
 * when a rung is worth proposing. Time proposes, a person decides.
 */
import { type Calendar, dayOf, midnight, plusDays, workday } from '../deadlines/calendar.js';
import type { Limit } from '../deadlines/due.js';

export interface Rung {
  rung: string;
  level: number;
  name: string;
  /** Who may issue it. */
  permission: 'order.supervise' | 'supervise.issue';
  /** Issued by another person than the one who put it forward. */
  second: boolean;
  /** The unit has to answer; otherwise it is done when it is recorded. */
  answers: boolean;
  /** What a person must say besides the reason. */
  needs: ('when' | 'where' | 'who')[];
  limit: Limit | null;
  next: string | null;
  suggest: { side: 'before' | 'after'; amount: number; unit: 'hour' | 'workday' } | null;
  document: { title: string; mark: string; body: string[] } | null;
  basis: string[];
}

/** What the sentences of a document may name besides the rung's own needs. */
export const DOCUMENT_PLACES = ['orderNo', 'matter', 'dispatched', 'due', 'reason', 'limit'] as const;

const HOUR_MS = 3_600_000;

/** When a rung is proposed for an answer that is due then. */
export function momentOf({ suggest }: Pick<Rung, 'suggest'>, due: Date, calendar: Calendar): Date | null {
  if (!suggest) return null;
  const { side, amount, unit } = suggest;
  const sign = side === 'before' ? -1 : 1;
  if (unit === 'hour') return new Date(due.getTime() + sign * amount * HOUR_MS);
  // Due at 24:00 is due on the day that ends there.
  const last = dayOf(new Date(due.getTime() - 1));
  if (side === 'after') return midnight(plusDays(workday(calendar, last, amount), 1));
  let day = last;
  for (let left = amount; left > 0; ) {
    day = plusDays(day, -1);
    if (calendar.works(day)) left -= 1;
  }
  return midnight(day);
}

/** The highest rung whose moment has passed and that lies above what was done already. */
export function proposed(
  ladder: readonly Rung[],
  due: Date,
  calendar: Calendar,
  doneLevel: number,
  now: Date,
): Rung | null {
  const ripe = ladder.filter((rung) => {
    const at = momentOf(rung, due, calendar);
    return rung.level > doneLevel && at !== null && at <= now;
  });
  return ripe.reduce<Rung | null>((best, rung) => (best && best.level >= rung.level ? best : rung), null);
}

/** Leaves out a rung: allowed, with a reason. */
export const skips = (ladder: readonly Rung[], rung: Rung, doneLevel: number): boolean =>
  ladder.some(({ level }) => level > doneLevel && level < rung.level);
