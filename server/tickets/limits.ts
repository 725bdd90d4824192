/** How often and how long; starting values with their source, overridden by passing others to `step`. */
import { readFileSync } from 'node:fs';

export interface Limits {
  /** Days after 办结 in which the citizen may reopen with new facts. */
  reopenDays: number;
  /** Agreed returns after which the hotline designates and no return is possible. */
  returns: number;
  extensions: number;
  /** Reworks after which only a supervisor may go on. */
  reworks: number;
  /** Working days one extension may grant. */
  extensionDays: number;
  /** Months a promise (挂账、承诺办理) may run. */
  holdMonths: number;
  /** Tries, on so many days, after which a citizen counts as not reached. */
  callbackTries: number;
  callbackDays: number;
}

const table = JSON.parse(readFileSync(new URL('./limits.json', import.meta.url), 'utf8')) as Record<
  keyof Limits,
  { value: number; source: string }
>;

export const LIMITS = Object.fromEntries(
  Object.entries(table).map(([name, { value }]) => [name, value]),
) as unknown as Limits;
