/** The platform's way to the house: signed, sealed by mode, three more tries five seconds apart. */
import { randomInt } from 'node:crypto';
import type { Citizens } from './citizens.js';
import type { Clock } from './clock.js';
import { childOf, decrypt, encrypt, sign, xmlOf } from './seals.js';
import type { Account, Pushed, PushFields, PushOptions, Try } from './terms.js';

const PATIENCE = 5000;
const RETRIES = 3;

export function createPusher(account: Account, clock: Clock, citizens: Citizens) {
  let url = '';
  let serial = 0n;
  const pushes = new Map<string, Pushed>();

  /** 20 digits, as long as the platform's get. */
  const nextId = () => String(10_000_000_000_000_000_000n + BigInt(clock.now()) * 1_000_000n + serial++);

  function letter(inner: string, { forge, skew = 0 }: PushOptions): { query: string; body: string } {
    const timestamp = String(Math.floor(clock.now() / 1000) + skew);
    const nonce = String(randomInt(1_000_000_000));
    const query: Record<string, string> = {
      signature: sign(forge === 'signature' ? 'wrong' : account.token, timestamp, nonce),
      timestamp,
      nonce,
    };
    let body = inner;
    if (account.mode !== 'plain' && forge !== 'open') {
      const sealed = encrypt(account, inner, forge === 'receiver' ? 'wx9999999999999999' : undefined);
      query.encrypt_type = 'aes';
      query.msg_signature = sign(
        forge === 'msg_signature' ? 'wrong' : account.token,
        timestamp,
        nonce,
        sealed,
      );
      const open =
        account.mode === 'compatible'
          ? inner.slice(6, -7)
          : `<ToUserName><![CDATA[${account.original}]]></ToUserName>`;
      // The first letter is any of 64: it must become another one, or nothing was changed.
      const spoilt = forge === 'body' ? `${sealed.startsWith('A') ? 'B' : 'A'}${sealed.slice(1)}` : sealed;
      body = `<xml>${open}<Encrypt><![CDATA[${spoilt}]]></Encrypt></xml>`;
    } else if (forge === 'body') body = inner.replace('</xml>', '<Extra>1</Extra></xml>');
    return { query: String(new URLSearchParams(query)), body };
  }

  /** Null = no answer in five seconds of the platform's clock. */
  async function ask(query: string, body: string): Promise<{ status: number; text: string } | null> {
    const gone = new AbortController();
    let answered = false;
    clock.later(PATIENCE, async () => {
      if (!answered) gone.abort();
    });
    try {
      const answer = await fetch(`${url}?${query}`, {
        method: 'POST',
        body,
        headers: { 'content-type': 'text/xml', 'user-agent': 'Mozilla/4.0' },
        signal: gone.signal,
      });
      return { status: answer.status, text: await answer.text() };
    } catch {
      return null;
    } finally {
      answered = true;
    }
  }

  function judge(openid: string, got: { status: number; text: string } | null): Try {
    if (!got) return { status: 0, answer: 'late' };
    const { status, text } = got;
    if (status !== 200) return { status, answer: 'bad' };
    // An empty 200 means that the house has nothing to say: no retry, and the citizen never knows.
    if (text === 'success' || text === '') return { status, answer: 'success' };
    const passive = openPassive(text);
    if (passive === null || childOf(passive, 'ToUserName') !== openid) return { status, answer: 'bad' };
    if (childOf(passive, 'FromUserName') !== account.original) return { status, answer: 'bad' };
    const content = childOf(passive, 'Content') ?? '';
    if (Buffer.byteLength(content) > 2048 || content === '') return { status, answer: 'bad' };
    citizens.arrived(openid, { by: 'passive', kind: 'text', text: content });
    return { status, answer: 'passive' };
  }

  function openPassive(text: string): string | null {
    if (account.mode === 'plain') return text.startsWith('<xml>') ? text : null;
    const [sealed, signature, time, nonce] = ['Encrypt', 'MsgSignature', 'TimeStamp', 'Nonce'].map((name) =>
      childOf(text, name),
    );
    if (!sealed || !signature || !time || !nonce) return null;
    if (sign(account.token, time, nonce, sealed) !== signature) return null;
    try {
      return decrypt(account, sealed);
    } catch {
      return null;
    }
  }

  async function attempt(openid: string, inner: string, options: PushOptions, pushed: Pushed): Promise<void> {
    const { query, body } = letter(inner, options);
    const copies = await Promise.all(Array.from({ length: options.copies ?? 1 }, () => ask(query, body)));
    const judged = copies.map((one) => judge(openid, one));
    const well = judged.find(({ answer }) => answer === 'success' || answer === 'passive');
    pushed.tries.push(well ?? (judged[0] as Try));
    pushed.done = well !== undefined || pushed.tries.length > RETRIES;
    // A refused letter is forged on purpose: nobody would send it again.
    if (options.forge || options.skew) pushed.done = true;
    if (!pushed.done) clock.later(PATIENCE, () => attempt(openid, inner, options, pushed));
  }

  return {
    house: (to: string): void => {
      url = `${to}/hooks/wechat`;
    },
    async verify(echostr: string, forge: boolean) {
      const { query } = letter('', forge ? { forge: 'signature' } : {});
      const answer = await fetch(`${url}?${query}&echostr=${echostr}`);
      return { status: answer.status, body: await answer.text() };
    },
    async push(openid: string, fields: PushFields, options: PushOptions): Promise<Pushed> {
      const event = fields.MsgType === 'event';
      const msgId = String(fields.MsgId ?? (event ? '' : nextId()));
      const inner = xmlOf({
        ToUserName: account.original,
        FromUserName: openid,
        CreateTime: Math.floor(clock.now() / 1000),
        ...fields,
        ...(event ? {} : { MsgId: msgId }),
      });
      if (!options.forge) citizens.did(openid, deed(fields));
      const pushed: Pushed = { msgId, tries: [], done: false };
      if (msgId) pushes.set(msgId, pushed);
      if (options.lost) return pushed;
      const first = () => attempt(openid, inner, options, pushed);
      if (options.delay) clock.later(options.delay, first);
      else await first();
      return pushed;
    },
    pushed: (msgId: string): Pushed => pushes.get(msgId) ?? { msgId, tries: [], done: false },
  };
}

function deed({ MsgType, Event }: PushFields): 'words' | 'tap' | 'follow' | 'leave' {
  if (MsgType !== 'event') return 'words';
  if (Event === 'unsubscribe') return 'leave';
  return Event === 'subscribe' ? 'follow' : 'tap';
}
