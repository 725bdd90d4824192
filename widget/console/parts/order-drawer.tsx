/** One order over any page; the address says which, so that a link opens it. */
import { Button, Drawer } from 'antd';
import { useState } from 'react';
import type { OrderPage } from '../../../server/http/contract-orders.js';
import { call } from '../api.js';
import { useAsked } from '../asked.js';
import { useMay } from '../auth.js';
import { useLive, useReconnect } from '../live.js';
import { go, setParams, threadLink, useParam } from '../route.js';
import { fill, W } from '../words.js';
import { Failed, Loading } from './faces.js';
import { UrgencyMark } from './marks.js';
import { type Action, OrderAction } from './order-action.js';
import { OrderFacts, RefusalFacts } from './order-detail.js';
import { History } from './order-history.js';
import { OrderTalk } from './order-talk.js';
import { Clocks, Remarks, Units, Voices } from './order-units.js';
import { BesideOrder } from './proceedings/beside-order.js';
import { SimilarOrders } from './similar.js';
import { UndoBar } from './undo-bar.js';

/** Asks for changed fields, which this dialog does not offer; filing from the conversation does. */
const WITH_FIELDS = ['amend'];
/** Begun below, beside the order, with what it needs. */
const BESIDE = ['supervise'];

/** On a proposed refusal the two verdicts are named by what they mean there, and come first. */
function actionsOf({ card, actions }: OrderPage): Action[] {
  const offered = actions.filter(({ action }) => ![...WITH_FIELDS, ...BESIDE].includes(action));
  if (card.kind !== 'refusal') return offered;
  const verdicts: Record<string, string> = { refuse: W.order.agreeRefusal, accept: W.order.acceptInstead };
  const named = offered.map((one) => ({ ...one, name: verdicts[one.action] ?? one.name }));
  return [
    ...named.filter(({ action }) => action in verdicts).sort((a) => (a.action === 'refuse' ? -1 : 1)),
    ...named.filter(({ action }) => !(action in verdicts)),
  ];
}

function Body(props: {
  order: OrderPage;
  reload: () => void;
  put: (o: OrderPage) => void;
  beside: boolean;
  setBeside: (beside: boolean) => void;
}) {
  const { order, reload, put, beside, setBeside } = props;
  const [action, setAction] = useState<Action | null>(null);
  const mayRead = useMay('thread.read');
  const { card } = order;
  const actions = actionsOf(order);
  return (
    <div className="order">
      <p className="state">
        <strong>{card.stateName}</strong> <UrgencyMark urgency={card.urgency} />{' '}
        <span>{W.orders.kinds[card.kind]}</span>
        {order.secret && <span className="mark warn"> ◆ {W.order.secret}</span>}
        {card.urges > 0 && <span> · {fill(W.orders.urges, { n: card.urges })}</span>}
      </p>
      <h2>{card.title}</h2>
      <UndoBar order={order} put={put} reload={reload} />
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
        <Button type="link" target="_blank" href={`/api/desk/orders/${card.orderNo}/sheet`}>
          {W.trace.print}
        </Button>
        {card.thread && mayRead && (
          <>
            <Button aria-pressed={beside} onClick={() => setBeside(!beside)}>
              {beside ? W.trace.alone : W.trace.beside}
            </Button>
            <Button type="link" onClick={() => go(threadLink(card.thread ?? ''))}>
              {W.order.openThread}
            </Button>
          </>
        )}
      </section>
      <Remarks order={order} />
      <SimilarOrders of="orderRelated" id={card.orderNo} quiet />
      <Units order={order} />
      <Voices order={order} />
      <BesideOrder orderNo={card.orderNo} version={card.version} changed={reload} />
      <OrderFacts order={order} />
      <History order={order} />
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
  const [beside, setBeside] = useState(false);
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
      size={beside ? 1120 : 560}
      title={<span className="figures">{fill(W.order.drawer, { no: orderNo })}</span>}
      destroyOnHidden
    >
      {asked.fault && !order && <Failed title={W.order.failed} fault={asked.fault} retry={asked.reload} />}
      {!asked.fault && !order && <Loading rows={10} />}
      {order && (
        <div className={beside && order.card.thread ? 'order two' : undefined}>
          <Body
            order={order}
            beside={beside}
            setBeside={setBeside}
            reload={asked.reload}
            put={(next) => {
              asked.put(next);
              changed?.(next);
            }}
          />
          {beside && order.card.thread && (
            <OrderTalk key={order.card.thread} thread={order.card.thread} marks={order.origins} />
          )}
        </div>
      )}
    </Drawer>
  );
}

function busyInDialog(): boolean {
  return [...document.querySelectorAll<HTMLElement>('.ant-modal')].some((one) => one.offsetParent !== null);
}
