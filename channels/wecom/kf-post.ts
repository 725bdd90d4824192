/** One piece to one citizen of 微信客服, and what a refusal of it means. */
import type { Sent } from '../channel.js';
import type { House } from '../kind.js';
import type { Traffic } from '../wechat/puppet.js';
import { MOST_BYTES } from '../wechat/split.js';
import type { Api } from './api.js';
import { faultOf } from './faults.js';
import { SESSION } from './faults-words.js';
import type { KfDelivery } from './kf-deliver.js';
import { partsOf } from './kf-inbound.js';
import { menuContent, type Piece } from './pieces.js';
import { sendPiece } from './wire.js';
import { WORDS } from './words.js';

/** wait: not before the citizen writes again. */
export type Unsent = { ok: false; reason: string; cure: 'again' | 'never' | 'wait' };
export type Outcome = { ok: true } | Unsent;

export const sentBy = (outcome: Outcome): Sent =>
  outcome.ok ? { ok: true } : { ok: false, retry: outcome.cure === 'again', reason: outcome.reason };

const LAST = `\n\n${WORDS.last}`;
/** Bytes of a text, with room for what is said below the last one. */
export const MOST_TEXT = MOST_BYTES - Buffer.byteLength(LAST);

export interface KfPostParts {
  house: House;
  api: Api;
  traffic: Traffic;
  delivery: KfDelivery;
}

/** `last`: none after this one is let through until the citizen writes; they are told. */
export type KfPost = (thread: string, piece: Piece, id: string, last: boolean) => Promise<Outcome>;

export function kfPost({ house, api, traffic, delivery }: KfPostParts): KfPost {
  /** Somebody else has the conversation: who, decides what follows. */
  async function session(thread: string): Promise<Unsent> {
    const { account, citizen } = partsOf(thread);
    const called = await api.post('kf/service_state/get', { open_kfid: account, external_userid: citizen });
    if (!called.ok) return { ok: false, cure: 'again', reason: faultOf(called.fault).says };
    const state = Number(called.body.service_state);
    const reason = SESSION[state];
    if (reason !== undefined) return { ok: false, cure: 'never', reason };
    const [cure, code] = state === 4 ? (['wait', 95013] as const) : (['again', 95018] as const);
    return { ok: false, cure, reason: faultOf({ code, message: '' }).says };
  }

  return async (thread, piece, id, last) => {
    const whole = last && 'text' in piece ? { text: piece.text + LAST } : piece;
    const fault = await delivery.as(thread, id, () =>
      // Wechaty knows no menus.
      'menu' in whole && whole.menu
        ? delivery.deliver(thread, menuContent(whole.menu))
        : sendPiece({ traffic, house }, thread, whole),
    );
    if (!fault) return { ok: true };
    const { cure, says } = faultOf(fault);
    return cure === 'session' ? session(thread) : { ok: false, cure, reason: says };
  };
}
