/** What to say while the citizen waits: for a reply, and for a person. Pure. */
import type { ThreadState } from '../../server/http/contract-chat.js';
import { upcoming } from '../ui/times.js';
import * as W from '../ui/words.js';
import type { Picture } from './conversation.js';

/** Something soon, and after ten seconds a way out. */
export function waitWords({ status, log, box, state, typing, wording, asked }: Picture, now: number): string {
  if (typing > now) return W.typing;
  if (wording) return '';
  if (status !== 'online' || (state && state.holder !== 'bot')) return '';
  if (log.at(-1)?.from !== 'citizen' && !box.some((parcel) => !parcel.fault)) return '';
  return now - asked > 10_000 ? W.slow : W.searching;
}

/** Who has the conversation, as far as the citizen should know; the estimate is never better than the server's. */
export function holderWords(state: ThreadState | null, now: number): string {
  if (state?.holder === 'closed') return W.closed;
  if (state?.holder === 'agent') return state.seat ? W.served(state.seat) : W.someone;
  if (state?.holder !== 'queue') return '';
  const { queue, desk } = state;
  if (!desk.open) return W.offHours + (desk.opens ? W.opens(upcoming(desk.opens, now)) : '') + W.leaveWord;
  if (!queue) return W.someoneSoon;
  return W.queue(queue.position) + (queue.minutes === null ? W.noWait : W.wait(queue.minutes)) + W.keepsPlace;
}
