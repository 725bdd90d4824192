/** What no route took: a known path asked in the wrong way, or nothing of ours. */
import type { RequestHandler } from 'express';
import { Problem } from '../errors.js';
import type { Route } from './routes.js';

const pattern = (path: string): RegExp => new RegExp(`^${path.replace(/:\w+/g, '[^/]+')}/?$`, 'i');

export function unknown(routes: Record<string, Route>): RequestHandler {
  const known = Object.values(routes).map((route) => ({ match: pattern(route.path), method: route.method }));
  return (req, res, next) => {
    const methods = known
      .filter(({ match }) => match.test(req.path))
      .map(({ method }) => method.toUpperCase());
    if (methods.length === 0) return next(new Problem('NOT_FOUND'));
    const allowed = [...new Set(methods), ...(methods.includes('GET') ? ['HEAD'] : []), 'OPTIONS'];
    res.setHeader('Allow', allowed.join(', '));
    if (req.method === 'OPTIONS') {
      res.status(204).end();
      return;
    }
    next(new Problem('METHOD'));
  };
}
