/** Lines to members by message/send. Source: developer.work.weixin.qq.com/document/path/90236 (发送应用消息). */
import type { OutboundMessage, Sent } from '../channel.js';
import type { House } from '../kind.js';
import type { ApiFault } from '../wechat/token.js';
import type { Api, Row } from './api.js';
import { sentOf } from './faults.js';
import { UNSENT } from './faults-words.js';
import { offeredKey } from './intake.js';
import { contentOf, type Piece, piecesOf } from './pieces.js';

export interface AppOutlet {
  send(message: OutboundMessage): Promise<Sent>;
  /** A sentence of the channel's own. */
  tell(thread: string, sentence: string): Promise<void>;
}

const doneKey = (line: string): string => `done:${line}`;

export function appOutlet(agentId: number, house: House, api: Api): AppOutlet {
  async function deliver(thread: string, content: Row): Promise<ApiFault | null> {
    const called = await api.post('message/send', {
      touser: decodeURIComponent(thread),
      agentid: agentId,
      safe: 0,
      ...content,
    });
    if ('fault' in called) return called.fault;
    // OK as a whole, and yet not to this one.
    if (called.row.invaliduser) return { code: 81013, message: 'invaliduser' };
    return called.row.unlicenseduser ? { code: 1, message: 'unlicenseduser' } : null;
  }

  async function one(thread: string, piece: Piece): Promise<Sent> {
    // The app has no menu message of this kind: numbers do.
    const content = await contentOf('text' in piece ? { text: piece.text } : piece, thread, house, api);
    if ('unsent' in content)
      return { ok: false, retry: false, reason: UNSENT[content.unsent as 'size' | 'gone'] };
    const fault = 'fault' in content ? (content.fault as ApiFault) : await deliver(thread, content as Row);
    return fault ? sentOf(fault) : { ok: true };
  }

  return {
    async send({ thread, line }) {
      const { pieces, offered } = piecesOf(line);
      if (offered) await house.notes.set(offeredKey(thread), offered);
      const key = doneKey(line.id);
      // What has arrived of a line is not said again when the rest is tried again.
      const done = pieces.length > 1 ? ((await house.notes.get<number>(key)) ?? 0) : 0;
      for (const [at, piece] of pieces.entries()) {
        if (at < done) continue;
        const sent = await one(thread, piece);
        if (!sent.ok) return sent;
        if (pieces.length > 1) await house.notes.set(key, at + 1 < pieces.length ? at + 1 : null);
      }
      return { ok: true };
    },
    async tell(thread, sentence) {
      await deliver(thread, { msgtype: 'text', text: { content: sentence } });
    },
  };
}
