/** Opening hours of the human desk. China keeps one clock the whole year: UTC+8, no summer time. */
import type { DeskHours } from './types.js';

const OFFSET = 8 * 3600_000;
const DAY = 24 * 3600_000;

/** "08:30" → minutes since midnight. */
const minutesOf = (clock: string): number => Number(clock.slice(0, 2)) * 60 + Number(clock.slice(3));

/** `opens` is null when somebody is there, and when no hours are written at all. */
export function deskAt(hours: DeskHours[], now: Date): { open: boolean; opens: string | null } {
  const local = now.getTime() + OFFSET;
  const midnight = Math.floor(local / DAY) * DAY;
  const minute = (local - midnight) / 60_000;
  // Today and the seven days after it: the next opening may be this weekday again.
  for (let ahead = 0; ahead <= 7; ahead++) {
    const day = new Date(midnight + ahead * DAY);
    const weekday = day.getUTCDay() || 7;
    const shifts = hours
      .filter((row) => row.weekday === weekday)
      .sort((a, b) => minutesOf(a.open) - minutesOf(b.open));
    for (const shift of shifts) {
      if (ahead === 0 && minutesOf(shift.close) <= minute) continue;
      if (ahead === 0 && minutesOf(shift.open) <= minute) return { open: true, opens: null };
      return { open: false, opens: `${day.toISOString().slice(0, 10)}T${shift.open}:00+08:00` };
    }
  }
  return { open: false, opens: null };
}
