/** Who may come in. Judged before the body is read: a stranger's megabytes are never parsed. */
import type { Request } from 'express';
import { type ErrorCode, Problem } from '../errors.js';
import type { SignedIn } from './handler.js';
import type { Route } from './routes.js';

/** What the people room judges of a desk request; null = nothing against it. */
export interface DeskAsked {
  method: string;
  path: string;
  headers: Record<string, string | undefined>;
  /** Null on the one public desk route, sign-in. */
  account: SignedIn | null;
  permission: string | null;
}
export type JudgeDesk = (asked: DeskAsked) => ErrorCode | null;

export interface GuardParts {
  sessionOf(cookies: string | undefined): Promise<SignedIn | null>;
  judgeDesk: JudgeDesk;
  /** Is this the token of this thread? */
  threadOf(token: string, thread: string): Promise<boolean>;
}

export interface Admitted {
  account: SignedIn | null;
  thread: string | null;
}

export const plainHeaders = (req: Request): Record<string, string | undefined> =>
  Object.fromEntries(
    Object.entries(req.headers).map(([name, value]) => [
      name,
      Array.isArray(value) ? value.join(', ') : value,
    ]),
  );

export const bearer = (req: Request): string | null =>
  /^Bearer ([\w.~+/=-]{1,256})$/i.exec(req.headers.authorization ?? '')?.[1] ?? null;

export async function admit(route: Route, req: Request, parts: GuardParts): Promise<Admitted> {
  if (route.path.startsWith('/api/desk/'))
    return { account: await admitStaff(route, req, parts), thread: null };
  if (route.permission === null) return { account: null, thread: null };
  if (route.permission !== 'thread') throw new Error(`${route.path}: a permission outside the desk`);
  const token = bearer(req);
  const thread = String(req.params.thread ?? '');
  if (!token || !thread || !(await parts.threadOf(token, thread))) throw new Problem('NO_TOKEN');
  return { account: null, thread };
}

async function admitStaff(route: Route, req: Request, parts: GuardParts): Promise<SignedIn | null> {
  const account = route.permission === null ? null : await parts.sessionOf(req.headers.cookie);
  if (route.permission !== null && !account) throw new Problem('NOT_SIGNED_IN');
  const against = parts.judgeDesk({
    method: req.method,
    path: route.path,
    headers: plainHeaders(req),
    account,
    permission: route.permission,
  });
  if (against) throw new Problem(against);
  return account;
}
