/** Access tokens: two hours each; a new one leaves the last alive for five minutes, a forced one ends it at once. */
import { randomBytes } from 'node:crypto';
import type { Clock } from './clock.js';
import type { Account } from './terms.js';

export interface Fault {
  errcode: number;
  errmsg: string;
}

interface Issued {
  token: string;
  dies: number;
  expires: number;
}

const SECONDS = 7200;
const OVERLAP = 300_000;
const FORCED_A_DAY = 20;

export function createTokens(account: Account, clock: Clock) {
  /** Classic and stable ones do not know of each other. */
  const lines: Record<'classic' | 'stable', Issued[]> = { classic: [], stable: [] };
  let forced = 0;
  let asked = 0;

  const fault = (errcode: number, errmsg: string): Fault => ({ errcode, errmsg });

  function issue(line: Issued[], keepMs: number) {
    for (const one of line) one.dies = Math.min(one.dies, clock.now() + keepMs);
    const expires = clock.now() + SECONDS * 1000;
    const one = { token: randomBytes(32).toString('hex'), expires, dies: expires };
    line.push(one);
    return { access_token: one.token, expires_in: SECONDS };
  }

  function denied(appid: unknown, secret: unknown, grant: unknown): Fault | null {
    asked += 1;
    if (grant !== 'client_credential') return fault(40002, 'invalid grant_type');
    if (appid !== account.appId) return fault(40013, 'invalid appid');
    return secret === account.secret ? null : fault(40125, 'invalid appsecret');
  }

  return {
    asked: () => asked,
    classic: (query: URLSearchParams) =>
      denied(query.get('appid'), query.get('secret'), query.get('grant_type')) ??
      issue(lines.classic, OVERLAP),
    stable(body: Record<string, unknown>) {
      const no = denied(body.appid, body.secret, body.grant_type);
      if (no) return no;
      if (body.force_refresh === true) {
        forced += 1;
        return forced > FORCED_A_DAY
          ? fault(45009, 'reach max force refresh daily quota limit')
          : issue(lines.stable, 0);
      }
      const last = lines.stable.at(-1);
      const left = last ? Math.min(last.expires, last.dies) - clock.now() : 0;
      // Within the last five minutes it hands out the next, and both are good.
      if (last && left > OVERLAP)
        return { access_token: last.token, expires_in: Math.floor((last.expires - clock.now()) / 1000) };
      return issue(lines.stable, OVERLAP);
    },
    /** All that are out are dead, as after a reset of the secret. */
    end() {
      for (const one of [...lines.classic, ...lines.stable]) one.dies = 0;
    },
    judge(token: string | null): Fault | null {
      if (!token) return fault(41001, 'access_token missing');
      const one = [...lines.classic, ...lines.stable].find((issued) => issued.token === token);
      if (!one) return fault(40014, 'invalid access_token');
      if (one.expires <= clock.now()) return fault(42001, 'access_token expired');
      return one.dies <= clock.now()
        ? fault(40001, 'invalid credential, access_token is invalid or not latest')
        : null;
    },
  };
}
export type PlatformTokens = ReturnType<typeof createTokens>;
