/** Looking behind a mask: a permission, a reason, a row in the audit, and a minute. */
import { Problem } from '../errors.js';
import type { SignedIn } from '../http/handler.js';
import type { Audit } from './audit.js';
import { WORDS } from './words.js';

/** The screen masks again after this. */
export const SHOWN_MS = 60_000;

export interface Look {
  who: SignedIn;
  ip: string;
  target: 'order' | 'thread';
  id: string;
  field: 'phone' | 'name' | 'text';
  reason: string;
}

export type Unmask = (
  look: Look,
  /** Reads the value in clear; null = there is none. */
  read: () => Promise<string | null>,
) => Promise<{ value: string; until: string }>;

export function createUnmask(audit: Audit, now: () => Date): Unmask {
  return async (look, read) => {
    const { who, ip, id, field } = look;
    const reason = typeof look.reason === 'string' ? look.reason.trim() : '';
    const trace = (result: 'ok' | 'refused' | 'failed'): Promise<void> =>
      audit({ who, ip, action: 'person.unmask', target: `${look.target}:${id}:${field}`, reason, result });
    if (!who.permissions.has('person.unmask')) {
      await trace('refused');
      throw new Problem('FORBIDDEN');
    }
    if ([...reason].length < 4) throw new Problem('INVALID', undefined, WORDS.reason);
    const value = await read();
    await trace(value === null ? 'failed' : 'ok');
    if (value === null) throw new Problem('NOT_FOUND');
    return { value, until: new Date(now().getTime() + SHOWN_MS).toISOString() };
  };
}
