/** Access tokens of one account: fetched when asked for, shared while they last, renewed once for all who wait. */
import type { Notes } from '../kind.js';
import type { Login } from './accounts.js';
import { hash } from './thread.js';

type OAuth = Extract<Login, { kind: 'oauth' }>;

/** The token server refuses: no new try helps until somebody grants access again. */
export class Denied extends Error {}

export interface Tokens {
  get(): Promise<string>;
  /** The mail server did not take it: the next `get` asks anew. */
  drop(): void;
}

export interface TokenParts {
  notes: Notes;
  now: () => Date;
}

/** Renewed this long before its end, so that it doesn't end on the way. */
const EARLY_MS = 60_000;
const PATIENCE_MS = 15_000;

export function createTokens(address: string, login: OAuth, { notes, now }: TokenParts): Tokens {
  const key = `refresh:${hash(address)}`;
  const origin = hash(login.refreshToken);
  let held: { token: string; until: number } | null = null;
  let asking: Promise<string> | null = null;

  /** A server that hands out a new refresh token takes the old one back; a newly configured one wins. */
  async function refreshToken(): Promise<string> {
    const kept = await notes.get<{ origin: string; token: string }>(key);
    return kept?.origin === origin ? kept.token : login.refreshToken;
  }

  async function ask(): Promise<string> {
    const form = new URLSearchParams({
      grant_type: 'refresh_token',
      client_id: login.clientId,
      refresh_token: await refreshToken(),
      ...(login.clientSecret ? { client_secret: login.clientSecret } : {}),
      ...(login.scope ? { scope: login.scope } : {}),
    });
    const answer = await fetch(login.tokenUrl, {
      method: 'POST',
      body: form,
      redirect: 'error',
      signal: AbortSignal.timeout(PATIENCE_MS),
    });
    const told = (await answer.json().catch(() => ({}))) as Record<string, unknown>;
    if (answer.status >= 400 && answer.status < 500 && answer.status !== 429)
      throw new Denied(`token server: ${answer.status}`);
    if (!answer.ok || typeof told.access_token !== 'string')
      throw new Error(`token server: ${answer.status}`);
    if (typeof told.refresh_token === 'string') await notes.set(key, { origin, token: told.refresh_token });
    const seconds = Number(told.expires_in) > 0 ? Number(told.expires_in) : 300;
    held = { token: told.access_token, until: now().getTime() + seconds * 1000 - EARLY_MS };
    return held.token;
  }

  return {
    async get() {
      if (held && held.until > now().getTime()) return held.token;
      asking ??= ask().finally(() => {
        asking = null;
      });
      return asking;
    },
    drop() {
      held = null;
    },
  };
}
