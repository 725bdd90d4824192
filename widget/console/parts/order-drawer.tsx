/** One order over any page; the address says which, so that a link opens it. */
import { Button, Drawer } from 'antd';
import { useState } from 'react';
import type { OrderPage } from '../../../server/http/contract.js';
import { call } from '../api.js';
import { useAsked } from '../asked.js';
import { useMay } from '../auth.js';
import { useLive, useReconnect } from '../live.js';
import { go, setParams, threadLink, useParam } from '../route.js';
import { fill, W } from '../words.js';
import { Failed, Loading } from './faces.js';
import { UrgencyMark } from './marks.js';
import { type Action, OrderAction } from './order-action.js';
import { OrderFacts, RefusalFacts, Timeline } from './order-detail.js';
import { Clocks, Remarks, Units, Voices } from './order-units.js';
import { SimilarOrders } from './similar.js';

/** Asks for changed fields, which this dialog does not offer; filing from the conversation does. */
const WITH_FIELDS = ['amend'];

/** On a proposed refusal the two verdicts are named by what they mean there, and come first. */
function actionsOf({ card, actions }: OrderPage): Action[] {
  const offered = actions.filter(({ action }) => !WITH_FIELDS.includes(action));
  if (card.kind !== 'refusal') return offered;
  const verdicts: Record<string, string> = { refuse: W.order.agreeRefusal, accept: W.order.acceptInstead };
  const named = offered.map((one) => ({ ...one, name: verdicts[one.action] ?? one.name }));
  return [
    ...named.filter(({ action }) => action in verdicts).sort((a) => (a.action === 'refuse' ? -1 : 1)),
    ...named.filter(({ action }) => !(action in verdicts)),
  ];
}

function Body({ order, reload, put }: { order: OrderPage; reload: () => void; put: (o: OrderPage) => void }) {
  const [action, setAction] = useState<Action | null>(null);
  const mayRead = useMay('thread.read');
  const { card } = order;
  const actions = actionsOf(order);
  return (
    <div className="order">
      <p className="state">
        <strong>{card.stateName}</strong> <UrgencyMark urgency={card.urgency} />{' '}
        <span>{W.orders.kinds[card.kind]}</span>
        {card.urges > 0 && <span> · {fill(W.orders.urges, { n: card.urges })}</span>}
      </p>
      <h2>{card.title}</h2>
      <Clocks order={order} />
      {order.refusal && <RefusalFacts refusal={order.refusal} />}
      <section aria-label={W.order.actions} className="acts">
        {actions.map((one, index) => (
          <Button
            key={one.action}
            type={index === 0 && card.kind !== 'refusal' ? 'primary' : 'default'}
            onClick={() => setAction(one)}
            aria-haspopup="dialog"
          >
            {one.name}
          </Button>
        ))}
        {actions.length === 0 && <span className="soft">{W.order.noActions}</span>}
        {card.thread && mayRead && (
          <Button type="link" onClick={() => go(threadLink(card.thread ?? ''))}>
            {W.order.openThread}
          </Button>
        )}
      </section>
      <Remarks order={order} />
      <SimilarOrders of="orderRelated" id={card.orderNo} quiet />
      <Units order={order} />
      <Voices order={order} />
      <OrderFacts order={order} />
      <Timeline rows={order.timeline} />
      {action && (
        <OrderAction
          order={order}
          action={action}
          reload={reload}
          close={() => setAction(null)}
          done={(next) => {
            setAction(null);
            put(next);
          }}
        />
      )}
    </div>
  );
}

export function OrderDrawer({ changed }: { changed?: (order: OrderPage) => void }) {
  const [orderNo] = useParam('order');
  const asked = useAsked(orderNo || null, (signal) => call('order', { params: { orderNo }, signal }));
  const order = asked.value;
  useLive('order', (card) => {
    // While a dialog is open its version stays the one that was read: the conflict is then said, not hidden.
    if (card.orderNo === orderNo && order && card.version > order.card.version && !busyInDialog())
      asked.reload();
  });
  useReconnect(() => orderNo && !busyInDialog() && asked.reload());
  return (
    <Drawer
      open={Boolean(orderNo)}
      onClose={() => setParams({ order: null })}
      size={560}
      title={<span className="figures">{fill(W.order.drawer, { no: orderNo })}</span>}
      destroyOnHidden
    >
      {asked.fault && !order && <Failed title={W.order.failed} fault={asked.fault} retry={asked.reload} />}
      {!asked.fault && !order && <Loading rows={10} />}
      {order && (
        <Body
          order={order}
          reload={asked.reload}
          put={(next) => {
            asked.put(next);
            changed?.(next);
          }}
        />
      )}
    </Drawer>
  );
}

function busyInDialog(): boolean {
  return [...document.querySelectorAll<HTMLElement>('.ant-modal')].some((one) => one.offsetParent !== null);
}
