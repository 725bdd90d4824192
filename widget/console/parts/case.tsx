/** The right column: knowledge, the order to be filed, and what was filed from this conversation before. */
import type { Ref } from 'react';
import type { Line } from '../../../server/http/contract-chat.js';
import type { ThreadPage } from '../../../server/http/contract-desk.js';
import type { OrderPage } from '../../../server/http/contract-orders.js';
import type { FieldName } from '../order-draft.js';
import { setParams } from '../route.js';
import { W } from '../words.js';
import { Copilot } from './copilot.js';
import { Nothing } from './faces.js';
import { Knowledge, type KnowledgeHandle } from './knowledge.js';
import { OrderForm, type OrderFormHandle } from './order-form.js';
import { OrderRow } from './order-row.js';
import { Person } from './person.js';
import { SimilarOrders } from './similar.js';
import { Tabs } from './tabs.js';

export type CaseTab = 'knowledge' | 'assist' | 'order' | 'similar' | 'person' | 'history';

export function Case(props: {
  page: ThreadPage;
  lines: Line[];
  tab: CaseTab;
  setTab: (tab: CaseTab) => void;
  insert: ((words: string) => void) | null;
  replace: (words: string) => void;
  look: (name: FieldName | null, jump: boolean) => void;
  filed: (order: OrderPage) => void;
  mine: boolean;
  typing: boolean;
  knowledge: Ref<KnowledgeHandle>;
  form: Ref<OrderFormHandle>;
}) {
  const { page } = props;
  const thread = page.card.id;
  return (
    <section className="case" aria-label={W.case.region}>
      <Tabs
        label={W.case.region}
        shown={props.tab}
        show={props.setTab}
        tabs={[
          {
            key: 'knowledge',
            label: W.case.knowledge,
            children: (
              <Knowledge
                suggestions={page.suggestions}
                region={page.form.region}
                insert={props.insert}
                shown={props.tab === 'knowledge'}
                handle={props.knowledge}
              />
            ),
          },
          {
            key: 'assist',
            label: W.assist.tab,
            children: (
              <Copilot
                thread={thread}
                lines={props.lines}
                form={page.form}
                insert={props.insert}
                replace={props.replace}
                shown={props.tab === 'assist'}
                typing={props.typing}
              />
            ),
          },
          {
            key: 'order',
            label: W.case.order,
            children: (
              <OrderForm
                thread={thread}
                form={page.form}
                lines={props.lines}
                look={props.look}
                filed={props.filed}
                mine={props.mine}
                handle={props.form}
              />
            ),
          },
          {
            key: 'similar',
            label: W.case.similar,
            children: <SimilarOrders of="threadRelated" id={props.tab === 'similar' ? thread : null} />,
          },
          {
            key: 'person',
            label: W.person.tab,
            children: <Person thread={thread} shown={props.tab === 'person'} />,
          },
          {
            key: 'history',
            label: (
              <>
                {W.case.history} <span className="count">{page.orders.length}</span>
              </>
            ),
            children: page.orders.length ? (
              <ul className="cards" aria-label={W.case.history}>
                {page.orders.map((card) => (
                  <li key={card.orderNo}>
                    <OrderRow card={card} gone={false} pick={() => setParams({ order: card.orderNo })} />
                  </li>
                ))}
              </ul>
            ) : (
              <Nothing>{W.orders.history}</Nothing>
            ),
          },
        ]}
      />
    </section>
  );
}
