/** A request of the platform: signed, in time, and sealed as configured, or a reason why not. */
import { randomInt } from 'node:crypto';
import type { HookAsked, Notes } from '../kind.js';
import { createGuard, inTime } from './guard.js';
import { seal, signatureOf, signed, unseal } from './seal.js';
import type { Account } from './settings.js';
import { readXml, textOf, writeXml, type Xml } from './xml.js';

/** `why` is for the log; a stranger learns nothing but the status. */
export interface Refused {
  status: 400 | 403;
  why: string;
}

export interface Posts {
  /** The one-time check of the address: what to echo. */
  echo(asked: HookAsked): { echo: string } | Refused;
  open(asked: HookAsked): Promise<{ xml: Xml } | Refused>;
  /** Flat XML of a passive answer, sealed where posts are. */
  close(rows: Readonly<Record<string, string | number>>): string;
}

const refuse = (why: string): Refused => ({ status: 403, why });
const unreadable: Refused = { status: 400, why: 'xml' };

export function createPosts(
  { token, key, appId }: Pick<Account, 'token' | 'key' | 'appId'>,
  notes: Pick<Notes, 'get' | 'take' | 'drop'>,
  now: () => Date,
): Posts {
  const first = createGuard(notes, now);

  function unsigned({ query }: HookAsked): Refused | null {
    const { signature = '', timestamp = '', nonce = '' } = query;
    if (!signed(signature, [token, timestamp, nonce])) return refuse('signature');
    return inTime(timestamp, now()) ? null : refuse('timestamp');
  }

  function unsealed({ query }: HookAsked, sealed: string, secret: Buffer): { xml: Xml } | Refused {
    const { msg_signature = '', timestamp = '', nonce = '' } = query;
    if (!signed(msg_signature, [token, timestamp, nonce, sealed])) return refuse('msg_signature');
    const opened = unseal(sealed, secret, appId);
    if ('fault' in opened) return refuse(opened.fault);
    const xml = readXml(opened.text);
    return xml ? { xml } : unreadable;
  }

  return {
    echo(asked) {
      const wrong = unsigned(asked);
      if (wrong) return wrong;
      const { echostr = '' } = asked.query;
      // The platform sends digits; anything else would make this page somebody else's mirror.
      return /^[\w-]{1,64}$/.test(echostr) ? { echo: echostr } : refuse('echostr');
    },
    async open(asked) {
      const wrong = unsigned(asked);
      if (wrong) return wrong;
      const outer = readXml(asked.body);
      if (!outer) return unreadable;
      const sealed = textOf(outer, 'Encrypt');
      // Compatible posts carry the open fields too; only what was sealed is believed.
      if (key) return sealed === '' ? refuse('open, configured as sealed') : unsealed(asked, sealed, key);
      if (sealed !== '') return refuse('sealed, configured as plain');
      return (await first(asked.query.signature ?? '', asked.body)) ? { xml: outer } : refuse('replayed');
    },
    close(rows) {
      const text = writeXml(rows);
      if (!key) return text;
      const sealed = seal(text, key, appId);
      const timestamp = String(Math.floor(now().getTime() / 1000));
      const nonce = String(randomInt(1_000_000_000));
      return writeXml({
        Encrypt: sealed,
        MsgSignature: signatureOf([token, timestamp, nonce, sealed]),
        TimeStamp: Number(timestamp),
        Nonce: nonce,
      });
    },
  };
}
