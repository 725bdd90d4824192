import type { TableColumnsType } from 'antd';
import type { OrderCard } from '../../../server/http/contract-orders.js';
import { nameOf, type Options } from '../options.js';
import type { Unread } from '../use-seen.js';
import { fill, W } from '../words.js';
import { UrgencyMark } from './marks.js';
import { Due } from './order-units.js';
import { When } from './when.js';
import { Whose } from './whose.js';

export const COLUMNS = [
  'state',
  'urgency',
  'due',
  'lead',
  'kind',
  'category',
  'region',
  'created',
  'updated',
] as const;
export type ColumnName = (typeof COLUMNS)[number];
export const FIRST_COLUMNS: ColumnName[] = [
  'state',
  'urgency',
  'due',
  'lead',
  'category',
  'region',
  'updated',
];

/** A dot has a word for whoever can't see it. */
export function UnreadMark({ unread }: { unread: Unread }) {
  if (!unread) return null;
  return (
    <span className="unread">
      <span aria-hidden="true">● </span>
      <span className="out-of-sight">{unread === 'new' ? W.work.unread : W.work.changed} </span>
    </span>
  );
}

export function orderColumns(
  options: Options,
  shown: readonly ColumnName[],
  open: (orderNo: string) => void,
  unread: (card: OrderCard) => Unread,
): TableColumnsType<OrderCard> {
  const c = W.orders.columns;
  const others: Record<ColumnName, TableColumnsType<OrderCard>[number]> = {
    state: {
      title: c.state,
      render: (_, card) => (
        <>
          {card.stateName} <Whose card={card} />
        </>
      ),
    },
    urgency: {
      title: c.urgency,
      dataIndex: 'urgency',
      render: (_, card) => <UrgencyMark urgency={card.urgency} />,
    },
    lead: { title: c.lead, dataIndex: 'lead' },
    due: { title: c.due, dataIndex: 'due', render: (_, card) => <Due due={card.due} light={card.light} /> },
    kind: { title: c.kind, dataIndex: 'kind', render: (_, card) => W.orders.kinds[card.kind] },
    category: {
      title: c.category,
      dataIndex: 'category',
      render: (_, card) => nameOf.category(options, card.category),
    },
    region: {
      title: c.region,
      dataIndex: 'region',
      render: (_, card) => nameOf.region(options, card.region),
    },
    created: { title: c.created, dataIndex: 'createdAt', render: (at: string) => <When at={at} /> },
    updated: { title: c.updated, dataIndex: 'updatedAt', render: (at: string) => <When at={at} /> },
  };
  return [
    {
      title: c.no,
      dataIndex: 'orderNo',
      render: (orderNo: string, card) => (
        <>
          <UnreadMark unread={unread(card)} />
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
        </>
      ),
    },
    {
      title: c.title,
      dataIndex: 'title',
      render: (title: string, card) => (
        <>
          {title}
          {card.kind !== 'order' && !shown.includes('kind') && (
            <span className="mark"> {W.orders.kinds[card.kind]}</span>
          )}
          {card.reviewRequested && <span className="mark warn"> ◆ {W.orders.reviewAsked}</span>}
          {card.urges > 0 && <span className="soft"> {fill(W.orders.urges, { n: card.urges })}</span>}
        </>
      ),
    },
    ...shown.map((name) => others[name]),
  ];
}
