/** Who comes in: finds the account or the thread, and lets `judge` say. A stranger's body is never read. */
import type { Request } from 'express';
import { Problem } from '../errors.js';
import { judge } from '../people/guard.js';
import type { SignedIn } from './handler.js';
import type { Route } from './routes.js';

export interface GuardParts {
  sessionOf(cookies: string | undefined): Promise<SignedIn | null>;
  /** Is this the token of this thread? */
  threadOf(token: string, thread: string): Promise<boolean>;
  /** Origin that citizens and staff see; null = plain http on this machine. */
  publicUrl: string | null;
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

const bearer = (req: Request): string | null =>
  /^Bearer ([\w.~+/=-]{1,256})$/i.exec(req.headers.authorization ?? '')?.[1] ?? null;

/** Of one kind only: a desk cookie opens no citizen's thread, a thread's token no desk. */
async function whoAsks(route: Route, req: Request, parts: GuardParts): Promise<Admitted> {
  if (route.permission === null) return { account: null, thread: null };
  if (route.permission !== 'thread')
    return { account: await parts.sessionOf(req.headers.cookie), thread: null };
  const token = bearer(req);
  const thread = String(req.params.thread ?? '');
  const right = token !== null && thread !== '' && (await parts.threadOf(token, thread));
  return { account: null, thread: right ? thread : null };
}

export async function admit(route: Route, req: Request, parts: GuardParts): Promise<Admitted> {
  const who = await whoAsks(route, req, parts);
  const against = judge(route, { ...who, headers: plainHeaders(req) }, parts.publicUrl);
  if (against) throw new Problem(against);
  return who;
}
