/**
 * One door out. A line to a citizen stays pending until its channel says it was sent; what can't arrive
 * rings at the desk. A restart takes up what is pending.
 */
import type { Channel, OutboundMessage, Sent, ThreadLine } from '../../channels/channel.js';
import type { LineStore } from '../store/lines.js';
import { type DeliveryMark, deliveryOf } from './delivery.js';
import type { MessageDoc } from './journal.js';
import { channelOf } from './receive.js';

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

/** Of one mail. */
const MOST_TOGETHER = 20;

export function createOutbox(parts: OutboxParts): Outbox {
  const queues = new Map<string, Queue>();
  const sleepers = new Set<() => void>();
  let draining = false;

  function outbound(thread: string, [line, ...also]: [ThreadLine, ...ThreadLine[]]): OutboundMessage {
    const channel = channelOf(thread);
    const message = { channel, thread: thread.slice(channel.length + 1), line };
    return also.length > 0 ? { ...message, also } : message;
  }

  /** What leaves together: a channel that bundles takes what of bot and house waits behind the first. */
  function together(thread: string, { lines }: Queue): ThreadLine[] {
    const [first, ...rest] = lines;
    if (!first) return [];
    if (!parts.channels.get(channelOf(thread))?.bundles || first.from === 'agent') return [first];
    const person = rest.findIndex(({ from }) => from === 'agent');
    return [first, ...rest.slice(0, person < 0 ? MOST_TOGETHER : Math.min(person, MOST_TOGETHER))];
  }

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
  async function giveUp([first, ...also]: [MessageDoc, ...MessageDoc[]], reason: string): Promise<void> {
    // What left together is one trouble: it rings once.
    await parts.gaveUp(first, reason);
    for (const row of [first, ...also]) {
      await parts.lines.failed(row._id, reason, parts.now());
      tell(row, { state: 'failed', trouble: 'failed' });
    }
  }

  async function arrived(rows: MessageDoc[]): Promise<void> {
    for (const row of rows) {
      await parts.lines.sent(row._id);
      tell(row, { state: 'sent' });
    }
  }

  async function waitMore(rows: MessageDoc[], attempts: number, wait: number, reason: string): Promise<void> {
    const now = parts.now();
    const nextTry = new Date(now.getTime() + wait);
    for (const row of rows) {
      await parts.lines.again(row._id, attempts, nextTry, reason, now);
      tell(row, { trouble: 'retrying', attempts, nextTry });
    }
  }

  /** One try; null = the lines are settled, otherwise milliseconds until the next try. */
  async function deliver(thread: string, lines: ThreadLine[]): Promise<number | null> {
    const found = await Promise.all(
      lines.map(async (line) => ({ line, row: await parts.lines.get(line.id) })),
    );
    // Told twice of one commit (a crash, a helper), it is sent once.
    const [first, ...also] = found.flatMap(({ line, row }) =>
      row?.state === 'pending' ? [{ line, row }] : [],
    );
    if (!first) return null;
    const rows: [MessageDoc, ...MessageDoc[]] = [first.row, ...also.map(({ row }) => row)];
    parts.at('sending');
    const sent = await trySend(outbound(thread, [first.line, ...also.map(({ line }) => line)]));
    parts.at('sent');
    if (sent.ok) {
      await arrived(rows);
      return null;
    }
    const attempts = (first.row.attempts ?? 0) + 1;
    const wait = sent.retry ? parts.backoff(attempts) : null;
    if (wait === null) await giveUp(rows, sent.reason);
    else await waitMore(rows, attempts, wait, sent.reason);
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
    // The lines of one commit are posted one by one: the first waits for the others to stand behind it.
    await Promise.resolve();
    while (queue.lines.length > 0 && !draining) {
      const lines = together(thread, queue);
      const wait = await deliver(thread, lines).catch((error: unknown) => {
        parts.failed(thread, error);
        return parts.backoff(1) ?? 1000;
      });
      if (wait === null) queue.lines.splice(0, lines.length);
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
        if (row.state !== 'failed') await giveUp([row], sent.reason);
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
