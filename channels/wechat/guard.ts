/**
 * In plain mode the signature does not cover the body: whoever sees one request could say anything with it. So
 * a signature is good for some minutes, and for the bytes it first came with; the same bytes again are the
 * platform trying again. Kept in the notes: true across a restart and for several processes. Where posts are
 * sealed the time is enough, a repeat carries the message's own id.
 */
import { createHash } from 'node:crypto';
import type { Notes } from '../kind.js';

/** The platform's clock and ours may differ by some seconds, a retry comes within fifteen. */
export const WINDOW_SECONDS = 300;
const PREFIX = 'nonce:';
/** Old ones are dropped every so many requests. */
const TIDY = 500;

/** `timestamp` in seconds, as signed. */
export const inTime = (timestamp: string, now: Date): boolean =>
  /^\d{1,12}$/.test(timestamp) && Math.abs(now.getTime() / 1000 - Number(timestamp)) <= WINDOW_SECONDS;

/** Of a request whose signature is good and in time: whether it has not come with other bytes before. */
export function createGuard(notes: Pick<Notes, 'get' | 'take' | 'drop'>, now: () => Date) {
  let count = 0;
  return async function first(signature: string, body: Buffer): Promise<boolean> {
    count += 1;
    if (count % TIDY === 0) await notes.drop(PREFIX, new Date(now().getTime() - 2 * WINDOW_SECONDS * 1000));
    const hash = createHash('sha256').update(body).digest('base64');
    const key = `${PREFIX}${signature}`;
    return (await notes.take(key, hash)) || (await notes.get<string>(key)) === hash;
  };
}
