/**
 * What 企业微信 calls us with, the same for the app and for 微信客服: always sealed, signed over token, timestamp,
 * nonce and the seal. Whether it is checked is never decided by what a post contains.
 * Source: developer.work.weixin.qq.com/document/path/90930 (回调和回复的加解密方案)
 */
import type { Hook, HookAnswer, HookAsked, House } from '../kind.js';
import { keyOf, signed, unseal } from '../wechat/seal.js';
import { MOST_XML, readXml, textOf, type Xml } from '../wechat/xml.js';

export interface CallbackParts {
  token: string;
  aesKey: string;
  corpId: string;
  house: House;
  /** Resolves when what was told is stored; a throw is ours, and the platform comes again. */
  take(xml: Xml): Promise<void>;
}

/** The platform's clock and ours; what was written down longer ago is no call but a recording. */
const WINDOW_SECONDS = 600;

const answer = (status: number, body = ''): HookAnswer => ({
  status,
  type: 'text/plain; charset=utf-8',
  body,
});

export function callbacks(parts: CallbackParts): Hook[] {
  const { house, token, corpId } = parts;
  const key = keyOf(parts.aesKey);
  if (!key) throw new Error('the AES key is not 43 characters of base64');

  /** The text inside, or why it is not from the platform. */
  function open({ query }: HookAsked, sealed: string): { text: string } | { fault: string } {
    const { msg_signature = '', timestamp = '', nonce = '' } = query;
    if (!signed(msg_signature, [token, timestamp, nonce, sealed])) return { fault: 'signature' };
    // After the signature: a stranger learns nothing about our clock.
    const age = Math.abs(house.now().getTime() / 1000 - Number(timestamp));
    if (!/^\d{1,12}$/.test(timestamp) || age > WINDOW_SECONDS) return { fault: 'timestamp' };
    return unseal(sealed, key as Buffer, corpId);
  }

  function refused(asked: HookAsked, fault: string): HookAnswer {
    house.log('warn', 'callback refused', { fault, ip: asked.ip });
    return answer(401);
  }

  return [
    {
      method: 'get',
      path: '',
      maxBytes: 0,
      async answer(asked) {
        const opened = open(asked, asked.query.echostr ?? '');
        return 'fault' in opened ? refused(asked, opened.fault) : answer(200, opened.text);
      },
    },
    {
      method: 'post',
      path: '',
      maxBytes: MOST_XML,
      async answer(asked) {
        const outer = readXml(asked.body);
        if (!outer) return refused(asked, 'body');
        const opened = open(asked, textOf(outer, 'Encrypt'));
        if ('fault' in opened) return refused(asked, opened.fault);
        const xml = readXml(opened.text);
        if (!xml) return refused(asked, 'content');
        await parts.take(xml);
        return answer(200);
      },
    },
  ];
}
