/** What Wechaty's `say` becomes on WeCom, and how a piece goes through it. */
import type { Channel } from '../channel.js';
import type { House } from '../kind.js';
import type { Picture, Traffic, Wire } from '../wechat/puppet.js';
import { Refusal } from '../wechat/send.js';
import type { ApiFault } from '../wechat/token.js';
import type { Api, Row } from './api.js';
import { kindOf, type Piece } from './pieces.js';
import { WORDS } from './words.js';

/** Null = the platform took it. */
export type Deliver = (to: string, content: Row) => Promise<ApiFault | null>;

export function wireOf(api: Api, deliver: Deliver): Wire {
  async function sure(to: string, content: Row): Promise<void> {
    const fault = await deliver(to, content);
    if (fault) throw new Refusal(fault);
  }
  return {
    text: (to, content) => sure(to, { msgtype: 'text', text: { content } }),
    async picture(to, file) {
      const kind = kindOf({ type: file.type, size: file.bytes.length }) ?? 'file';
      const up = await api.upload(kind, named(kind, file));
      if (!up.ok) throw new Refusal(up.fault);
      await sure(to, { msgtype: kind, [kind]: { media_id: up.body.media_id } });
    },
  };
}

/** A file is read under its own name; of what is shown as itself the name only has to end right. */
const named = (kind: string, file: Picture): Picture =>
  kind === 'file' ? file : { ...file, name: `${kind}${/\.[a-z0-9]+$/i.exec(file.name)?.[0] ?? ''}` };

/** Codes of our own, beside the platform's: too large for it, not here any more. */
const [TOO_LARGE, NOT_HERE] = [2, 3];

/** Null = it is out. Anything but the platform's refusal is thrown. */
export async function sendPiece(
  { traffic, house }: { traffic: Pick<Traffic, 'say' | 'show'>; house: Pick<House, 'file'> },
  thread: string,
  piece: Piece,
): Promise<ApiFault | null> {
  try {
    if ('text' in piece) {
      await traffic.say(thread, piece.text);
      return null;
    }
    if (!kindOf(piece.file)) return { code: TOO_LARGE, message: 'size' };
    const there = await house.file(piece.file.id, thread);
    if (!there) return { code: NOT_HERE, message: 'file' };
    const bytes = Buffer.concat((await there.bytes.toArray()) as Buffer[]);
    await traffic.show(thread, { name: there.ref.name, type: there.ref.type, bytes });
    return null;
  } catch (error) {
    if (error instanceof Refusal) return error.fault;
    throw error;
  }
}

/** Whatever breaks on our side (a stopping Wechaty, the store) is a line that is tried again. */
export const answering =
  (house: Pick<House, 'log'>, send: Channel['send']): Channel['send'] =>
  async (message) => {
    try {
      // Wechaty may throw before it promises: a puppet that has stopped is 「not logged in」.
      return await send(message);
    } catch (error) {
      house.log('error', 'not sent', { error: String(error) });
      return { ok: false, retry: true, reason: WORDS.notSent };
    }
  };
