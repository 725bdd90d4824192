/**
 * One door out. A line to a citizen stays pending until its channel says it was sent; what can't arrive
 * rings at the desk. A restart takes up what is pending.
 */
import type { Channel, OutboundMessage, Sent, ThreadLine } from '../../channels/channel.js';
import type { LineStore } from '../store/lines.js';
import { type DeliveryMark, deliveryOf } from './delivery.js';
import type { MessageDoc } from './journal.js';

export interface OutboxParts {
  lines: Pick<LineStore, 'get' | 'sent' | 'failed' | 'again' | 'pending'>;
  channels: ReadonlyMap<string, Channel>;
  now: () => Date;
  at: (step: string) => void;
  /** Milliseconds before the nth try, null = give up. */
  backoff: (attempts: number) => number | null;
  gaveUp: (line: MessageDoc, reason: string) => Promise<void>;
  failed: (thread: string, error: unknown) => void;
  /** How a line now stands; it is on disk. Must not throw. */
  told?: (thread: string, line: string, mark: DeliveryMark) => void;
}

export interface Outbox {
  /** Lines just committed. */
  post(thread: string, line: ThreadLine): void;
  /** Takes up everything pending, as after a restart. */
  recover(): Promise<void>;
  drain(): Promise<void>;
  /** What a channel hears of its line after it had answered for it. */
  late(channel: string, line: string, sent: Sent): Promise<void>;
}

/** Lines of one thread leave one after the other: a line that must wait is never overtaken. */
interface Queue {
  lines: ThreadLine[];
  done: Promise<void>;
}

export function createOutbox(parts: OutboxParts): Outbox {
  const queues = new Map<string, Queue>();
  const sleepers = new Set<() => void>();
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

  const tell = (row: MessageDoc, change: Partial<MessageDoc>): void =>
    parts.told?.(row.thread, row._id, deliveryOf({ ...row, ...change }));

  /** A person first: a crash between the two tries again, the other way round nobody would ever know. */
  async function giveUp(row: MessageDoc, reason: string): Promise<void> {
    await parts.gaveUp(row, reason);
    await parts.lines.failed(row._id, reason, parts.now());
    tell(row, { state: 'failed', trouble: 'failed' });
  }

  /** One try; null = the line is settled, otherwise milliseconds until the next try. */
  async function deliver(thread: string, line: ThreadLine): Promise<number | null> {
    const { id } = line;
    const row = await parts.lines.get(id);
    // Told twice of one commit (a crash, a helper), it is sent once.
    if (row?.state !== 'pending') return null;
    parts.at('sending');
    const sent = await trySend(outbound(thread, line));
    parts.at('sent');
    if (sent.ok) {
      await parts.lines.sent(id);
      tell(row, { state: 'sent' });
      return null;
    }
    const attempts = (row.attempts ?? 0) + 1;
    const wait = sent.retry ? parts.backoff(attempts) : null;
    if (wait === null) {
      await giveUp(row, sent.reason);
      return null;
    }
    const now = parts.now();
    const nextTry = new Date(now.getTime() + wait);
    await parts.lines.again(id, attempts, nextTry, sent.reason, now);
    tell(row, { trouble: 'retrying', attempts, nextTry });
    return wait;
  }

  function pause(ms: number): Promise<void> {
    return new Promise((resolve) => {
      const timer = setTimeout(wakeUp, ms);
      function wakeUp() {
        clearTimeout(timer);
        sleepers.delete(wakeUp);
        resolve();
      }
      sleepers.add(wakeUp);
    });
  }

  async function run(thread: string, queue: Queue): Promise<void> {
    for (let line = queue.lines[0]; line && !draining; line = queue.lines[0]) {
      const wait = await deliver(thread, line).catch((error: unknown) => {
        parts.failed(thread, error);
        return parts.backoff(1) ?? 1000;
      });
      if (wait === null) queue.lines.shift();
      else if (!draining) await pause(wait);
    }
    queues.delete(thread);
  }

  function add(thread: string, line: ThreadLine): void {
    const there = queues.get(thread);
    if (there) {
      if (there.lines.every(({ id }) => id !== line.id)) there.lines.push(line);
      return;
    }
    const queue: Queue = { lines: [line], done: Promise.resolve() };
    queues.set(thread, queue);
    queue.done = run(thread, queue);
  }

  return {
    post(thread, line) {
      // A stopping process sends nothing more: the line is pending and the next start sends it.
      if (!draining) add(thread, line);
    },
    async recover() {
      for (const row of await parts.lines.pending(100_000)) add(row.thread, row);
    },
    async late(channel, line, sent) {
      const row = await parts.lines.get(line);
      if (row?.channel !== channel || row.from === 'citizen') return;
      if (!sent.ok) {
        if (row.state !== 'failed') await giveUp(row, sent.reason);
        return;
      }
      await parts.lines.sent(line);
      tell(row, { state: 'sent' });
    },
    async drain() {
      draining = true;
      for (const wakeUp of sleepers) wakeUp();
      await Promise.all([...queues.values()].map((queue) => queue.done));
    },
  };
}
