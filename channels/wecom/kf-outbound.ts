/**
 * Lines to citizens by kf/send_msg: five messages for each the citizen writes, within 48 hours. The last of the
 * five is kept open for a moment, so that lines which come together go together; what no longer fits is kept
 * and goes, joined, when the citizen writes again. The platform alone judges what is allowed: the count here
 * only says when it is time to join.
 * Source: developer.work.weixin.qq.com/document/path/94677 (发送消息)
 */
import { createHash } from 'node:crypto';
import type { OutboundMessage, Sent } from '../channel.js';
import type { House } from '../kind.js';
import { createLanes } from '../wechat/lanes.js';
import type { Traffic } from '../wechat/puppet.js';
import { MOST_BYTES } from '../wechat/split.js';
import type { ApiFault } from '../wechat/token.js';
import type { Api } from './api.js';
import { faultOf } from './faults.js';
import { SESSION } from './faults-words.js';
import { offeredKey } from './intake.js';
import type { KfDoor } from './kf-deliver.js';
import { partsOf } from './kf-inbound.js';
import { menuContent, type Piece, piecesOf } from './pieces.js';
import { sendPiece } from './wire.js';
import { WORDS } from './words.js';

/** Messages for each of the citizen's. */
export const QUOTA = 5;
/** How long the last one waits for company. */
const COMPANY_MS = 1500;
const MOST_TRIES = 8;
/** Messages whose later refusal can still be told. */
const REMEMBERED = 20;
const LAST = `\n\n${WORDS.last}`;
/** Room for what is said below the last one. */
const MOST_TEXT = MOST_BYTES - Buffer.byteLength(LAST);

/** One citizen's way out, in the notes. */
interface Way {
  /** The citizen's newest message: seconds, and its id, for several may fall into one second. */
  at: number;
  said: string;
  used: number;
  /** Newest last. */
  sent: { id: string; line: string }[];
  /** Pieces of a line that have gone while the rest is tried again. */
  done: { line: string; pieces: number } | null;
}

interface Held {
  pieces: { line: string; piece: Piece }[];
  /** Answered for to the house: whoever starts next goes on with it. */
  owed: boolean;
}

type Unsent = { ok: false; reason: string; cure: 'again' | 'never' | 'wait' };
type Outcome = { ok: true; id: string } | Unsent;
/** `stopped`: why something is still held. */
type Flushed = { stopped: Unsent | null; answer: Sent };

const sentBy = (outcome: Outcome): Sent =>
  outcome.ok ? { ok: true } : { ok: false, retry: outcome.cure === 'again', reason: outcome.reason };

const wayKey = (thread: string): string => `way:${thread}`;
const HELD = 'held:';

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

export interface KfOutletParts {
  house: House;
  api: Api;
  traffic: Traffic;
  door: KfDoor;
  /** Work that stopping waits for. */
  also(work: Promise<unknown>): void;
  stopped(): boolean;
}

/** As the platform demands of an id: short, and the same for the same piece. */
const idOf = (line: string, piece: number): string =>
  `${createHash('sha256').update(line).digest('hex').slice(0, 26)}-${piece}`;

export function kfOutlet({ house, api, traffic, door, also, stopped }: KfOutletParts): KfOutlet {
  const lanes = createLanes();
  const lock = lanes.run;
  const { notes } = house;

  const wayOf = async (thread: string): Promise<Way> =>
    (await notes.get<Way>(wayKey(thread))) ?? { at: 0, said: '', used: 0, sent: [], done: null };
  const heldOf = async (thread: string): Promise<Held> =>
    (await notes.get<Held>(HELD + thread)) ?? { pieces: [], owed: false };
  const hold = (thread: string, held: Held): Promise<void> =>
    notes.set(HELD + thread, held.pieces.length > 0 ? held : null);

  /** Somebody else has the conversation: who, decides what follows. */
  async function session(account: string, citizen: string): Promise<Outcome> {
    const called = await api.post('kf/service_state/get', { open_kfid: account, external_userid: citizen });
    if (!called.ok) return { ok: false, cure: 'again', reason: faultOf(called.fault).says };
    const state = Number(called.body.service_state);
    const reason = SESSION[state];
    if (reason !== undefined) return { ok: false, cure: 'never', reason };
    const ended = state === 4;
    return {
      ok: false,
      cure: ended ? 'wait' : 'again',
      reason: faultOf({ code: ended ? 95013 : 95018, message: '' }).says,
    };
  }

  async function outcomeOf(fault: ApiFault, account: string, citizen: string): Promise<Outcome> {
    const { cure, says } = faultOf(fault);
    return cure === 'session' ? session(account, citizen) : { ok: false, cure, reason: says };
  }

  async function post(thread: string, piece: Piece, id: string, last: boolean): Promise<Outcome> {
    const { account, citizen } = partsOf(thread);
    const whole = last && 'text' in piece ? { text: piece.text + LAST } : piece;
    const fault = await door.as(thread, id, () =>
      // Wechaty knows no menus.
      'menu' in whole && whole.menu
        ? door.deliver(thread, menuContent(whole.menu))
        : sendPiece({ traffic, house }, thread, whole),
    );
    return fault ? outcomeOf(fault, account, citizen) : { ok: true, id };
  }

  async function gone(thread: string, way: Way, id: string, lines: readonly string[]): Promise<void> {
    way.used += 1;
    way.sent = [...way.sent, ...lines.map((line) => ({ id, line }))].slice(-REMEMBERED);
    await notes.set(wayKey(thread), way);
  }

  /** Piece by piece, from where an earlier try had come to. */
  async function direct(thread: string, line: string, pieces: Piece[], way: Way): Promise<Sent> {
    for (const [at, piece] of pieces.entries()) {
      if (way.done?.line === line && at < way.done.pieces) continue;
      const outcome = await post(thread, piece, idOf(line, at), way.used === QUOTA - 1);
      if (!outcome.ok) return unsent(thread, line, pieces.slice(at), outcome);
      way.done = at + 1 < pieces.length ? { line, pieces: at + 1 } : null;
      await gone(thread, way, outcome.id, [line]);
    }
    return { ok: true };
  }

  async function unsent(thread: string, line: string, rest: Piece[], outcome: Unsent): Promise<Sent> {
    if (outcome.cure === 'wait') {
      const held = await heldOf(thread);
      held.pieces.push(...rest.map((piece) => ({ line, piece })));
      await hold(thread, held);
    }
    return sentBy(outcome);
  }

  /**
   * What is held, joined into as few messages as may be. `own` is answered to who asks, all else to the house.
   */
  async function flush(thread: string, own = ''): Promise<Flushed> {
    const way = await wayOf(thread);
    let held = await heldOf(thread);
    let answer: Sent = { ok: true };
    while (held.pieces.length > 0) {
      const { count, piece } = joined(held.pieces);
      const lines = [...new Set(held.pieces.slice(0, count).map(({ line }) => line))];
      const id = idOf(lines.join(' '), held.pieces.length);
      const outcome = await post(thread, piece, id, way.used === QUOTA - 1);
      if (!outcome.ok && outcome.cure !== 'never') return { stopped: outcome, answer: sentBy(outcome) };
      held = { ...held, pieces: held.pieces.slice(count) };
      await hold(thread, held);
      if (outcome.ok) await gone(thread, way, id, lines);
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
        const held = await heldOf(thread);
        await hold(thread, { ...held, owed: false });
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
        if (offered || line.order) await notes.set(offeredKey(thread), offered);
        const held = await heldOf(thread);
        // A person sends it anew, and it lies here still: it goes now or not at all, never twice.
        if (held.pieces.some((one) => one.line === line.id)) return (await flush(thread, line.id)).answer;
        const way = await wayOf(thread);
        const room = QUOTA - way.used;
        const behind = held.pieces.length > 0;
        if (!behind && (room <= 0 || room > pieces.length)) return direct(thread, line.id, pieces, way);
        // The last message, or others wait before it: it joins them.
        const rest = way.done?.line === line.id ? pieces.slice(way.done.pieces) : pieces;
        held.pieces.push(...rest.map((piece) => ({ line: line.id, piece })));
        if (behind && !held.owed) {
          await hold(thread, held);
          return (await flush(thread, line.id)).answer;
        }
        await hold(thread, { ...held, owed: true });
        if (!behind) also(owe(thread, COMPANY_MS));
        return { ok: true };
      }),
    async tell(thread, sentence) {
      await lock(thread, async () => {
        const way = await wayOf(thread);
        const id = idOf(`${thread} ${house.now().getTime()}`, 0);
        const outcome = await post(thread, { text: sentence }, id, way.used === QUOTA - 1);
        if (outcome.ok) await gone(thread, way, id, []);
      });
    },
    opened(thread, at, id) {
      also(
        lock(thread, async () => {
          const way = await wayOf(thread);
          if (at < way.at || id === way.said) return;
          await notes.set(wayKey(thread), { ...way, at, said: id, used: 0 });
          const held = await heldOf(thread);
          if (held.pieces.length === 0) return;
          await hold(thread, { ...held, owed: true });
          if ((await flush(thread)).stopped) also(owe(thread, 1000));
        }),
      );
    },
    async refused(thread, id, reason) {
      const { sent } = await wayOf(thread);
      for (const one of sent)
        if (one.id === id) await house.late(one.line, { ok: false, retry: false, reason });
    },
    async resume() {
      for (let after = ''; ; ) {
        const rows = await notes.list<Held>(HELD, after, 200);
        for (const { key, value } of rows) if (value.owed) also(owe(key.slice(HELD.length), 0));
        const last = rows.at(-1);
        if (!last) return;
        after = last.key;
      }
    },
    idle: () => lanes.idle(),
  };
}

/** As many texts from the front as one message holds, or the one file that comes first. */
function joined(held: Held['pieces']): { count: number; piece: Piece } {
  const first = held[0]?.piece as Piece;
  if (!('text' in first)) return { count: 1, piece: first };
  let { text } = first;
  let count = 1;
  for (const { piece } of held.slice(1)) {
    if (!('text' in piece)) break;
    const longer = `${text}\n\n${piece.text}`;
    if (Buffer.byteLength(longer) > MOST_TEXT) break;
    text = longer;
    count += 1;
  }
  return { count, piece: { text } };
}
