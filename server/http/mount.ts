/** One route of the list on the app: rate, then permission, then body, then the handler, then the answer. */
import { pipeline } from 'node:stream/promises';
import type { Express, Request, RequestHandler, Response } from 'express';
import { expectType, jsonBody, uploadStream } from './body.js';
import { check } from './check.js';
import { admit, type GuardParts, plainHeaders } from './guard.js';
import { Answer, type Asked } from './handler.js';
import type { Limits } from './limits.js';
import { nameRoute } from './log.js';
import { readParams, readQuery } from './query.js';
import type { Route, RouteName } from './routes.js';

/** Any handler of the list, its body type forgotten: the schema has judged it. */
export type AnyHandler = (asked: Asked<never>) => Promise<unknown>;

export interface MountParts extends GuardParts {
  limits: Limits;
  limiters: (route: RouteName) => RequestHandler[];
}

export function mount(app: Express, name: RouteName, route: Route, handler: AnyHandler, parts: MountParts) {
  const { limits } = parts;
  app[route.method](route.path, tag(name), ...parts.limiters(name), async (req: Request, res: Response) => {
    const params = readParams(req.params);
    const admitted = await admit(route, req, parts);
    const query = readQuery(name, route.query ?? [], req.query);
    let body: unknown;
    if (route.body) body = check(route.body, await jsonBody(req, res, limits.jsonBytes, limits.jsonMs));
    if (route.raw) expectType(req, formTypes(route.raw));
    const gone = new AbortController();
    res.on('close', () => gone.abort());
    const said = await handler({
      params,
      query,
      body: body as never,
      stream: route.raw ? uploadStream(req, res, limits.uploadMs, limits.rawBytes) : req,
      headers: plainHeaders(req),
      ip: req.ip ?? '',
      account: admitted.account,
      thread: admitted.thread,
      gone: gone.signal,
    });
    await send(res, route, said);
  });
}

/** A form of a page without files may come either way. */
const formTypes = (raw: string): string[] =>
  raw === 'application/octet-stream' ? [raw] : ['multipart/form-data', 'application/x-www-form-urlencoded'];

const tag =
  (name: string): RequestHandler =>
  (_req, res, next) => {
    nameRoute(res, name);
    next();
  };

async function send(res: Response, route: Route, said: unknown): Promise<void> {
  if (!(said instanceof Answer)) {
    res.status(route.status);
    if (route.status === 204) res.end();
    else res.json(said);
    return;
  }
  const { status = route.status, body, headers = {}, stream, html } = said.say;
  res.status(status);
  for (const [name, value] of Object.entries(headers)) res.setHeader(name, value);
  if (stream) await pipeline(stream, res);
  else if (html !== undefined) res.type('html').send(html);
  else if (body === undefined) res.end();
  else res.json(body);
}
