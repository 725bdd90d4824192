/** A member of staff at the desk's HTTP API: a cookie jar, a CSRF token, and that is all. */
import type { Session } from '../../server/http/contract-accounts.js';
import { call, type Reply } from './citizen.js';

export interface Seat {
  session: Session;
  cookie: string;
  get<T = Record<string, never>>(path: string): Promise<Reply<T>>;
  post(path: string, body?: unknown): Promise<Reply>;
  send(method: string, path: string, body?: unknown): Promise<Reply>;
}

export async function signIn(url: string, account: string, password: string): Promise<Seat> {
  const answer = await fetch(`${url}/api/desk/session`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ account, password }),
  });
  const session = (await answer.json()) as Session;
  if (answer.status !== 200) throw new Error(`sign-in: ${answer.status} ${JSON.stringify(session)}`);
  const cookie = answer.headers
    .getSetCookie()
    .map((line) => line.split(';')[0])
    .join('; ');
  const headers = { cookie, 'x-csrf-token': session.csrf };
  const send: Seat['send'] = (method, path, body) =>
    call(`${url}${path}`, {
      method,
      headers: { ...headers, ...(body === undefined ? {} : { 'content-type': 'application/json' }) },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
  return {
    session,
    cookie,
    send,
    get: (path) => call(`${url}${path}`, { headers }),
    post: (path, body) => send('POST', path, body),
  };
}

/** Signs in with a first password, changes it as the house demands, and signs in again. */
export async function signInFirst(
  url: string,
  account: string,
  first: string,
  password: string,
): Promise<Seat> {
  const before = await signIn(url, account, first).catch(() => null);
  if (before?.session.mustChange) {
    const changed = await before.send('PUT', '/api/desk/password', { old: first, new: password });
    if (changed.status !== 200) throw new Error(`password: ${JSON.stringify(changed.body)}`);
  }
  return signIn(url, account, password);
}
