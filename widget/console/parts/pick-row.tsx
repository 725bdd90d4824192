/** An order as a card, for windows too narrow for a table. */
import { Checkbox } from 'antd';
import type { OrderCard } from '../../../server/http/contract-orders.js';
import type { Unread } from '../use-seen.js';
import { fill, W } from '../words.js';
import { UrgencyMark } from './marks.js';
import { UnreadMark } from './order-columns.js';
import { Due } from './order-units.js';

export function PickRow(props: {
  card: OrderCard;
  gone: boolean;
  unread: Unread;
  picked: boolean;
  toggle: () => void;
  open: () => void;
}) {
  const { card, gone } = props;
  return (
    <li className="pick-row">
      <Checkbox
        checked={props.picked}
        onChange={props.toggle}
        aria-label={fill(W.work.select, { no: card.orderNo })}
      />
      <button
        type="button"
        className={`card${gone ? ' gone' : ''}`}
        data-row={card.orderNo}
        aria-haspopup="dialog"
        onClick={props.open}
      >
        <span className="head">
          <UnreadMark unread={props.unread} />
          {card.urgency !== 'normal' && <UrgencyMark urgency={card.urgency} />}
          <span className="figures">{card.orderNo}</span>
        </span>
        <span className="last">{card.title}</span>
        <span className="foot">
          <span className="soft">{gone ? W.lists.left : card.stateName}</span>
          {card.lead && <span className="soft">{card.lead}</span>}
          <Due due={card.due} light={card.light} />
          {card.reviewRequested && <span className="mark warn">◆ {W.orders.reviewAsked}</span>}
          {card.urges > 0 && <span>{fill(W.orders.urges, { n: card.urges })}</span>}
        </span>
      </button>
    </li>
  );
}
