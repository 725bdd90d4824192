/** What the log may know of a request: route, status, time, number. Never a body, token, query or address. */
import { randomUUID } from 'node:crypto';
import type { RequestHandler, Response } from 'express';
import { findPersonal, mask } from '../../nlu/pii.js';

/** The slice of pino this room speaks to. */
export interface Log {
  debug(fields: object, message: string): void;
  info(fields: object, message: string): void;
  warn(fields: object, message: string): void;
  error(fields: object, message: string): void;
}

/** Personal data, long figures (order numbers too) and quoted values; stack frames hold none of them. */
export const maskText = (text: string): string =>
  mask(text, findPersonal(text))
    .replace(/\d{5,}/g, '*****')
    .replace(/"[^"\n]*"|'[^'\n]*'|“[^”\n]*”|「[^」\n]*」/g, '"…"');

export function maskError(error: unknown): object {
  if (!(error instanceof Error)) return { thrown: maskText(String(error)) };
  return { name: error.name, message: maskText(error.message), stack: maskText(error.stack ?? '') };
}

export const requestId = (res: Response): string => String(res.locals.requestId ?? '');
export const nameRoute = (res: Response, name: string): void => {
  res.locals.route = name;
};

export function logged(log: Log): RequestHandler {
  return (req, res, next) => {
    const id = randomUUID();
    const started = performance.now();
    res.locals.requestId = id;
    res.setHeader('X-Request-Id', id);
    res.on('finish', () => {
      const ms = Math.round(performance.now() - started);
      log.debug(
        { id, method: req.method, route: res.locals.route ?? 'page', status: res.statusCode, ms },
        'http',
      );
    });
    next();
  };
}
