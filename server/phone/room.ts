/** Phones proved by one-time codes, joined: the codes, what a proof opens, who it joins. */
import type { Channel } from '../../channels/channel.js';
import type { Ground } from '../ground.js';
import type { Core } from '../intake/core.js';
import { createCitizens } from '../people/citizens.js';
import { createPhoneCodes } from './codes.js';
import { createJoin } from './join.js';
import { createMine } from './mine.js';
import { bearerOf, createPasses } from './passes.js';
import { phoneRoutes } from './routes.js';

export interface PhoneRoomParts {
  ground: Ground;
  core: Pick<Core, 'commit' | 'receive'>;
  channels: readonly Channel[];
}

export function phoneRoom({ ground, core, channels }: PhoneRoomParts) {
  const { policy, people, secrets, now, phoneCodes: store } = ground;
  const { masks, audit } = people;
  const citizens = createCitizens(secrets.key('citizen'));
  const texting = channels.find(({ sendCode }) => sendCode !== undefined);
  const codes = createPhoneCodes({
    ...{ store, policy, audit, now },
    key: secrets.key('phone-code'),
    sendCode: texting?.sendCode ? (code) => texting.sendCode!(code) : null,
  });
  const passes = createPasses(secrets.key('phone-pass'), now);
  const mine = createMine(ground);
  const join = createJoin({ ...ground, ...core, citizens, masks });
  return {
    handlers: phoneRoutes({ codes, passes, mine, join, citizens, masks, policy, audit, now }),
    /** Does the pass of this Authorization header open the order? Null = there is none that counts. */
    async opens(ticket: Parameters<typeof mine.has>[0] | null, authorization: string | undefined) {
      const proved = passes.read('orders', bearerOf(authorization));
      if (!proved) return null;
      return ticket !== null && mine.has(ticket, proved);
    },
    /** Is this the phone that was proved on the way to filing a form? */
    provedIn(pass: string | undefined, phone: string | undefined): boolean {
      const proved = passes.read('form', pass);
      return proved !== null && phone !== undefined && masks.hashPhone(phone) === proved.phoneHash;
    },
  };
}
