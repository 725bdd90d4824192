/**
 * One citizen, many inlets. Who somebody is is never guessed: not by a name, a writing style or a number that
 * was merely typed. Two things prove it: a phone that a channel has verified (its keyed digest is the identity,
 * so that nobody can count through 10^11 numbers), and a one-time code that was read at one inlet and typed at
 * the other. Without a verified phone the first inlet itself is the identity.
 */
import { createHmac } from 'node:crypto';
import { plainPhone } from './privacy.js';

export interface Citizens {
  /** Identity of a verified phone, however it was written; null where it is no mobile number. */
  ofPhone(phone: string | undefined): string | null;
  /** Identity of somebody of whom only an inlet is known. */
  ofInlet(thread: string): string;
}

const MOBILE = /^1[3-9]\d{9}$/;

export function createCitizens(key: Buffer): Citizens {
  const digest = (what: string) => createHmac('sha256', key).update(what).digest('base64url');
  return {
    ofPhone(phone) {
      const plain = phone === undefined ? '' : plainPhone(phone);
      return MOBILE.test(plain) ? digest(`phone:${plain}`) : null;
    },
    ofInlet: (thread) => digest(`inlet:${thread}`),
  };
}
