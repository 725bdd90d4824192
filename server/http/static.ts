/** The built faces of the house, from dist/public. */
import { join } from 'node:path';
import express, { type Express, type RequestHandler } from 'express';

/** Only a name that holds the hash of its content may be kept for ever. */
const HASHED = /[\\/]part-[A-Z0-9]{8}\.(js|css)$/;

const keep = (path: string): string => {
  if (HASHED.test(path)) return 'public, max-age=31536000, immutable';
  return path.endsWith('chat.js') ? 'public, max-age=300' : 'no-cache';
};

export function serveStatic(app: Express, publicDir: string): void {
  const page =
    (face: string): RequestHandler =>
    (req, res, next) => {
      if (req.method !== 'GET' && req.method !== 'HEAD') return next();
      res.setHeader('Cache-Control', 'no-cache');
      res.sendFile(join(face, 'index.html'), { root: publicDir, cacheControl: false }, (error?: Error) => {
        if (error) next(res.headersSent ? error : undefined);
      });
    };

  app.use(
    express.static(publicDir, {
      index: false,
      redirect: false,
      dotfiles: 'ignore',
      cacheControl: false,
      setHeaders: (res, path) => res.setHeader('Cache-Control', keep(path)),
    }),
  );
  const pages: [RegExp, RequestHandler][] = [
    [/^\/$/, page('demo')],
    [/^\/portal\/?$/, page('portal')],
    // The console keeps its own addresses: whatever is no file there is its first page.
    [/^\/console(\/[^.]*)?$/, page('console')],
  ];
  app.use((req, res, next) => {
    const found = pages.find(([path]) => path.test(req.path));
    if (found) found[1](req, res, next);
    else next();
  });
}
