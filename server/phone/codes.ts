/**
 * A phone is proved by six figures sent to it. At rest there is one keyed digest over purpose, place, phone and
 * code: what fits another purpose, another conversation or another phone fits nothing, and nobody who reads
 * the disk tries a million codes without the key. Whether a phone is known to the house plays no part in any answer.
 */
import { createHmac, randomBytes, randomInt, timingSafeEqual } from 'node:crypto';
import type { CodeMessage, CodeWay } from '../../channels/channel.js';
import { Problem } from '../errors.js';
import { say, WORDS } from '../http/words.js';
import type { Audit } from '../people/audit.js';
import { addressKey } from '../people/lockout.js';
import type { Policy } from '../policy/types.js';
import type { PhoneCodeStore, SendingLimit } from '../store/phone-codes.js';

export interface PhoneCodeRule {
  /** How long a code lives, and how often it may be tried. */
  minutes: number;
  tries: number;
  /** How long what was proved counts. */
  proofMinutes: number;
  /** Codes to one phone, in one conversation, from one address, and of the whole house. */
  phone: SendingLimit[];
  conversation: SendingLimit[];
  address: SendingLimit[];
  whole: SendingLimit[];
}

export type Purpose = 'chat' | 'orders' | 'form';

export interface Wanted {
  purpose: Purpose;
  /** The conversation it is for; '' = none. */
  place: string;
  /** 11 figures. */
  phone: string;
  ip: string;
}

export interface PhoneCodes {
  readonly on: boolean;
  /** @throws Problem NO_SMS, TOO_MANY with the seconds to wait, SMS_FAILED. */
  send(wanted: Wanted): Promise<{ id: string; minutes: number; again: number; sure: boolean }>;
  /** @throws Problem PHONE_CODE, alike for every reason there is. */
  prove(shown: Wanted & { id: string; code: string }): Promise<void>;
}

export interface PhoneCodeParts {
  store: PhoneCodeStore;
  key: Buffer;
  policy: Pick<Policy, 'phrase' | 'knobs'>;
  /** Null where no partner sends short messages. */
  sendCode: ((code: CodeMessage) => Promise<CodeWay>) | null;
  audit: Audit;
  now: () => Date;
  /** Six figures; tests know them beforehand. */
  figures?: () => string;
}

const MINUTE_MS = 60_000;
const sixFigures = (): string => String(randomInt(1_000_000)).padStart(6, '0');

export function createPhoneCodes(parts: PhoneCodeParts): PhoneCodes {
  const { store, policy, now, audit, sendCode } = parts;
  const rule = (): PhoneCodeRule => policy.knobs.phoneCode;
  const mac = (...what: string[]): string =>
    createHmac('sha256', parts.key).update(JSON.stringify(what)).digest('base64url');
  const digestOf = ({ purpose, place, phone }: Wanted, id: string, code: string): string =>
    mac('code', purpose, place, phone, id, code);

  const keysOf = (kind: 'phone' | 'conversation' | 'address' | 'whole', what: string) =>
    rule()[kind].map((limit) => ({ key: `${mac(kind, what)}:${limit.seconds}`, limit }));

  /** All or none is counted: who must wait for one reason has used up nothing of the others. */
  async function charge({ phone, ip, place }: Wanted): Promise<string[]> {
    const charged: string[] = [];
    const counts = [
      ...keysOf('address', addressKey(ip)),
      ...(place ? keysOf('conversation', place) : []),
      ...keysOf('phone', phone),
      ...keysOf('whole', ''),
    ];
    for (const { key, limit } of counts) {
      const seconds = await store.count(key, limit, now());
      if (seconds > 0) {
        await giveBack(charged);
        throw new Problem('TOO_MANY', undefined, say(WORDS.waitSeconds, { seconds }), seconds);
      }
      charged.push(key);
    }
    return charged;
  }
  const giveBack = (keys: string[]) => Promise.all(keys.map((key) => store.giveBack(key)));

  return {
    on: sendCode !== null,
    async send(wanted) {
      if (!sendCode) throw new Problem('NO_SMS');
      const charged = await charge(wanted);
      const { minutes, phone } = rule();
      const id = randomBytes(16).toString('hex');
      const code = (parts.figures ?? sixFigures)();
      const until = new Date(now().getTime() + minutes * MINUTE_MS);
      const deed = {
        who: null,
        ip: wanted.ip,
        action: 'phone.code',
        target: `${wanted.purpose}:${id}`,
      } as const;
      await audit(deed);
      await store.put({ _id: id, digest: digestOf(wanted, id, code), tries: 0, used: false, until });
      const what = policy.phrase(`phone.for.${wanted.purpose}`);
      const text = policy.phrase('phone.sms', { code, minutes, what });
      const way = await sendCode({ id, phone: wanted.phone, code, text, until });
      // What may have gone out stays counted: a slow platform must not become a way to flood a phone.
      if (way === 'not') {
        await giveBack(charged);
        await audit({ ...deed, result: 'failed' });
        throw new Problem('SMS_FAILED');
      }
      return { id, minutes, again: Math.min(...phone.map(({ seconds }) => seconds)), sure: way === 'sent' };
    },
    async prove({ id, code, ...wanted }) {
      const row = await store.attempt(id, rule().tries, now());
      const shown = Buffer.from(digestOf(wanted, id, code));
      // Compared even where there is nothing to compare with: the time must not tell.
      const right = timingSafeEqual(shown, Buffer.from(row?.digest ?? mac('none', id)));
      const deed = {
        who: null,
        ip: wanted.ip,
        action: 'phone.prove',
        target: `${wanted.purpose}:${id}`,
      } as const;
      if (!row || !right || !(await store.use(id))) {
        await audit({ ...deed, result: 'failed' });
        throw new Problem('PHONE_CODE');
      }
      await audit(deed);
    },
  };
}
