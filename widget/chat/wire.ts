/** The plain way: HTTP, one function a route. Throws `Refused` where the server said no, else the network's error. */
import type { Fault } from '../../server/http/contract.js';
import type { Kept, Line, Say, ThreadState } from '../../server/http/contract-chat.js';

export interface Pass {
  thread: string;
  token: string;
}

/** The server's own sentence for the citizen, and its code. */
export class Refused extends Error {
  constructor(
    readonly code: string,
    message: string,
    readonly status = 0,
  ) {
    super(message);
  }
  /** The pass opens nothing any more: token expired, or the thread gone. */
  get expired(): boolean {
    return this.code === 'NO_TOKEN' || this.status === 401;
  }
  /** The same words may be taken later. */
  get later(): boolean {
    return (
      this.status >= 500 || /^(TOO_MANY|BUSY|STOPPING|INTERNAL|SLOW_BODY)$/.test(this.code) || !this.message
    );
  }
}

export const isFault = (answer: unknown): answer is Fault =>
  typeof (answer as Partial<Fault> | null)?.error?.message === 'string';

export async function ask<T>(
  url: string,
  pass: Pass | null,
  init: { method?: string; body?: string; signal?: AbortSignal } = {},
): Promise<T> {
  const reply = await fetch(url, {
    ...init,
    credentials: 'omit',
    headers: {
      ...(pass && { authorization: `Bearer ${pass.token}` }),
      ...(init.body && { 'content-type': 'application/json' }),
    },
  });
  // A proxy's error page is no JSON: the status alone then says that it may work later.
  const answer: unknown = await reply.json().catch(() => null);
  if (reply.ok && answer !== null) return answer as T;
  const fault = isFault(answer) ? answer.error : { code: '', message: '' };
  throw new Refused(fault.code, fault.message, reply.status);
}

const base = (server: string, pass: Pass) => `${server}/api/chat/threads/${encodeURIComponent(pass.thread)}`;

export const openThread = (server: string) =>
  ask<Pass>(`${server}/api/chat/threads`, null, { method: 'POST' });

export const postSay = (server: string, pass: Pass, say: Say) =>
  ask<Kept>(`${base(server, pass)}/messages`, pass, { method: 'POST', body: JSON.stringify(say) });

/** Waits up to `wait` seconds for a line after `after`. */
export const getLines = (server: string, pass: Pass, after: number, wait: number, signal?: AbortSignal) =>
  ask<Line[]>(`${base(server, pass)}/messages?after=${after}&wait=${wait}`, pass, signal ? { signal } : {});

export const getState = (server: string, pass: Pass, signal?: AbortSignal) =>
  ask<ThreadState>(base(server, pass), pass, signal ? { signal } : {});

export const filesUrl = (server: string, pass: Pass) => `${base(server, pass)}/files`;

export async function getFile(server: string, pass: Pass, file: string): Promise<Blob> {
  const reply = await fetch(`${filesUrl(server, pass)}/${encodeURIComponent(file)}`, {
    credentials: 'omit',
    headers: { authorization: `Bearer ${pass.token}` },
  });
  if (!reply.ok) throw new Refused('', '', reply.status);
  return reply.blob();
}
