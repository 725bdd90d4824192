/**
 * Calls to the platform: JSON in the way it reads it (Chinese as UTF-8, never escaped), the token added, and
 * once renewed where the answer says that it is at fault. Refusals are values; a platform that is not there too.
 * An address is never put into a message: the token stands in it.
 */
import { Readable } from 'node:stream';
import type { ReadableStream } from 'node:stream/web';
import { type ApiFault, TOKEN_CODES, type Tokens } from './token.js';

export type Answer<T> = { ok: true; body: T } | { ok: false; fault: ApiFault };

export interface Download {
  bytes: Readable;
  /** As the platform claims it. */
  type: string;
}

export interface Upload {
  name: string;
  type: string;
  bytes: Buffer;
}

export interface Api {
  post<T>(path: string, body: object): Promise<Answer<T>>;
  upload<T>(path: string, query: Record<string, string>, field: string, file: Upload): Promise<Answer<T>>;
  /** Bytes, or the JSON the platform sends in their place. */
  download(
    path: string,
    query: Record<string, string>,
    signal: AbortSignal,
  ): Promise<Answer<Download | { json: object }>>;
}

const CALL_MS = 10_000;
const MOST_JSON = 1024 * 1024;

export const unreachable = (error: unknown): { ok: false; fault: ApiFault } => {
  const { name, cause } = error as { name?: string; cause?: { code?: string } };
  return { ok: false, fault: { code: 0, message: cause?.code ?? name ?? 'network' } };
};

/** The body's own errcode; a body that is no JSON is a proxy's error page or worse. */
export function judged<T>(status: number, text: string): Answer<T> {
  let body: unknown;
  try {
    body = JSON.parse(text);
  } catch {
    return { ok: false, fault: { code: 0, message: `HTTP ${status}` } };
  }
  const { errcode, errmsg } = (body ?? {}) as { errcode?: unknown; errmsg?: unknown };
  if (typeof errcode === 'number' && errcode !== 0)
    return { ok: false, fault: { code: errcode, message: String(errmsg ?? '') } };
  if (status >= 400) return { ok: false, fault: { code: 0, message: `HTTP ${status}` } };
  return { ok: true, body: body as T };
}

/** A call without a token, as the one that asks for it. */
export async function callJson<T>(url: URL, body?: object): Promise<Answer<T>> {
  try {
    const answer = await fetch(url, {
      ...(body
        ? { method: 'POST', body: JSON.stringify(body), headers: { 'content-type': 'application/json' } }
        : {}),
      signal: AbortSignal.timeout(CALL_MS),
      redirect: 'error',
    });
    return judged<T>(answer.status, (await answer.text()).slice(0, MOST_JSON));
  } catch (error) {
    return unreachable(error);
  }
}

export function createApi({ base, tokens }: { base: string; tokens: Tokens }): Api {
  const urlOf = (path: string, query: Record<string, string>, token: string): URL => {
    const url = new URL(base + path);
    for (const [name, value] of Object.entries({ ...query, access_token: token }))
      url.searchParams.set(name, value);
    return url;
  };

  async function withToken<T>(run: (token: string) => Promise<Answer<T>>): Promise<Answer<T>> {
    const got = await tokens.get();
    if ('fault' in got) return { ok: false, fault: got.fault };
    const answer = await run(got.token).catch(unreachable);
    if (answer.ok || !TOKEN_CODES.has(answer.fault.code)) return answer;
    const next = await tokens.renew(got.token);
    if ('fault' in next) return { ok: false, fault: next.fault };
    return run(next.token).catch(unreachable);
  }

  return {
    post: (path, body) => withToken((token) => callJson(urlOf(path, {}, token), body)),
    upload: <T>(path: string, query: Record<string, string>, field: string, file: Upload) =>
      withToken<T>(async (token) => {
        const form = new FormData();
        form.set(field, new Blob([new Uint8Array(file.bytes)], { type: file.type }), file.name);
        const answer = await fetch(urlOf(path, query, token), {
          method: 'POST',
          body: form,
          signal: AbortSignal.timeout(3 * CALL_MS),
          redirect: 'error',
        });
        return judged<T>(answer.status, (await answer.text()).slice(0, MOST_JSON));
      }),
    download: (path, query, signal) =>
      withToken<Download | { json: object }>((token) => fetched(urlOf(path, query, token), signal)),
  };
}

/** JSON is told by its type, and by nothing in the bytes: a citizen's text file may be JSON too, and has a name. */
const isJson = (type: string): boolean => /^(?:application\/json|text\/(?:plain|json))\b/i.test(type);

export async function fetched(url: URL, signal: AbortSignal): Promise<Answer<Download | { json: object }>> {
  const answer = await fetch(url, { signal });
  const type = answer.headers.get('content-type') ?? '';
  const named = answer.headers.has('content-disposition');
  if ((isJson(type) && !named) || answer.status >= 400 || !answer.body) {
    const read = judged<object>(answer.status, (await answer.text()).slice(0, MOST_JSON));
    return read.ok ? { ok: true, body: { json: read.body } } : read;
  }
  return { ok: true, body: { bytes: Readable.fromWeb(answer.body as ReadableStream), type } };
}
