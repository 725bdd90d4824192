/**
 * Lines to citizens by kf/send_msg: five messages for each the citizen writes, within 48 hours. The last of the
 * five is kept open for a moment, so that lines which come together go together; what no longer fits is kept
 * and goes, joined, when the citizen writes again. The platform alone judges what is allowed: the count here
 * only says when it is time to join.
 * Source: developer.work.weixin.qq.com/document/path/94677 (发送消息)
 */
import { createHash } from 'node:crypto';
import type { OutboundMessage, Sent } from '../channel.js';
import { createLanes } from '../wechat/lanes.js';
import { offeredKey } from './intake.js';
import { type KfPostParts, kfPost, MOST_TEXT, sentBy, type Unsent } from './kf-post.js';
import { createWays, joined, type Way } from './kf-way.js';
import { type Piece, piecesOf } from './pieces.js';

/** Messages for each of the citizen's. */
export const QUOTA = 5;
/** How long the last one waits for company. */
const COMPANY_MS = 1500;
const MOST_TRIES = 8;

/** `stopped`: why something is still held. */
type Flushed = { stopped: Unsent | null; answer: Sent };

export interface KfOutlet {
  send(message: OutboundMessage): Promise<Sent>;
  tell(thread: string, sentence: string): Promise<void>;
  /** The citizen has written: the way is open anew, and what was held goes first. */
  opened(thread: string, at: number, id: string): void;
  /** The platform had taken a message and could not deliver it. */
  refused(thread: string, id: string, reason: string): Promise<void>;
  /** Goes on with what an earlier process had answered for. */
  resume(): Promise<void>;
  idle(): Promise<void>;
}

export interface KfOutletParts extends KfPostParts {
  /** Work that stopping waits for. */
  also(work: Promise<unknown>): void;
  stopped(): boolean;
}

/** As the platform demands of an id: short, and the same for the same piece. */
const idOf = (line: string, piece: number): string =>
  `${createHash('sha256').update(line).digest('hex').slice(0, 26)}-${piece}`;

export function kfOutlet({ also, stopped, ...parts }: KfOutletParts): KfOutlet {
  const { house } = parts;
  const lanes = createLanes();
  const lock = lanes.run;
  const ways = createWays(house.notes);
  const post = kfPost(parts);

  /** Piece by piece, from where an earlier try had come to. */
  async function direct(thread: string, line: string, pieces: Piece[], way: Way): Promise<Sent> {
    for (const [at, piece] of pieces.entries()) {
      if (way.done?.line === line && at < way.done.pieces) continue;
      const id = idOf(line, at);
      const outcome = await post(thread, piece, id, way.used === QUOTA - 1);
      if (!outcome.ok) return unsent(thread, line, pieces.slice(at), outcome);
      way.done = at + 1 < pieces.length ? { line, pieces: at + 1 } : null;
      await ways.gone(thread, way, id, [line]);
    }
    return { ok: true };
  }

  async function unsent(thread: string, line: string, rest: Piece[], outcome: Unsent): Promise<Sent> {
    if (outcome.cure === 'wait') {
      const held = await ways.held(thread);
      held.pieces.push(...rest.map((piece) => ({ line, piece })));
      await ways.hold(thread, held);
    }
    return sentBy(outcome);
  }

  /**
   * What is held, joined into as few messages as may be. `own` is answered to who asks, all else to the house.
   */
  async function flush(thread: string, own = ''): Promise<Flushed> {
    const way = await ways.of(thread);
    let held = await ways.held(thread);
    let answer: Sent = { ok: true };
    while (held.pieces.length > 0) {
      const { count, piece } = joined(held.pieces);
      const lines = [...new Set(held.pieces.slice(0, count).map(({ line }) => line))];
      const id = idOf(lines.join(' '), held.pieces.length);
      const outcome = await post(thread, piece, id, way.used === QUOTA - 1);
      if (!outcome.ok && outcome.cure !== 'never') return { stopped: outcome, answer: sentBy(outcome) };
      held = { ...held, pieces: held.pieces.slice(count) };
      await ways.hold(thread, held);
      if (outcome.ok) await ways.gone(thread, way, id, lines);
      for (const line of lines) {
        if (held.pieces.some((left) => left.line === line)) continue;
        if (line === own) answer = sentBy(outcome);
        else await house.late(line, sentBy(outcome));
      }
    }
    return { stopped: null, answer };
  }

  /** Out of the hands of the outbox: tried here, and told to the desk when it cannot be done. */
  async function owe(thread: string, wait: number): Promise<void> {
    for (let tries = 1; ; tries++) {
      await house.pause(wait);
      // The note stays: the next start goes on.
      if (stopped()) return;
      const over = await lock(thread, async () => {
        const { stopped: outcome } = await flush(thread);
        if (!outcome) return true;
        if (outcome.cure === 'again' && tries < MOST_TRIES) return false;
        const held = await ways.held(thread);
        await ways.hold(thread, { ...held, owed: false });
        for (const line of new Set(held.pieces.map((one) => one.line)))
          await house.late(line, { ok: false, retry: false, reason: outcome.reason });
        return true;
      });
      if (over) return;
      wait = Math.min(60_000, 1000 * 2 ** tries);
    }
  }

  return {
    send: ({ thread, line }) =>
      lock(thread, async () => {
        const { pieces, offered } = piecesOf(line, MOST_TEXT);
        // With an order's number the draft is done, and its names mean nothing any more.
        if (offered || line.order) await house.notes.set(offeredKey(thread), offered);
        const held = await ways.held(thread);
        // A person sends it anew, and it lies here still: it goes now or not at all, never twice.
        if (held.pieces.some((one) => one.line === line.id)) return (await flush(thread, line.id)).answer;
        const way = await ways.of(thread);
        const room = QUOTA - way.used;
        const behind = held.pieces.length > 0;
        if (!behind && (room <= 0 || room > pieces.length)) return direct(thread, line.id, pieces, way);
        // The last message, or others wait before it: it joins them.
        const rest = way.done?.line === line.id ? pieces.slice(way.done.pieces) : pieces;
        held.pieces.push(...rest.map((piece) => ({ line: line.id, piece })));
        if (behind && !held.owed) {
          await ways.hold(thread, held);
          return (await flush(thread, line.id)).answer;
        }
        await ways.hold(thread, { ...held, owed: true });
        if (!behind) also(owe(thread, COMPANY_MS));
        return { ok: true };
      }),
    async tell(thread, sentence) {
      await lock(thread, async () => {
        const way = await ways.of(thread);
        const id = idOf(`${thread} ${house.now().getTime()}`, 0);
        const outcome = await post(thread, { text: sentence }, id, way.used === QUOTA - 1);
        if (outcome.ok) await ways.gone(thread, way, id, []);
      });
    },
    opened(thread, at, id) {
      also(
        lock(thread, async () => {
          const way = await ways.of(thread);
          if (at < way.at || id === way.said) return;
          await ways.reopen(thread, way, at, id);
          const held = await ways.held(thread);
          if (held.pieces.length === 0) return;
          await ways.hold(thread, { ...held, owed: true });
          if ((await flush(thread)).stopped) also(owe(thread, 1000));
        }),
      );
    },
    async refused(thread, id, reason) {
      const { sent } = await ways.of(thread);
      for (const one of sent)
        if (one.id === id) await house.late(one.line, { ok: false, retry: false, reason });
    },
    async resume() {
      for (const thread of await ways.owed()) also(owe(thread, 0));
    },
    idle: () => lanes.idle(),
  };
}
