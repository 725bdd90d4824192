/**
 * The express shell: `createHttp(parts)` gives the app, the caller makes the http.Server, hardens it
 * (harden.ts) and attaches the sockets. Read top to bottom, it is the way of a request.
 */
import express, { type Express } from 'express';
import { Problem } from '../errors.js';
import { cookieName } from '../people/sessions.js';
import { errorPage } from './error-page.js';
import type { GuardParts } from './guard.js';
import { type GuessLock, guessLock } from './guess-lock.js';
import { Answer, type Handlers } from './handler.js';
import { chatOrigins, safeHeaders } from './headers.js';
import { type HookOwner, mountHooks } from './hooks.js';
import { LIMITS, type Limits, limiters } from './limits.js';
import { type Log, logged } from './log.js';
import { type AnyHandler, mount } from './mount.js';
import { openapi } from './openapi.js';
import { orderPages } from './order-pages.js';
import { pages } from './pages.js';
import { plainPath } from './paths.js';
import { ROUTES, type Route, type RouteName } from './routes.js';
import { serveStatic } from './static.js';
import { unknown } from './unknown.js';
import { say, WORDS } from './words.js';

/** These the shell answers itself. */
export type OwnRoute = 'openapi' | 'repairPage' | 'queryPage' | 'actPage' | 'ratePage';

export interface HttpParts extends GuardParts {
  handlers: Omit<Handlers, OwnRoute>;
  /** dist/public */
  publicDir: string;
  log: Log;
  now(): Date;
  /** Channels whose platforms call us. */
  hooks?: readonly HookOwner[];
  stopping?(): boolean;
  limits?: Partial<Limits>;
  /** Shared with whoever else lets an order be asked for by number and code (the bot's progress). */
  guesses?: GuessLock;
  /** Number of proxies in front whose X-Forwarded-For may be believed. */
  trustProxy?: number;
  /** Other sites that may call /api/chat. */
  origins?: readonly string[];
}

export function createHttp(parts: HttpParts): Express {
  const limits: Limits = { ...LIMITS, ...parts.limits };
  const handlers = complete(parts);
  const app = express();
  app.disable('x-powered-by');
  app.set('trust proxy', parts.trustProxy ?? 0);
  app.set('query parser', 'simple');
  app.set('etag', false);

  app.use(logged(parts.log));
  app.use(safeHeaders(parts.origins ?? []));
  app.use(plainPath);
  app.use(chatOrigins(parts.origins ?? []));
  const shared = { ...parts, limits, limiters: limiters(limits) };
  // Before the list: a platform's delivery would be held against each of its paths in turn.
  mountHooks(app, parts.hooks ?? [], { bodyMs: limits.jsonMs, stopping: parts.stopping ?? (() => false) });
  for (const [name, route] of Object.entries(ROUTES) as [RouteName, Route][])
    mount(app, name, route, handlers[name] as AnyHandler, shared);
  serveStatic(app, parts.publicDir);
  app.use(unknown(ROUTES));
  app.use(errorPage(parts.log));
  return app;
}

function complete({ handlers, guesses = guessLock(), now, publicUrl }: HttpParts): Handlers {
  const orderQuery = unguessable(handlers.orderQuery, guesses, now);
  const orderAct = unguessable(handlers.orderAct, guesses, now);
  const orderRate = unguessable(handlers.orderRate, guesses, now);
  const document = openapi(ROUTES, cookieName(publicUrl));
  return {
    ...handlers,
    orderQuery,
    orderRate,
    orderAct,
    openapi: async () => new Answer({ body: document }),
    ...pages(handlers, now),
    ...orderPages({ orderQuery, orderAct, orderRate }),
  };
}

/** A wrong number and a wrong code are one and the same answer, and both count. */
function unguessable<A extends { body: { orderNo: string; code?: string | undefined } }, R>(
  query: (asked: A) => Promise<R>,
  guesses: GuessLock,
  now: () => Date,
): (asked: A) => Promise<R> {
  return async (asked) => {
    const { orderNo, code } = asked.body;
    // Without a code nothing is guessed.
    if (code === undefined) return query(asked);
    const seconds = guesses.enter(orderNo, now());
    if (seconds > 0) throw new Problem('LOCKED', undefined, say(WORDS.waitSeconds, { seconds }), seconds);
    try {
      const found = await query(asked);
      guesses.right(orderNo);
      return found;
    } catch (error) {
      if (!(error instanceof Problem) || error.code !== 'NO_ORDER') guesses.void(orderNo);
      throw error instanceof Problem && error.code === 'NO_ORDER' ? new Problem('NO_ORDER') : error;
    }
  };
}
