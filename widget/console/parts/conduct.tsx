/** 不当退单 and 推诿 by unit; each figure with the orders it is made of. */
import { Button, Table } from 'antd';
import { useState } from 'react';
import { call, type Reply } from '../api.js';
import { useAsked } from '../asked.js';
import { useMay } from '../auth.js';
import { go, orderLink } from '../route.js';
import { fill, W } from '../words.js';
import { Failed, Loading } from './faces.js';
import { Scroll } from './scroll.js';

const words = W.conduct;
type Row = Reply<'conduct'>['rows'][number];
const FEW = 3;

/** A few at first: a unit may have a hundred. */
function Orders({ list }: { list: { orderNo: string; said: string }[] }) {
  const seesOrders = useMay('order.read');
  const [all, setAll] = useState(false);
  if (list.length === 0) return words.none;
  return (
    <ul>
      {(all ? list : list.slice(0, FEW)).map(({ orderNo, said }) => (
        <li key={orderNo}>
          {seesOrders ? (
            <Button type="link" size="small" onClick={() => go(orderLink(orderNo))}>
              {said}
            </Button>
          ) : (
            said
          )}
        </li>
      ))}
      {list.length > FEW && (
        <li>
          <Button size="small" aria-expanded={all} onClick={() => setAll(!all)}>
            {all ? words.less : fill(words.more, { n: list.length - FEW })}
          </Button>
        </li>
      )}
    </ul>
  );
}

const rateOf = ({ rate }: Row): string =>
  rate.value === null
    ? rate.why === 'small'
      ? words.small
      : words.none
    : `${(rate.value * 100).toFixed(1)}%`;

export function ConductTable({ from, to }: { from: string; to: string }) {
  const query = { from, to };
  const found = useAsked(`conduct ${from} ${to}`, (signal) => call('conduct', { query, signal }));
  const page = found.value;
  return (
    <section aria-label={words.table}>
      <h2>{words.heading}</h2>
      {found.fault && <Failed title={words.failed} fault={found.fault} retry={found.reload} />}
      {!found.fault && !page && <Loading rows={3} />}
      {page?.rows.length === 0 && <p className="soft">{words.empty}</p>}
      {page?.cut && <p className="soft">{words.cut}</p>}
      {page && page.rows.length > 0 && (
        <Scroll label={words.table}>
          <Table<Row>
            size="small"
            aria-label={words.table}
            rowKey="unit"
            pagination={page.rows.length > 100 ? { pageSize: 50 } : false}
            dataSource={page.rows}
            columns={[
              { title: words.columns.unit, dataIndex: 'name' },
              { title: words.columns.asked, className: 'figures', render: (_, row) => row.returns.asked },
              { title: words.columns.agreed, className: 'figures', render: (_, row) => row.returns.agreed },
              {
                title: words.columns.rejected,
                className: 'figures',
                render: (_, row) => row.returns.rejected,
              },
              { title: words.columns.rate, className: 'figures', render: (_, row) => rateOf(row) },
              {
                title: words.columns.wrong,
                render: (_, row) => (
                  <Orders list={row.wrongReturns.map((orderNo) => ({ orderNo, said: orderNo }))} />
                ),
              },
              {
                title: words.columns.pushed,
                render: (_, row) => (
                  <Orders
                    list={row.pushed.map(({ orderNo, why }) => ({
                      orderNo,
                      said: fill(words.orderWhy, { orderNo, why: why.join('、') }),
                    }))}
                  />
                ),
              },
            ]}
          />
        </Scroll>
      )}
      {page && (
        <details>
          <summary>{words.defs}</summary>
          {page.definitions.map(({ name, formula, source }) => (
            <p key={name}>
              <strong>{name}</strong> {formula} <span className="soft">{source}</span>
            </p>
          ))}
          <p className="soft">{page.note}</p>
        </details>
      )}
    </section>
  );
}
