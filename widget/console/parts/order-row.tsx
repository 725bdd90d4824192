import type { OrderCard } from '../../../server/http/contract-orders.js';
import { fill, W } from '../words.js';
import { UrgencyMark } from './marks.js';
import { When } from './when.js';
import { Whose } from './whose.js';

export function OrderRow({ card, gone, pick }: { card: OrderCard; gone: boolean; pick: () => void }) {
  return (
    <button
      type="button"
      className={`card${gone ? ' gone' : ''}`}
      data-row={card.orderNo}
      aria-haspopup="dialog"
      onClick={pick}
    >
      <span className="head">
        {card.urgency !== 'normal' && <UrgencyMark urgency={card.urgency} />}
        <span className="figures">{card.orderNo}</span>
        <span className="spring" />
        <When at={card.updatedAt} />
      </span>
      <span className="last">{card.title}</span>
      <span className="foot">
        <span className="soft">{gone ? W.lists.left : card.stateName}</span>
        <span className="why">{W.orders.kinds[card.kind]}</span>
        <Whose card={card} />
        {card.reviewRequested && <span className="mark warn">◆ {W.orders.reviewAsked}</span>}
        {card.urges > 0 && <span>{fill(W.orders.urges, { n: card.urges })}</span>}
      </span>
    </button>
  );
}
