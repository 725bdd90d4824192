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
}

const table = JSON.parse(readFileSync(new URL('./limits.json', import.meta.url), 'utf8')) as Record<
  keyof Limits,
  { value: number; source: string }
>;

export const LIMITS: Limits = {
  reopenDays: table.reopenDays.value,
  returns: table.returns.value,
  extensions: table.extensions.value,
  reworks: table.reworks.value,
};
