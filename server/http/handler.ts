/**
 * What a route's handler sees: never express itself. The route's permission, body schema and CSRF are judged
 * before it is called. It returns the JSON body, or an Answer where more than a body is to be said; it throws
 * a Problem to refuse.
 */
import type { Readable } from 'node:stream';
import type { z } from 'zod';
import type { ROUTES, RouteName } from './routes.js';

/** The signed-in account, as the session says it. */
export interface SignedIn {
  account: string;
  name: string;
  seat: string;
  roles: string[];
  /** Code of the account's unit; null = the house. */
  unit: string | null;
  /** The unit and what lies below it: what this account may see and act for; null = everything. */
  scope: ReadonlySet<string> | null;
  permissions: ReadonlySet<string>;
  mustChange: boolean;
  csrf: string;
  /** Hash of the session's id; names the session without opening it. */
  session: string;
}

export interface Asked<Body = unknown> {
  params: Record<string, string>;
  query: Record<string, string>;
  body: Body;
  /** Bytes of a raw route. */
  stream: Readable;
  headers: Record<string, string | undefined>;
  ip: string;
  /** Null on public routes. */
  account: SignedIn | null;
  /** The thread whose token was shown, on routes of permission 'thread'. */
  thread: string | null;
  /** Aborts when the caller has gone (long poll). */
  gone: AbortSignal;
}

/** More than a JSON body. */
export class Answer {
  constructor(
    readonly say: {
      status?: number;
      body?: unknown;
      headers?: Record<string, string | string[]>;
      stream?: Readable;
      html?: string;
    },
  ) {}
}

type BodyOf<N extends RouteName> = (typeof ROUTES)[N] extends { body: infer B extends z.ZodType }
  ? z.infer<B>
  : undefined;
type ReplyOf<N extends RouteName> = (typeof ROUTES)[N] extends { reply: infer R extends z.ZodType }
  ? z.infer<R>
  : unknown;

export type Handlers<N extends RouteName = RouteName> = {
  [K in N]: (asked: Asked<BodyOf<K>>) => Promise<ReplyOf<K> | Answer>;
};

/** A signed-in asker; for handlers behind a permission, where null cannot happen. */
export function signedIn(asked: Asked<never> | Asked): SignedIn {
  if (!asked.account) throw new Error('route without permission asked for an account');
  return asked.account;
}

/** The same handlers, each called once what it needs is there. */
export const afterwards = <N extends RouteName>(
  ready: () => Promise<void>,
  handlers: Handlers<N>,
): Handlers<N> =>
  Object.fromEntries(
    Object.entries(handlers).map(([name, handler]) => [
      name,
      async (asked: Asked) => {
        await ready();
        return (handler as (asked: Asked) => Promise<unknown>)(asked);
      },
    ]),
  ) as Handlers<N>;
