/**
 * Web chat: the plain HTTP routes and the socket are two ways to the same thread. A stored line is as good as
 * sent: every reader asks for what comes after the last number it has shown, so `send` only wakes readers.
 */
import type {
  Channel,
  InboundMessage,
  OutboundMessage,
  Receive,
  Received,
  Sent,
  ThreadLine,
} from './channel.js';

export interface WebMessage {
  thread: string;
  /** Made by the browser; unique in its thread only. */
  id: string;
  text: string;
  files: InboundMessage['files'];
  fields?: Record<string, string>;
}

export interface WebChannel extends Channel {
  take(message: WebMessage): Promise<Received>;
  /** Calls `reader` whenever the thread may have something new, with the line where it is one; returns how to stop. */
  subscribe(thread: string, reader: (line?: ThreadLine) => void): () => void;
  /** This line is stored. */
  push(thread: string, line: ThreadLine): void;
  /** Has anybody at this process the thread open? */
  listened(thread: string): boolean;
  /** Something else about the thread changed (who has it, its place in the queue). */
  wake(thread: string): void;
}

/** Two citizens may use the same id by chance or malice: the thread is part of the key. */
export const webId = (thread: string, id: string): string => `${thread}:${id}`;

export function webChannel(now: () => Date): WebChannel {
  const readers = new Map<string, Set<(line?: ThreadLine) => void>>();
  const taking = new Set<Promise<Received>>();
  let receive: Receive | null = null;

  function wake(thread: string, line?: ThreadLine): void {
    for (const reader of readers.get(thread) ?? []) reader(line);
  }

  return {
    name: 'web',
    title: '网页对话',
    async start(given) {
      receive = given;
    },
    async send({ thread, line }: OutboundMessage): Promise<Sent> {
      wake(thread, line);
      return { ok: true };
    },
    async stop() {
      // `receive` stays: it tells who still writes that the house is stopping.
      for (const thread of readers.keys()) wake(thread);
      await Promise.allSettled(taking);
    },
    async take({ thread, id, ...rest }) {
      if (!receive) throw new Error('web channel is not started');
      const kept = receive({ ...rest, channel: 'web', thread, id: webId(thread, id), at: now() });
      taking.add(kept);
      return kept.finally(() => taking.delete(kept));
    },
    subscribe(thread, reader) {
      const set = readers.get(thread) ?? new Set();
      readers.set(thread, set.add(reader));
      return () => {
        set.delete(reader);
        if (set.size === 0) readers.delete(thread);
      };
    },
    listened: (thread) => readers.has(thread),
    push: wake,
    wake: (thread) => wake(thread),
  };
}
