/** May this request go to its handler? Pure: the route and the request come in, a code of server/errors.ts or null comes out. */
import { createHash, timingSafeEqual } from 'node:crypto';
import type { ErrorCode } from '../errors.js';
import type { SignedIn } from '../http/handler.js';
import { ROUTES, type Route } from '../http/routes.js';

export type Guarded = Pick<Route, 'method' | 'path' | 'permission'>;

export interface Approach {
  account: SignedIn | null;
  /** The thread whose token was shown and found right. */
  thread: string | null;
  /** Names in lower case. */
  headers: Record<string, string | undefined>;
}

/** All that a session with a first password may do. */
const FIRST: readonly Guarded[] = [ROUTES.whoAmI, ROUTES.password, ROUTES.signOut];

const same = (one: Guarded, other: Guarded): boolean =>
  one.method === other.method && one.path === other.path;

/** Of equal length first: a comparison that stops early tells how much was right. */
function equal(given: string, expected: string): boolean {
  const digest = (text: string): Buffer => createHash('sha256').update(text).digest();
  return timingSafeEqual(digest(given), digest(expected));
}

/**
 * Does a page of ours send this? Browsers always name the origin of a changing request; a caller that names
 * nothing is no browser, and the token of the session judges it. Behind https only PUBLIC_URL is ours.
 */
export function ownOrigin(headers: Approach['headers'], publicUrl: string | null): boolean {
  const { origin, host } = headers;
  const site = headers['sec-fetch-site'];
  if (site !== undefined && site !== 'same-origin' && site !== 'none') return false;
  if (origin === undefined) return true;
  if (!URL.canParse(origin)) return false;
  const from = new URL(origin);
  if (publicUrl !== null && from.origin === new URL(publicUrl).origin) return true;
  return !publicUrl?.startsWith('https:') && host !== undefined && from.host === host.toLowerCase();
}

export function judge(route: Guarded, asked: Approach, publicUrl: string | null): ErrorCode | null {
  const { account, headers } = asked;
  // The cookie goes along by itself only to the desk; chat and forms bring their own token or need none.
  const changes = route.method !== 'get' && route.path.startsWith('/api/desk/');
  if (changes && !ownOrigin(headers, publicUrl)) return 'CSRF';
  if (route.permission === null) return null;
  if (route.permission === 'thread') return asked.thread === null ? 'NO_TOKEN' : null;
  if (!account) return 'NOT_SIGNED_IN';
  if (route.method !== 'get' && !equal(headers['x-csrf-token'] ?? '', account.csrf)) return 'CSRF';
  if (account.mustChange && !FIRST.some((open) => same(open, route))) return 'MUST_CHANGE';
  if (route.permission !== 'session' && !account.permissions.has(route.permission)) return 'FORBIDDEN';
  return null;
}
