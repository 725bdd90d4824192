/** Lines to members by message/send. Source: developer.work.weixin.qq.com/document/path/90236 (发送应用消息). */
import type { OutboundMessage, Sent } from '../channel.js';
import type { House } from '../kind.js';
import type { Traffic } from '../wechat/puppet.js';
import type { Api } from './api.js';
import { sentOf } from './faults.js';
import { offeredKey } from './intake.js';
import { piecesOf } from './pieces.js';
import { type Deliver, sendPiece } from './wire.js';

export interface AppOutlet {
  send(message: OutboundMessage): Promise<Sent>;
  /** A sentence of the channel's own. */
  tell(thread: string, sentence: string): Promise<void>;
}

const doneKey = (line: string): string => `done:${line}`;

export function appDeliver(agentId: number, api: Api): Deliver {
  return async (thread, content) => {
    const called = await api.post('message/send', {
      touser: decodeURIComponent(thread),
      agentid: agentId,
      safe: 0,
      ...content,
    });
    if (!called.ok) return called.fault;
    // OK as a whole, and yet not to this one.
    if (called.body.invaliduser) return { code: 81013, message: 'invaliduser' };
    return called.body.unlicenseduser ? { code: 1, message: 'unlicenseduser' } : null;
  };
}

export function appOutlet(traffic: Traffic, house: House): AppOutlet {
  const { notes } = house;
  return {
    async send({ thread, line }) {
      const { pieces, offered } = piecesOf(line);
      // With an order's number the draft is done, and its names mean nothing any more.
      if (offered || line.order) await notes.set(offeredKey(thread), offered);
      const key = doneKey(line.id);
      // What has arrived of a line is not said again when the rest is tried again.
      const done = pieces.length > 1 ? ((await notes.get<number>(key)) ?? 0) : 0;
      for (const [at, piece] of pieces.entries()) {
        if (at < done) continue;
        const fault = await sendPiece({ traffic, house }, thread, piece);
        if (fault) return sentOf(fault);
        if (pieces.length > 1) await notes.set(key, at + 1 < pieces.length ? at + 1 : null);
      }
      return { ok: true };
    },
    async tell(thread, sentence) {
      await sendPiece({ traffic, house }, thread, { text: sentence });
    },
  };
}
