/** Who is there: units work by day, some of their people are away for weeks, the house's own seats always. */
import type { Calendar } from '../../../server/tickets/deadlines/calendar.js';
import { dayOf, midnight, plusDays } from '../../../server/tickets/deadlines/calendar.js';
import type { Dice } from './dice.js';

export interface Staff {
  /** The first moment from `at` on at which the unit is at work; milliseconds. */
  present(unit: string, at: number): number;
  /** How well a unit works, 0 to 1. */
  skill(unit: string): number;
}

const DAY = 86_400_000;
const HOUR = 3_600_000;
const OPENS = 8.5 * HOUR;
const CLOSES = 18 * HOUR;

export function staffOf(
  dice: Dice,
  units: readonly string[],
  first: Date,
  calendar: Pick<Calendar, 'works'>,
): Staff {
  const away = new Map<string, [from: number, to: number][]>();
  const skills = new Map<string, number>();
  for (const unit of units) {
    const spells = Array.from({ length: dice.between(0, 4) }, (): [number, number] => {
      const from = first.getTime() + dice.between(0, 364) * DAY;
      return [from, from + dice.between(2, 20) * DAY];
    });
    away.set(unit, spells);
    skills.set(unit, 0.55 + 0.44 * dice.roll());
  }
  const absent = (unit: string, at: number) => away.get(unit)?.find(([from, to]) => from <= at && at < to);
  return {
    skill: (unit) => skills.get(unit) ?? 0.8,
    present(unit, from) {
      for (let at = from; ; ) {
        const spell = absent(unit, at);
        if (spell) {
          at = spell[1];
          continue;
        }
        const day = dayOf(new Date(at));
        const start = midnight(day).getTime();
        if (calendar.works(day) && at < start + CLOSES) return Math.max(at, start + OPENS);
        at = midnight(plusDays(day, 1)).getTime();
      }
    },
  };
}
