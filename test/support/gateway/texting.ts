/** A short message platform: as strict as the document is, and it remembers what it was told to send. */
import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { createReceiver } from '../../../channels/gateway/check/receiver.js';
import { envOf, row, secretOf } from './partners.js';

export interface Texting {
  /** For the house that is to send by it; further partners as given. */
  env: Record<string, string>;
  /** Every message, in order. */
  sent: { phone: string; code: string; text: string }[];
  /** What was refused, and why. */
  refused: string[];
  /** From now on it takes what comes and hangs up before it answers. */
  hangUp(): void;
  /** The code last sent to a phone. */
  codeFor(phone: string): string;
  stop(): void;
}

/** `now`: the clock of the house that signs. */
export async function startTexting(
  now: () => Date = () => new Date(),
  ...more: Parameters<typeof envOf>
): Promise<Texting> {
  const sent: Texting['sent'] = [];
  const refused: string[] = [];
  let hanging = false;
  const receiver = createReceiver({
    partner: 'texting',
    secret: secretOf('texting'),
    now,
    heard(one) {
      if ('refused' in one) refused.push(one.refused);
      else if ('again' in one) refused.push(`again: ${one.again.id}`);
      else if (one.kept.type === 'sms.code') sent.push(one.kept);
      else refused.push(one.kept.type);
      if (hanging) receiver.closeAllConnections();
    },
  });
  receiver.listen(0, '127.0.0.1');
  await once(receiver, 'listening');
  const callback = `http://127.0.0.1:${(receiver.address() as AddressInfo).port}/`;
  return {
    env: envOf(row('sms', { id: 'texting', callback, codes: true }), ...more),
    sent,
    refused,
    hangUp() {
      hanging = true;
    },
    codeFor(phone) {
      const found = sent.findLast((one) => one.phone === phone);
      if (!found) throw new Error(`nothing was sent to ${phone}`);
      return found.code;
    },
    stop() {
      receiver.closeAllConnections();
      receiver.close();
    },
  };
}
