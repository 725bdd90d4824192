/** Every way to fail ends here: a Problem says itself, anything else is INTERNAL with a number to name. */
import type { ErrorRequestHandler, Request, Response } from 'express';
import { type ErrorCode, Problem } from '../errors.js';
import { document, esc } from './html.js';
import { type Log, maskError, requestId } from './log.js';
import { say, WORDS } from './words.js';

/** body-parser's own names for what it refuses. */
const PARSER: Record<string, ErrorCode> = {
  'entity.too.large': 'TOO_LARGE',
  'encoding.unsupported': 'MEDIA_TYPE',
  'charset.unsupported': 'MEDIA_TYPE',
  'request.size.invalid': 'BAD_REQUEST',
  'request.aborted': 'BAD_REQUEST',
};

function problemOf(error: unknown): Problem | null {
  if (error instanceof Problem) return error;
  const type = (error as { type?: unknown } | null)?.type;
  const code = typeof type === 'string' ? PARSER[type] : undefined;
  return code ? new Problem(code) : null;
}

const wantsPage = (req: Request): boolean =>
  !req.path.startsWith('/api/') && req.accepts(['json', 'html']) === 'html';

export function fault(problem: Problem, hint?: string): object {
  const told = hint ?? problem.hint;
  return { error: { code: problem.code, message: problem.message, ...(told ? { hint: told } : {}) } };
}

/** More than this is not thrown away politely. */
const DRAIN_BYTES = 64 * 1024 * 1024;

/** A browser shows an answer only once it has sent everything: the rest of a refused body is read and lost. */
function drain(req: Request): void {
  let left = DRAIN_BYTES;
  req.on('data', (part: Buffer) => {
    left -= part.length;
    if (left < 0) req.destroy();
  });
  req.resume();
}

function answer(req: Request, res: Response, problem: Problem, hint?: string): void {
  res.status(problem.status);
  if (problem.retryAfterSeconds) res.setHeader('Retry-After', String(problem.retryAfterSeconds));
  if (problem.status === 408) res.setHeader('Connection', 'close');
  else if (!req.complete) drain(req);
  res.setHeader('Cache-Control', 'no-store');
  if (!wantsPage(req)) {
    res.json(fault(problem, hint));
    return;
  }
  const told = hint ?? problem.hint;
  const lines = told ? told.split('；') : [];
  const list = lines.length > 0 ? `<ul>${lines.map((line) => `<li>${esc(line)}</li>`).join('')}</ul>` : '';
  res
    .type('html')
    .send(document(WORDS.page.faultTitle, `<div role="alert"><p>${esc(problem.message)}</p>${list}</div>`));
}

export function errorPage(log: Log): ErrorRequestHandler {
  return (error: unknown, req, res, _next) => {
    if (res.headersSent) {
      res.destroy();
      return;
    }
    const problem = problemOf(error);
    if (problem && problem.code !== 'INTERNAL') {
      answer(req, res, problem);
      return;
    }
    const id = requestId(res);
    log.error({ id, route: res.locals.route ?? 'page', fault: maskError(error) }, 'request failed');
    answer(req, res, new Problem('INTERNAL'), say(WORDS.requestNo, { id }));
  };
}
