/** What a waiting citizen is told: honest numbers, or an honest lack of them. */
import type { Outcome } from './decision.js';
import type { PhraseKey } from './phrases.js';

type Queue = NonNullable<Outcome['queue']>;

/** "2026-01-05T08:30:00+08:00" → "1月5日 08:30"; the policy writes Shanghai time with its offset. */
export function clock(iso: string): string {
  const local = new Date(Date.parse(iso) + 8 * 3600_000);
  return new Intl.DateTimeFormat('zh-CN', {
    month: 'long',
    day: 'numeric',
    hour: '2-digit',
    minute: '2-digit',
    hourCycle: 'h23',
    timeZone: 'UTC',
  }).format(local);
}

/** `position` counts from 1: the next one is first. */
export function queueWords(
  { position, minutes, open, opens }: Queue,
  say: (key: PhraseKey, values?: Record<string, string | number>) => string,
): string {
  if (!open) return opens === null ? say('queue.closedOpen') : say('queue.closed', { opens: clock(opens) });
  const ahead = Math.max(0, position - 1);
  // No estimate means that nobody is at the desk: 'you are next' would be a lie.
  if (minutes === null) return ahead === 0 ? say('queue.closedOpen') : say('queue.unknown', { ahead });
  return ahead === 0 ? say('queue.next') : say('queue.waiting', { ahead, minutes });
}
