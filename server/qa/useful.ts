/** 有用 / 没解决. The cause names item and browser, so the journal itself lets each say it once. */
import { createHash, createHmac } from 'node:crypto';
import { Problem } from '../errors.js';
import type { Commit, Committed } from '../intake/journal.js';
import type { Audit } from '../people/audit.js';

export interface UsefulParts {
  /** May this item be seen at all? */
  seen: (id: string) => boolean;
  commit: (commit: Commit) => Promise<Committed>;
  /** Told after it is kept. */
  notUseful: (item: string) => Promise<void>;
  audit: Audit;
  /** Keyed: nobody with the store alone can tell whether a token of theirs is in it. */
  key: Buffer;
}

export interface Said {
  item: string;
  token: string;
  useful: boolean;
  ip: string;
}

/** True where this browser had said nothing about the item before. */
export type Useful = (said: Said) => Promise<boolean>;

export function createUseful({ seen, commit, notUseful, audit, key }: UsefulParts): Useful {
  return async ({ item, token, useful, ip }) => {
    if (!seen(item)) throw new Problem('NOT_FOUND');
    const voter = createHmac('sha256', key).update(token).digest('hex').slice(0, 32);
    const done = await commit({
      cause: `useful:${item}:${voter}`,
      actor: { kind: 'citizen', id: `browser:${voter}`, role: 'CITIZEN' },
      claims: [],
      changes: [{ do: 'vote', item, voter, useful }],
      before: {},
    });
    const reason = useful ? 'yes' : 'no';
    if (done === 'done') await audit({ who: null, ip, action: 'qa.vote', target: item, reason });
    if (done === 'done' && !useful) await notUseful(item);
    return done === 'done';
  };
}

/** A browser without script has no token: what it says of itself, for a day, stands for one. */
export function passingToken(ip: string, agent: string, now: Date): string {
  const day = new Date(now.getTime() + 8 * 3_600_000).toISOString().slice(0, 10);
  return createHash('sha256')
    .update(JSON.stringify([day, ip, agent]))
    .digest('hex');
}
