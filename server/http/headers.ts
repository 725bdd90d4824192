/** What every answer says beside its body: who may frame, load, call and keep it. */
import type { RequestHandler } from 'express';
import helmet from 'helmet';

const directives = (frames: string[], styles: string[]) => ({
  'default-src': ["'self'"],
  'script-src': ["'self'"],
  'style-src': styles,
  'img-src': ["'self'", 'data:', 'blob:'],
  'font-src': ["'self'"],
  'connect-src': ["'self'"],
  'media-src': ["'self'", 'data:'],
  'object-src': ["'none'"],
  'base-uri': ["'none'"],
  'form-action': ["'self'"],
  'frame-ancestors': frames,
});

const shell = (frames: string[], styles: string[]): RequestHandler =>
  helmet({
    contentSecurityPolicy: { useDefaults: false, directives: directives(frames, styles) },
    // The proxy that ends TLS says this; the house itself speaks plain HTTP.
    strictTransportSecurity: false,
    // The old header knows one site only: where others may frame, it would forbid what the policy allows.
    xFrameOptions: frames.length > 1 ? false : { action: frames[0] === "'none'" ? 'deny' : 'sameorigin' },
    referrerPolicy: { policy: 'same-origin' },
  }) as RequestHandler;

/** Ant Design writes its style sheets at run time; only the console pays for that. */
const console = shell(["'none'"], ["'self'", "'unsafe-inline'"]);
const elsewhere = shell(["'self'"], ["'self'"]);

const below = (place: string, path: string): boolean => path === place || path.startsWith(`${place}/`);

/** `origins`: sites that may embed the chat may show 智能问答 in a frame, and nothing else of ours. */
export function safeHeaders(origins: readonly string[]): RequestHandler {
  const framed = shell(["'self'", ...origins], ["'self'"]);
  return (req, res, next) => {
    const kind = below('/console', req.path) ? console : below('/qa', req.path) ? framed : elsewhere;
    kind(req, res, (error?: unknown) => {
      // The script that other sites embed, and the part of it that comes later (a module: only with leave to read it).
      if (req.path === '/chat.js' || req.path === '/chat-phone.js')
        res.setHeader('Cross-Origin-Resource-Policy', 'cross-origin');
      if (req.path === '/chat-phone.js') res.setHeader('Access-Control-Allow-Origin', '*');
      if (req.path.startsWith('/api/')) res.setHeader('Cache-Control', 'no-store');
      next(error);
    });
  };
}

/** Other sites may call the chat, and only the chat, and only those that are written down. No cookies. */
export function chatOrigins(origins: readonly string[]): RequestHandler {
  return (req, res, next) => {
    if (!req.path.startsWith('/api/chat/') || origins.length === 0) return next();
    res.vary('Origin');
    const origin = req.headers.origin;
    if (!origin || !origins.includes(origin)) return next();
    res.setHeader('Access-Control-Allow-Origin', origin);
    res.setHeader('Access-Control-Expose-Headers', 'Retry-After, X-Request-Id');
    res.setHeader('Cross-Origin-Resource-Policy', 'cross-origin');
    if (req.method !== 'OPTIONS' || !req.headers['access-control-request-method']) return next();
    res.setHeader('Access-Control-Allow-Methods', 'GET, POST');
    res.setHeader('Access-Control-Allow-Headers', 'Authorization, Content-Type');
    res.setHeader('Access-Control-Max-Age', '600');
    res.status(204).end();
  };
}
