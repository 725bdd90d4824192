/** Notes that nobody will ask for again. */
import type { House } from '../kind.js';

export const TIDY_MS = 6 * 3_600_000;

const DAY_MS = 86_400_000;
/**
 * Days after it was last written: buttons offered, parts sent of a line, a citizen's way out (48 hours long),
 * words held back (the desk was rung; after a month they would come out of nowhere).
 */
const KEPT: Readonly<Record<string, number>> = { 'offered:': 30, 'done:': 7, 'way:': 7, 'held:': 30 };

export async function tidy({ notes, now }: Pick<House, 'notes' | 'now'>): Promise<void> {
  for (const [prefix, days] of Object.entries(KEPT))
    await notes.drop(prefix, new Date(now().getTime() - days * DAY_MS));
}
