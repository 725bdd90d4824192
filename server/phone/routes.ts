/** A phone is proved in a conversation, for one's orders, or for a form; and one's orders are listed. */
import { Problem } from '../errors.js';
import type { Handlers } from '../http/handler.js';
import { owned } from '../intake/chat.js';
import type { Audit } from '../people/audit.js';
import type { Citizens } from '../people/citizens.js';
import type { Masks } from '../people/privacy.js';
import type { Policy } from '../policy/types.js';
import { citizenView } from '../tickets/view.js';
import type { PhoneCodes } from './codes.js';
import type { Join } from './join.js';
import type { Mine } from './mine.js';
import { bearerOf, type Passes } from './passes.js';

export interface PhoneRouteParts {
  codes: PhoneCodes;
  passes: Passes;
  mine: Mine;
  join: Join;
  citizens: Citizens;
  masks: Masks;
  policy: Policy;
  audit: Audit;
  now: () => Date;
}

const MINUTE_MS = 60_000;

export type PhoneRoute =
  | 'phoneOn'
  | 'chatPhoneCode'
  | 'chatPhoneProof'
  | 'phoneCode'
  | 'phoneProof'
  | 'myOrders';

export function phoneRoutes(parts: PhoneRouteParts): Handlers<PhoneRoute> {
  const { codes, passes, masks, policy, now } = parts;
  return {
    phoneOn: async () => ({ on: codes.on }),

    chatPhoneCode: (asked) =>
      codes.send({ purpose: 'chat', place: owned(asked), phone: asked.body.phone, ip: asked.ip }),

    async chatPhoneProof(asked) {
      const { id, phone, code } = asked.body;
      const place = owned(asked);
      await codes.prove({ purpose: 'chat', place, phone, id, code, ip: asked.ip });
      await parts.join(place, phone, id);
      return { phone: masks.phone(phone) };
    },

    phoneCode: ({ body: { purpose, phone }, ip }) => codes.send({ purpose, place: '', phone, ip }),

    async phoneProof({ body: { purpose, id, phone, code }, ip }) {
      await codes.prove({ purpose, place: '', phone, id, code, ip });
      const until = new Date(now().getTime() + policy.knobs.phoneCode.proofMinutes * MINUTE_MS);
      const proved = { person: parts.citizens.ofPhone(phone) ?? '', phoneHash: masks.hashPhone(phone) };
      return {
        pass: passes.make(purpose, proved, until),
        until: until.toISOString(),
        phone: masks.phone(phone),
      };
    },

    async myOrders({ headers, ip }) {
      const proved = passes.read('orders', bearerOf(headers.authorization));
      if (!proved) throw new Problem('NO_PASS');
      const orders = await parts.mine.list(proved);
      await parts.audit({ who: null, ip, action: 'order.mine', target: proved.person });
      return orders.map((ticket) => {
        const { orderNo, state, title, createdAt, updatedAt, mayRate } = citizenView(
          ticket,
          policy,
          masks,
          now(),
        );
        return { orderNo, state, title, createdAt, updatedAt, mayRate };
      });
    },
  };
}
