/** To whom a waiting conversation is being offered, and why; or what stands in the way. */
import type { ThreadCard } from '../../../server/http/contract-desk.js';
import { useSession } from '../auth.js';
import { useSecond } from '../format.js';
import { fill, W } from '../words.js';

export function ThreadOffer({ card }: { card: ThreadCard }) {
  const me = useSession();
  const now = useSecond();
  if (card.holder !== 'queue') return null;
  const { offer, noOffer } = card;
  if (offer && Date.parse(offer.until) > now) {
    const why = offer.why.join('、');
    return (
      <span className="offered" title={fill(W.offer.why, { why })}>
        {offer.account === me.account ? (
          <span className="mark brand">◆ {W.offer.mine}</span>
        ) : (
          <span className="soft">{fill(W.offer.other, { seat: offer.seat })}</span>
        )}{' '}
        <span className="soft">{why}</span>
      </span>
    );
  }
  return noOffer ? <span className="offered soft">{fill(W.offer.stuck, { why: noOffer })}</span> : null;
}
