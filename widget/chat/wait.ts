/** What to say while the citizen waits for a reply: something soon, and after ten seconds a way out. Pure. */
import * as W from '../ui/words.js';
import type { Picture } from './conversation.js';

export function waitWords({ status, log, box, state, typing }: Picture, now: number): string {
  if (typing > now) return W.typing;
  if (status !== 'online' || (state && state.holder !== 'bot')) return '';
  const parcel = box.findLast((one) => !one.fault);
  const line = log.at(-1);
  const asked = parcel?.at ?? (line?.from === 'citizen' ? line.at : null);
  if (!asked) return '';
  return now - Date.parse(asked) > 10_000 ? W.slow : W.searching;
}
