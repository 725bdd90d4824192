/**
 * The citizen's side of the socket. A socket is a cursor in its thread's log: whatever wakes it, it sends
 * what comes after the last number sent, in order. So a lost connection loses nothing: the browser comes
 * back with the last number it has shown.
 */
import type { Namespace, Socket } from 'socket.io';
import type { ThreadLine } from '../../channels/channel.js';
import type { WebChannel } from '../../channels/web.js';
import { ERRORS, Problem } from '../errors.js';
import type { Fault } from '../http/contract.js';
import type { Kept, Say, ThreadState } from '../http/contract-chat.js';
import { say as saySchema } from '../http/contract-chat.js';
import type { ChatClientEvents, ChatServerEvents } from '../http/contract-live.js';
import type { LineStore } from '../store/lines.js';
import type { ThreadStore } from '../store/threads.js';
import { BATCH, type Tokens } from './chat.js';
import { lineOut } from './citizen.js';
import { threadKey } from './receive.js';

type ChatSocket = Socket<ChatClientEvents, ChatServerEvents>;
export type ChatNamespace = Namespace<ChatClientEvents, ChatServerEvents>;

export interface LiveChatParts {
  tokens: Tokens;
  web: WebChannel;
  lines: LineStore;
  threads: ThreadStore;
  state: (thread: string) => Promise<ThreadState>;
  say: (thread: string, body: Say) => Promise<Kept>;
  /** The citizen is writing to a person. */
  typing: (thread: string) => void;
  /** Messages a thread may send a minute over its sockets. */
  perMinute: number;
  /** Milliseconds between looks at the queue for those who wait in it. */
  refresh?: number;
  now: () => Date;
  failed: (thread: string, error: unknown) => void;
}

/** What a fault looks like on the wire; anything unforeseen is INTERNAL and never its own text. */
export function faultOf(error: unknown): Fault {
  if (error instanceof Problem) {
    return {
      error: { code: error.code, message: error.message, ...(error.hint ? { hint: error.hint } : {}) },
    };
  }
  return { error: { code: 'INTERNAL', message: ERRORS.INTERNAL.message } };
}

interface Feed {
  wake(): void;
  /** The citizen waits in the queue, and the place in it moves without a line being written. */
  waits(): boolean;
  /** A person has the conversation. */
  attended(): boolean;
  stop(): void;
}

/** One pump a socket: never two reads at once, never a line twice, never one out of order. */
function feed(parts: LiveChatParts, thread: string, socket: ChatSocket, after: number): Feed {
  const key = threadKey('web', thread);
  let cursor = after;
  let pumping = false;
  /** What is to be read again; a socket that has just come has seen neither. */
  const stale = { lines: false, state: false };
  let told = '';
  let holder = 'bot';

  function show(line: ThreadLine): void {
    socket.emit('line', lineOut(key, line));
    cursor = line.seq;
  }

  async function pump(): Promise<void> {
    while ((stale.lines || stale.state) && socket.connected) {
      const { lines, state } = { ...stale };
      Object.assign(stale, { lines: false, state: false });
      const rows = lines ? await parts.lines.after(key, cursor, BATCH) : [];
      for (const row of rows) show(row);
      if (rows.length === BATCH) stale.lines = true;
      if (!state) continue;
      const now = await parts.state(thread);
      const text = JSON.stringify(now);
      if (text !== told) socket.emit('state', now);
      told = text;
      holder = now.holder;
    }
    // Here and not in a `finally` outside: a wake between the two would find nobody pumping and nobody told.
    pumping = false;
  }

  function read(what: Partial<typeof stale>): void {
    Object.assign(stale, what);
    if (pumping) return;
    pumping = true;
    pump().catch((error: unknown) => {
      // A reader that missed something must not look alive: the browser comes back with its number.
      parts.failed(key, error);
      socket.disconnect(true);
    });
  }

  /** The next line is shown as it comes; one that is not the next means that others are to be read first. */
  function heard(line?: ThreadLine): void {
    if (!line) read({ state: true });
    else if (line.seq === cursor + 1 && !pumping) show(line);
    else if (line.seq > cursor) read({ lines: true });
  }

  const wake = () => read({ lines: true, state: true });
  const stop = parts.web.subscribe(thread, heard);
  return { wake, waits: () => holder === 'queue', attended: () => holder === 'agent', stop };
}

/** Keeps the highest number shown; one write at a time, however fast a browser reports. */
function marks(write: (seq: number) => Promise<void>): (seq: number) => void {
  let wanted = 0;
  let kept = 0;
  let writing = false;
  async function run(): Promise<void> {
    writing = true;
    try {
      while (kept < wanted) {
        const seq = wanted;
        await write(seq);
        kept = seq;
      }
    } finally {
      writing = false;
    }
  }
  return (seq) => {
    wanted = Math.max(wanted, seq);
    if (!writing) void run();
  };
}

/** At most `perMinute` messages of a thread in any window of a minute, over however many sockets they come. */
function meter(perMinute: number, now: () => Date): (thread: string) => boolean {
  const threads = new Map<string, number[]>();
  const recent = (times: number[], at: number) => times.filter((time) => at - time < 60_000);
  let swept = 0;
  return (thread) => {
    const at = now().getTime();
    if (at - swept > 60_000) {
      for (const [name, times] of threads) if (recent(times, at).length === 0) threads.delete(name);
      swept = at;
    }
    const times = recent(threads.get(thread) ?? [], at);
    threads.set(thread, times);
    if (times.length >= perMinute) return false;
    times.push(at);
    return true;
  };
}

/** A place in the queue moves when others are taken: those who wait are told this often, if it did. */
const REFRESH_MS = 10_000;
/** However often a socket says that somebody writes, it is passed on this often. */
const TYPING_MS = 1000;

export function liveChat(namespace: ChatNamespace, parts: LiveChatParts): void {
  namespace.use((socket, next) => {
    const { thread, token } = socket.handshake.auth as Record<string, unknown>;
    const known = typeof thread === 'string' && typeof token === 'string' && parts.tokens.owns(thread, token);
    next(
      known ? undefined : Object.assign(new Error('NO_TOKEN'), { data: faultOf(new Problem('NO_TOKEN')) }),
    );
  });
  const allowed = meter(parts.perMinute, parts.now);
  const readers = new Set<Feed>();
  setInterval(() => {
    for (const reader of readers) if (reader.waits()) reader.wake();
  }, parts.refresh ?? REFRESH_MS).unref();
  namespace.on('connection', (socket: ChatSocket) => {
    const auth = socket.handshake.auth as { thread: string; after?: unknown };
    const after = Number.isSafeInteger(auth.after) && Number(auth.after) >= 0 ? Number(auth.after) : 0;
    const reader = feed(parts, auth.thread, socket, after);
    readers.add(reader);
    const shown = marks((seq) =>
      parts.threads
        .seen(threadKey('web', auth.thread), seq)
        .catch((error: unknown) => parts.failed(auth.thread, error)),
    );
    // The room is for what has no place in the log (somebody is typing).
    Promise.resolve(socket.join(auth.thread)).catch((error: unknown) => parts.failed(auth.thread, error));
    reader.wake();
    socket.on('say', (body, ack) => {
      if (typeof ack !== 'function') return;
      const parsed = saySchema.safeParse(body);
      const long = typeof body?.text === 'string' && body.text.length > 4000;
      if (!parsed.success) return ack(faultOf(new Problem(long ? 'TOO_LONG' : 'INVALID')));
      if (!allowed(auth.thread)) return ack(faultOf(new Problem('TOO_MANY')));
      parts.say(auth.thread, parsed.data).then(ack, (error: unknown) => {
        if (!(error instanceof Problem)) parts.failed(auth.thread, error);
        ack(faultOf(error));
      });
    });
    socket.on('seen', (seq) => {
      if (Number.isSafeInteger(seq) && seq > 0) shown(seq);
    });
    let typed = 0;
    socket.on('typing', () => {
      const at = parts.now().getTime();
      // To the bot nobody is seen writing.
      if (!reader.attended() || at - typed < TYPING_MS) return;
      typed = at;
      parts.typing(auth.thread);
    });
    socket.on('disconnect', () => {
      reader.stop();
      readers.delete(reader);
    });
  });
}
