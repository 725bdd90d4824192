/**
 * The access token of one account: kept in the notes, so that a restart and other processes use the same one,
 * and asked for once however many callers find it gone. A platform allows few refreshes a day, and each may
 * end the token somebody else is using.
 */
import type { Notes } from '../kind.js';

export type Token = { token: string } | { fault: ApiFault };

/** What the platform answered instead; `code` 0 = it could not be reached. */
export interface ApiFault {
  code: number;
  message: string;
}

export interface TokenParts {
  notes: Pick<Notes, 'get' | 'set' | 'take'>;
  now(): Date;
  pause(ms: number): Promise<void>;
  /** Asks the platform; `force` = the token it would hand out again is known to be dead. */
  fetch(force: boolean): Promise<{ token: string; seconds: number } | { fault: ApiFault }>;
  /** Where the platform has several tokens for one account (WeCom: one a secret). */
  key?: string;
}

export interface Tokens {
  get(): Promise<Token>;
  /** Another one than `dead`, which a call was refused with. */
  renew(dead: string): Promise<Token>;
}

/** Answers that mean the token is at fault: invalid or not the newest, not one at all, expired. */
export const TOKEN_CODES: ReadonlySet<number> = new Set([40001, 40014, 42001]);

interface Kept {
  token: string;
  /** ISO time from which it is renewed, some minutes before the platform ends it. */
  until: string;
}

/** The platform hands out the next one 5 minutes before the end, and both are good meanwhile. */
const EARLY_MS = 5 * 60_000;
/** How long one process may take to renew before another tries. */
const TURN_MS = 15_000;
const LOOK_MS = 200;
/** Counted, not timed: a stopping house wakes every pause at once. */
const LOOKS = 150;

export function createTokens({ notes, now, pause, fetch, key = 'token' }: TokenParts): Tokens {
  let renewing: Promise<Token> | null = null;

  const good = (kept: Kept | null, dead: string | null): kept is Kept =>
    kept !== null && kept.token !== dead && kept.until > now().toISOString();

  async function ask(dead: string | null): Promise<Token> {
    let got = await fetch(false);
    if ('token' in got && got.token === dead) got = await fetch(true);
    if ('fault' in got) return got;
    const ms = Math.max(got.seconds * 1000 - EARLY_MS, (got.seconds * 1000) / 2);
    const kept: Kept = { token: got.token, until: new Date(now().getTime() + ms).toISOString() };
    await notes.set(key, kept);
    return { token: got.token };
  }

  /** One winner among processes for each dead token; the rest wait for what it writes. */
  async function renewed(dead: string | null): Promise<Token> {
    for (let looks = 0; looks < LOOKS; looks++) {
      const kept = await notes.get<Kept>(key);
      if (good(kept, dead)) return { token: kept.token };
      const turn = `${key}:turn:${Math.floor(now().getTime() / TURN_MS)}`;
      if (await notes.take(turn, 1)) {
        try {
          // Between the look and the turn another may have been done.
          const fresh = await notes.get<Kept>(key);
          return good(fresh, dead) ? { token: fresh.token } : await ask(dead);
        } finally {
          await notes.set(turn, null);
        }
      }
      await pause(LOOK_MS);
    }
    return { fault: { code: 0, message: 'token: another process is renewing it and does not end' } };
  }

  function once(dead: string | null): Promise<Token> {
    renewing ??= renewed(dead).finally(() => {
      renewing = null;
    });
    return renewing;
  }

  return {
    async get() {
      const kept = await notes.get<Kept>(key);
      return good(kept, null) ? { token: kept.token } : once(null);
    },
    async renew(dead) {
      const got = await once(dead);
      // A renewal that was already under way may have ended at the very token that is dead.
      return 'token' in got && got.token === dead ? once(dead) : got;
    },
  };
}
