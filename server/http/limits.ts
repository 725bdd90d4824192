/**
 * How much one address may ask. Counts live in this process: with several processes each counts its own.
 * The second lock, per order number, is guess-lock.ts; the third, per account, belongs to sign-in.
 */
import type { RequestHandler } from 'express';
import { ipKeyGenerator, rateLimit } from 'express-rate-limit';
import { Problem } from '../errors.js';
import type { RouteName } from './routes.js';
import { say, WORDS } from './words.js';

export interface Rate {
  max: number;
  seconds: number;
}

export interface Limits {
  /** Everything under ROUTES but health. */
  general: Rate;
  query: Rate;
  signIn: Rate;
  openThread: Rate;
  upload: Rate;
  form: Rate;
  /** Questions to the knowledge base: each costs an understanding. */
  ask: Rate;
  /** Forms without script bring no proof of work. */
  plainForm: Rate;
  formCheck: Rate;
  /** Parts of an upload that goes on where it broke. */
  chunk: Rate;
  jsonBytes: number;
  /** How long a body may take to arrive. */
  jsonMs: number;
  uploadMs: number;
  /** A whole upload or form without script; each file has its own cap in server/files. */
  rawBytes: number;
}

export const LIMITS: Limits = {
  general: { max: 1200, seconds: 60 },
  query: { max: 10, seconds: 60 },
  signIn: { max: 10, seconds: 60 },
  openThread: { max: 30, seconds: 60 },
  upload: { max: 40, seconds: 60 },
  form: { max: 12, seconds: 60 },
  ask: { max: 60, seconds: 60 },
  plainForm: { max: 6, seconds: 600 },
  formCheck: { max: 60, seconds: 60 },
  chunk: { max: 600, seconds: 60 },
  jsonBytes: 64 * 1024,
  jsonMs: 15_000,
  uploadMs: 120_000,
  rawBytes: 40 * 1024 * 1024,
};

type RateName =
  | 'general'
  | 'query'
  | 'signIn'
  | 'openThread'
  | 'upload'
  | 'form'
  | 'plainForm'
  | 'formCheck'
  | 'chunk'
  | 'ask';

const TIGHT: Partial<Record<RouteName, RateName>> = {
  orderQuery: 'query',
  orderRate: 'query',
  orderAct: 'query',
  queryPage: 'query',
  actPage: 'query',
  ratePage: 'query',
  rateLinkSent: 'query',
  phoneCode: 'form',
  chatPhoneCode: 'form',
  phoneProof: 'query',
  chatPhoneProof: 'query',
  signIn: 'signIn',
  password: 'signIn',
  openThread: 'openThread',
  putFile: 'upload',
  formFile: 'upload',
  repair: 'form',
  repairPage: 'form',
  qaAsk: 'ask',
  qaPage: 'ask',
  letter: 'form',
  letterWritten: 'form',
  letterMore: 'query',
  letterQuery: 'query',
  letterConsent: 'query',
  letterMineActs: 'query',
  qaUseful: 'form',
  qaUsefulPage: 'form',
  fileForm: 'form',
  fileFormPage: 'plainForm',
  formCheck: 'formCheck',
  openUpload: 'upload',
  appendUpload: 'chunk',
};

/** A monitor that asks every second must never be told to wait. */
const FREE: ReadonlySet<RouteName> = new Set(['healthz', 'readyz']);

function limiter(rate: Rate): RequestHandler {
  return rateLimit({
    windowMs: rate.seconds * 1000,
    limit: rate.max,
    standardHeaders: 'draft-7',
    legacyHeaders: false,
    keyGenerator: (req) => ipKeyGenerator(req.ip ?? ''),
    // The library warns on the console about headers of proxies we chose not to believe.
    validate: { xForwardedForHeader: false, forwardedHeader: false },
    handler: (req, _res, next) => {
      const reset = (req as unknown as { rateLimit?: { resetTime?: Date } }).rateLimit?.resetTime;
      const seconds = Math.max(1, Math.ceil(((reset?.getTime() ?? Date.now()) - Date.now()) / 1000));
      next(new Problem('TOO_MANY', undefined, say(WORDS.waitSeconds, { seconds }), seconds));
    },
  });
}

/** The limiters of a route in order; routes of one kind share one count. */
export function limiters(limits: Limits): (route: RouteName) => RequestHandler[] {
  const kinds: Record<RateName, RequestHandler> = {
    general: limiter(limits.general),
    query: limiter(limits.query),
    signIn: limiter(limits.signIn),
    openThread: limiter(limits.openThread),
    upload: limiter(limits.upload),
    form: limiter(limits.form),
    ask: limiter(limits.ask),
    plainForm: limiter(limits.plainForm),
    formCheck: limiter(limits.formCheck),
    chunk: limiter(limits.chunk),
  };
  return (route) => {
    if (FREE.has(route)) return [];
    const tight = TIGHT[route];
    return tight ? [kinds.general, kinds[tight]] : [kinds.general];
  };
}
