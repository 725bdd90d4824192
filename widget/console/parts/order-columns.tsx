import type { TableColumnsType } from 'antd';
import type { OrderCard } from '../../../server/http/contract.js';
import { nameOf, type Options } from '../options.js';
import { fill, W } from '../words.js';
import { UrgencyMark } from './marks.js';
import { Due } from './order-units.js';
import { When } from './when.js';

export function orderColumns(options: Options, open: (orderNo: string) => void): TableColumnsType<OrderCard> {
  const c = W.orders.columns;
  return [
    {
      title: c.no,
      dataIndex: 'orderNo',
      render: (orderNo: string) => (
        <button
          type="button"
          className="link figures"
          data-row={orderNo}
          aria-haspopup="dialog"
          onClick={(event) => {
            event.stopPropagation();
            open(orderNo);
          }}
        >
          {orderNo}
        </button>
      ),
    },
    {
      title: c.title,
      dataIndex: 'title',
      render: (title: string, card) => (
        <>
          {title}
          {card.reviewRequested && <span className="mark warn"> ◆ {W.orders.reviewAsked}</span>}
          {card.urges > 0 && <span className="soft"> {fill(W.orders.urges, { n: card.urges })}</span>}
        </>
      ),
    },
    { title: c.state, dataIndex: 'stateName' },
    { title: c.urgency, dataIndex: 'urgency', render: (_, card) => <UrgencyMark urgency={card.urgency} /> },
    { title: c.lead, dataIndex: 'lead' },
    { title: c.due, dataIndex: 'due', render: (_, card) => <Due due={card.due} light={card.light} /> },
    { title: c.kind, dataIndex: 'kind', render: (_, card) => W.orders.kinds[card.kind] },
    {
      title: c.category,
      dataIndex: 'category',
      render: (_, card) => nameOf.category(options, card.category),
    },
    { title: c.region, dataIndex: 'region', render: (_, card) => nameOf.region(options, card.region) },
    { title: c.created, dataIndex: 'createdAt', render: (at: string) => <When at={at} /> },
    { title: c.updated, dataIndex: 'updatedAt', render: (at: string) => <When at={at} /> },
  ];
}
