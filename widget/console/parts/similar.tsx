/** Orders that may be the same matter, with why; several people at one place are told as a group. Nothing is merged here. */
import type { RelatedView } from '../../../server/http/contract-orders.js';
import { call } from '../api.js';
import { useAsked } from '../asked.js';
import { setParams } from '../route.js';
import { fill, W } from '../words.js';
import { Failed, Loading, Nothing } from './faces.js';
import { OrderRow } from './order-row.js';

type Similar = RelatedView['similar'][number];
type Group = NonNullable<RelatedView['group']>;

const pick = (orderNo: string) => () => setParams({ order: orderNo });

function Row({ order, likeness, samePerson, why }: Similar) {
  const percent = Math.round(likeness * 100);
  return (
    <li>
      <OrderRow card={order} gone={false} pick={pick(order.orderNo)} />
      <p className="soft why">
        {fill(W.similar.likeness, { n: percent })}
        {samePerson && ` · ${W.similar.samePerson}`}
        {why.length > 0 && ` · ${why.join('、')}`}
      </p>
    </li>
  );
}

function Together({ people, days, level, orders }: Group) {
  return (
    <section className="together" aria-label={W.similar.group}>
      <p className={level === 'hint' ? 'mark' : 'mark warn'}>
        ◆ {fill(W.similar.levels[level], { people, days })}
      </p>
      <details>
        <summary>{fill(W.similar.groupOrders, { n: orders.length })}</summary>
        <ul className="cards">
          {orders.map((card) => (
            <li key={card.orderNo}>
              <OrderRow card={card} gone={false} pick={pick(card.orderNo)} />
            </li>
          ))}
        </ul>
      </details>
    </section>
  );
}

/** `id`: a thread or an order number; null asks nothing yet. `quiet`: where there is none, nothing is said. */
export function SimilarOrders(props: {
  of: 'threadRelated' | 'orderRelated';
  id: string | null;
  quiet?: boolean;
}) {
  const { of, id, quiet } = props;
  const asked = useAsked(id && `${of}\n${id}`, (signal) =>
    of === 'threadRelated'
      ? call('threadRelated', { params: { thread: id ?? '' }, signal })
      : call('orderRelated', { params: { orderNo: id ?? '' }, signal }),
  );
  const found = asked.value;
  if (!found)
    return asked.fault ? (
      <Failed title={W.similar.failed} fault={asked.fault} retry={asked.reload} />
    ) : quiet ? null : (
      <Loading />
    );
  if (found.similar.length === 0 && !found.group) return quiet ? null : <Nothing>{W.similar.none}</Nothing>;
  return (
    <section className="similar" aria-label={W.similar.title}>
      {quiet && <h3>{W.similar.title}</h3>}
      {found.group && <Together {...found.group} />}
      <ul className="cards">
        {found.similar.map((one) => (
          <Row key={one.order.orderNo} {...one} />
        ))}
      </ul>
    </section>
  );
}
