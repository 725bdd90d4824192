/**
 * `/hooks/<channel>…`: what platforms call. Raw bytes go to the channel, which checks their signature; the
 * house only counts, caps and answers. A throw of the channel is ours, and the platform may try again (500).
 */
import type { Express, Request, Response } from 'express';
import type { Hook } from '../../channels/kind.js';
import { Problem } from '../errors.js';
import { readBytes } from './body.js';
import { plainHeaders } from './guard.js';
import { nameRoute } from './log.js';

export interface HookOwner {
  name: string;
  hooks?: readonly Hook[];
}

export interface HookParts {
  bodyMs: number;
  stopping(): boolean;
}

/** The first value of a name that came twice: a signature is over one of them, never over a list. */
function firsts(query: Request['query']): Record<string, string> {
  const one = (value: unknown): string => String(Array.isArray(value) ? value[0] : (value ?? ''));
  return Object.fromEntries(Object.entries(query).map(([name, value]) => [name, one(value)]));
}

export function mountHooks(app: Express, owners: readonly HookOwner[], parts: HookParts): void {
  for (const { name, hooks = [] } of owners)
    for (const hook of hooks)
      app[hook.method](`/hooks/${name}${hook.path}`, async (req: Request, res: Response) => {
        nameRoute(res, `hook.${name}`);
        if (parts.stopping()) throw new Problem('STOPPING');
        const body =
          hook.method === 'get' ? Buffer.alloc(0) : await readBytes(req, res, hook.maxBytes, parts.bodyMs);
        const said = await hook.answer({
          query: firsts(req.query),
          search: /\?([^#]*)/.exec(req.originalUrl)?.[1] ?? '',
          headers: plainHeaders(req),
          body,
          ip: req.ip ?? '',
        });
        for (const [header, value] of Object.entries(said.headers ?? {})) res.setHeader(header, value);
        res.status(said.status).type(said.type).send(said.body);
      });
}
