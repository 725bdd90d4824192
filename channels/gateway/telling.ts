/** Refusals in the log: each kind of each partner once a minute, with how many there were; a stranger fills no disk. */
import type { House } from '../kind.js';

const EVERY_MS = 60_000;
/** Names that strangers make up are not remembered without end. */
const MOST = 1000;

export function createTelling(house: House): (code: string, partner: string) => void {
  const told = new Map<string, { at: number; since: number }>();
  return (code, partner) => {
    // A made-up name may be anything: only what looks like one is written.
    const name = /^[a-z][a-z0-9-]{1,23}$/.test(partner) ? partner : '?';
    const now = house.now().getTime();
    const key = `${code} ${name}`;
    const row = told.get(key);
    if (row && now - row.at < EVERY_MS) {
      row.since += 1;
      return;
    }
    if (told.size >= MOST) told.clear();
    told.set(key, { at: now, since: 0 });
    house.log('warn', 'gateway refused', { code, partner: name, more: row?.since ?? 0 });
  };
}
