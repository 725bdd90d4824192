/** The chat routes: the plain way for browsers without sockets, screen readers and tests. */
import { createHmac, randomBytes, timingSafeEqual } from 'node:crypto';
import type { FileRef } from '../../channels/channel.js';
import type { WebChannel } from '../../channels/web.js';
import { Problem } from '../errors.js';
import type { Kept, Line, Say, ThreadState } from '../http/contract-chat.js';
import type { Asked, Handlers } from '../http/handler.js';
import type { LineStore } from '../store/lines.js';
import { lineOut } from './citizen.js';
import { threadKey } from './receive.js';

/**
 * A thread's token is a keyed digest of its name: nothing to store, nothing to guess, and it survives a
 * restart. Opening a thread therefore costs no disk until its first line.
 */
export interface Tokens {
  open(): { thread: string; token: string };
  owns(thread: string, token: string): boolean;
}

export function createTokens(secret: Buffer): Tokens {
  const tokenOf = (thread: string) => createHmac('sha256', secret).update(`chat:${thread}`).digest();
  return {
    open() {
      const thread = randomBytes(15).toString('base64url');
      return { thread, token: tokenOf(thread).toString('base64url') };
    },
    owns(thread, token) {
      const shown = Buffer.from(token, 'base64url');
      const real = tokenOf(thread);
      return shown.length === real.length && timingSafeEqual(shown, real);
    },
  };
}

export interface ChatParts {
  tokens: Tokens;
  web: WebChannel;
  lines: LineStore;
  state: (thread: string) => Promise<ThreadState>;
  say: TakeWords;
  /** A stopping house lets pollers go. */
  stopping: () => boolean;
}

/** Lines a poll or a reconnecting socket is given at a time. */
export const BATCH = 200;
const LONGEST_WAIT = 30;

function number(text: string | undefined, fallback: number): number {
  if (text === undefined || text === '') return fallback;
  if (!/^\d{1,9}$/.test(text)) throw new Problem('BAD_REQUEST');
  return Number(text);
}

export function owned(asked: Pick<Asked, 'thread'>): string {
  if (!asked.thread) throw new Error('route without thread token asked for its thread');
  return asked.thread;
}

/** Lines after `seq`; when there are none, waits for one, for the caller to leave, or for the time to pass. */
async function poll(
  parts: ChatParts,
  thread: string,
  seq: number,
  seconds: number,
  gone: AbortSignal,
): Promise<Line[]> {
  const key = threadKey('web', thread);
  const read = async () => (await parts.lines.after(key, seq, BATCH)).map((row) => lineOut(key, row));
  let expired = seconds === 0;
  let woken: () => void = () => {};
  const nudge = () => woken();
  const unsubscribe = parts.web.subscribe(thread, nudge);
  // One clock and one listener a poll, however often it is woken in between.
  const timer = setTimeout(() => {
    expired = true;
    nudge();
  }, seconds * 1000);
  timer.unref();
  gone.addEventListener('abort', nudge);
  try {
    for (;;) {
      // Subscribed before reading: a line that lands between the two wakes the next wait.
      const wake = new Promise<void>((resolve) => {
        woken = resolve;
      });
      const rows = await read();
      if (rows.length > 0 || expired || gone.aborted || parts.stopping()) return rows;
      await wake;
    }
  } finally {
    clearTimeout(timer);
    gone.removeEventListener('abort', nudge);
    unsubscribe();
  }
}

/** What the route and the socket both do with a citizen's words. */
export type TakeWords = (thread: string, body: Say) => Promise<Kept>;

export interface TakeParts {
  web: WebChannel;
  /** Files of this thread by id; refuses a foreign or unknown one. */
  filesOf: (thread: string, ids: string[]) => Promise<FileRef[]>;
}

export function createTakeWords({ web, filesOf }: TakeParts): TakeWords {
  return async (thread, { id, text, files, fields }) => {
    const kept = await web.take({
      thread,
      id,
      text,
      files: await filesOf(thread, files ?? []),
      ...(fields ? { fields } : {}),
    });
    return { seq: kept.seq, seen: kept.seen };
  };
}

export type ChatRoutes = 'openThread' | 'say' | 'lines' | 'threadState';

export function chatHandlers(parts: ChatParts): Handlers<ChatRoutes> {
  return {
    openThread: async () => parts.tokens.open(),
    say: (asked) => parts.say(owned(asked), asked.body),
    lines: (asked) =>
      poll(
        parts,
        owned(asked),
        number(asked.query.after, 0),
        Math.min(number(asked.query.wait, 0), LONGEST_WAIT),
        asked.gone,
      ),
    threadState: (asked) => parts.state(owned(asked)),
  };
}
