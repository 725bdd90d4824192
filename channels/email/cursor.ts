/** Where to go on in a mailbox: pure. */
import { first, readHeaders } from './headers.js';
import { LIMITS } from './limits.js';
import type { Cursor } from './notes.js';

/**
 * RFC 3501 §2.3.1.1: UIDs mean something only together with UIDVALIDITY. Another one means another folder under
 * the same name: it is read from its beginning, and what was taken in before is known by its own id.
 */
export function place(kept: Cursor | null, uidValidity: string, since: Date | null, now: Date): Cursor {
  if (kept?.uidValidity === uidValidity) return { ...kept };
  const from = kept?.from ?? since?.getTime() ?? now.getTime() - LIMITS.firstLookMs;
  return { uidValidity, lastUid: 0, from };
}

/** What a mailbox is searched for the first time. IMAP counts in days of the server's own zone. */
export function firstLook(since: Date | null, { from }: Cursor): { since: Date; seen?: false } {
  const day = new Date(from - 24 * 3_600_000);
  return since === null ? { since: day, seen: false } : { since: day };
}

/** Sent before this mailbox became ours, by the sender's clock: somebody has long answered it. */
export function stale(raw: Buffer, { from }: Cursor): boolean {
  const sent = new Date(first(readHeaders(raw), 'date') ?? '').getTime();
  return !Number.isNaN(sent) && sent < from - LIMITS.clockMs;
}

/** Milliseconds before the nth new connection. */
export const backoff = (tries: number): number =>
  Math.min(LIMITS.longestWaitMs, LIMITS.firstWaitMs * 2 ** Math.min(10, tries - 1));
