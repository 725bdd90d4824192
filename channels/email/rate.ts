/** How often the bot may write to one address: two robots that answer each other stop here, whatever they are. */
import { LIMITS } from './limits.js';

const HOUR_MS = 3_600_000;

/** The times with this one added, milliseconds; null = not now. */
export function paced(times: readonly number[], now: number): number[] | null {
  const day = times.filter((time) => time > now - 24 * HOUR_MS);
  const hour = day.filter((time) => time > now - HOUR_MS);
  return day.length >= LIMITS.botDaily || hour.length >= LIMITS.botHourly ? null : [...day, now];
}
