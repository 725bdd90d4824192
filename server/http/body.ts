/** From bytes to a value that may be looked at: size, time, encoding and depth; the shape is check.ts. */
import { PassThrough, type Readable } from 'node:stream';
import { type Request, type Response, raw } from 'express';
import { Problem } from '../errors.js';
import { WORDS } from './words.js';

const DEPTH = 12;
/** Lone surrogates; with the u flag a proper pair is one character and does not match. */
const LONE = /\p{Surrogate}/u;

export const wellFormed = (text: string): boolean => !LONE.test(text) && !text.includes('\0');

const utf8 = new TextDecoder('utf-8', { fatal: true, ignoreBOM: false });

export function mediaType(req: Request): { type: string; charset: string } {
  const [type = '', ...rest] = (req.headers['content-type'] ?? '').toLowerCase().split(';');
  const charset = rest.map((part) => part.trim()).find((part) => part.startsWith('charset='));
  return { type: type.trim(), charset: charset?.slice(8).replaceAll('"', '') ?? 'utf-8' };
}

/** The deadline is the body's, not the handler's: a long poll may wait, an upload may not dawdle. */
export async function readBytes(req: Request, res: Response, maxBytes: number, ms: number): Promise<Buffer> {
  let timer: NodeJS.Timeout | undefined;
  const slow = new Promise<never>((_, refuse) => {
    timer = setTimeout(() => refuse(new Problem('SLOW_BODY')), ms);
  });
  const read = new Promise<void>((done, refuse) => {
    raw({ type: () => true, limit: maxBytes, inflate: false })(req, res, (error?: unknown) =>
      error ? refuse(error) : done(),
    );
  });
  try {
    await Promise.race([read, slow]);
  } finally {
    clearTimeout(timer);
  }
  const body: unknown = req.body;
  return Buffer.isBuffer(body) ? body : Buffer.alloc(0);
}

export async function jsonBody(req: Request, res: Response, maxBytes: number, ms: number): Promise<unknown> {
  const { type, charset } = mediaType(req);
  if (type !== 'application/json' || !/^utf-?8$/.test(charset)) throw new Problem('MEDIA_TYPE');
  const bytes = await readBytes(req, res, maxBytes, ms);
  let text: string;
  try {
    text = utf8.decode(bytes);
  } catch {
    throw new Problem('BAD_TEXT');
  }
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    throw new Problem('BAD_JSON');
  }
  inspect(value);
  return value;
}

/** Walks without recursion, so that depth itself cannot hurt. */
function inspect(root: unknown): void {
  const todo: { value: unknown; depth: number }[] = [{ value: root, depth: 0 }];
  for (let next = todo.pop(); next; next = todo.pop()) {
    const { value, depth } = next;
    if (typeof value === 'string' && !wellFormed(value)) throw new Problem('BAD_TEXT');
    if (typeof value !== 'object' || value === null) continue;
    if (depth >= DEPTH) throw new Problem('BAD_REQUEST');
    for (const [key, inner] of Object.entries(value)) {
      // JSON.parse makes a harmless own property of it; a later spread or merge would not be harmless.
      if (key === '__proto__') throw new Problem('BAD_REQUEST');
      if (!wellFormed(key)) throw new Problem('BAD_TEXT');
      todo.push({ value: inner, depth: depth + 1 });
    }
  }
}

/**
 * Bytes of an upload or a form, under a deadline and a cap. The request itself must live on, to carry the
 * refusal back.
 */
export function uploadStream(req: Request, res: Response, ms: number, maxBytes: number): Readable {
  if (Number(req.headers['content-length'] ?? 0) > maxBytes) throw new Problem('TOO_LARGE');
  const out = new PassThrough();
  const timer = setTimeout(() => out.destroy(new Problem('SLOW_BODY')), ms);
  let size = 0;
  req.on('data', (part: Buffer) => {
    size += part.length;
    if (size > maxBytes) out.destroy(new Problem('TOO_LARGE'));
  });
  // Whoever stops listening early (a refusal) must not turn a late error into a crash.
  out.on('error', () => req.unpipe(out));
  out.on('close', () => clearTimeout(timer));
  // A handler that never reads would leave the clock running.
  res.on('close', () => out.destroy());
  req.on('aborted', () => out.destroy(new Problem('BAD_REQUEST')));
  req.pipe(out);
  return out;
}

export function expectType(req: Request, wanted: string[]): void {
  if (wanted.includes(mediaType(req).type)) return;
  const upload = wanted.includes('application/octet-stream');
  throw new Problem('MEDIA_TYPE', upload ? WORDS.needsUpload : WORDS.needsForm);
}
