/** 好差评: whoever shows number and code rates the order, once it waits for the citizen's word (domain §2.5). */
import type { OrderRating } from '../http/contract-citizen.js';
import type { Handlers } from '../http/handler.js';
import { citizenView } from '../tickets/view.js';
import { actOnOwn, type OwnOrderParts, openOrder, ownerOf } from './own-order.js';

/** Stars up to here are 差评. */
const LOW = 2;

type Rated = Pick<OrderRating, 'stars' | 'tags' | 'note'>;

/** The step a rating is; low ones begin verify and rectify. */
export const ratingStep = ({ stars, tags, note }: Rated) => ({
  name: 'rate',
  action: stars <= LOW ? 'rateLow' : 'rateWell',
  reason: note,
  given: { rating: { stars, tags: [...new Set(tags)] } },
});

export function rateRoute(parts: OwnOrderParts): Handlers<'orderRate'> {
  return {
    async orderRate({ body, ip, headers }) {
      const ticket = await openOrder(parts, body, headers.authorization);
      const next = await actOnOwn(parts, ticket, { ...ratingStep(body), actor: ownerOf(ticket, ip) });
      return citizenView(next, parts.policy, parts.masks, parts.now());
    },
  };
}
