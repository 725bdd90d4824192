/**
 * One door out. A line to a citizen stays pending until its channel says it was sent; what can't arrive
 * rings at the desk. A restart takes up what is pending.
 */
import type { Channel, OutboundMessage, Sent, ThreadLine } from '../../channels/channel.js';
import type { LineStore } from '../store/lines.js';
import type { MessageDoc } from './journal.js';

export interface OutboxParts {
  lines: LineStore;
  channels: ReadonlyMap<string, Channel>;
  now: () => Date;
  at: (step: string) => void;
  /** Milliseconds before the nth try, null = give up. */
  backoff: (attempts: number) => number | null;
  gaveUp: (line: MessageDoc, reason: string) => Promise<void>;
  failed: (thread: string, error: unknown) => void;
}

export interface Outbox {
  /** Lines just committed. */
  post(thread: string, line: ThreadLine): void;
  /** Takes up everything pending, as after a restart. */
  recover(): Promise<void>;
  drain(): Promise<void>;
}

export function createOutbox(parts: OutboxParts): Outbox {
  const queues = new Map<string, Promise<void>>();
  const timers = new Set<NodeJS.Timeout>();
  let draining = false;

  const outbound = (thread: string, line: ThreadLine): OutboundMessage => {
    const cut = thread.indexOf(':');
    return { channel: thread.slice(0, cut), thread: thread.slice(cut + 1), line };
  };

  async function trySend(message: OutboundMessage): Promise<Sent> {
    const channel = parts.channels.get(message.channel);
    if (!channel) return { ok: false, retry: false, reason: `no channel ${message.channel}` };
    try {
      return await channel.send(message);
    } catch (error) {
      return { ok: false, retry: true, reason: String(error) };
    }
  }

  async function deliver(thread: string, line: ThreadLine, attempts: number): Promise<void> {
    parts.at('sending');
    const sent = await trySend(outbound(thread, line));
    parts.at('sent');
    if (sent.ok) return parts.lines.sent(line.id);
    const wait = sent.retry ? parts.backoff(attempts + 1) : null;
    if (wait === null) {
      await parts.lines.failed(line.id, sent.reason);
      const row = await parts.lines.get(line.id);
      if (row) await parts.gaveUp(row, sent.reason);
      return;
    }
    await parts.lines.again(line.id, attempts + 1, new Date(parts.now().getTime() + wait), sent.reason);
    later(thread, line, attempts + 1, wait);
  }

  function later(thread: string, line: ThreadLine, attempts: number, wait: number): void {
    if (draining) return;
    const timer = setTimeout(() => {
      timers.delete(timer);
      queue(thread, line, attempts);
    }, wait);
    timers.add(timer);
  }

  /** Lines of one thread leave one after the other. */
  function queue(thread: string, line: ThreadLine, attempts: number): void {
    const before = queues.get(thread) ?? Promise.resolve();
    const next = before
      .then(() => deliver(thread, line, attempts))
      .catch((error: unknown) => {
        parts.failed(thread, error);
        later(thread, line, attempts, parts.backoff(1) ?? 1000);
      })
      .finally(() => {
        if (queues.get(thread) === next) queues.delete(thread);
      });
    queues.set(thread, next);
  }

  return {
    post(thread, line) {
      // A stopping process sends nothing more: the line is pending and the next start sends it.
      if (!draining) queue(thread, line, 0);
    },
    async recover() {
      for (const row of await parts.lines.pending(100_000)) queue(row.thread, row, row.attempts ?? 0);
    },
    async drain() {
      draining = true;
      for (const timer of timers) clearTimeout(timer);
      await Promise.all(queues.values());
    },
  };
}
