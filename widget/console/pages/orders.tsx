/** Orders: filters kept in the address, cursor paging, new ones counted and not pushed in. */
import { Button, Input, type InputRef, Select, Table } from 'antd';
import { useEffect, useRef, useState } from 'react';
import type { OrderCard } from '../../../server/http/contract.js';
import { call } from '../api.js';
import { useSession } from '../auth.js';
import { useKeys } from '../keys.js';
import { useLive, useReconnect } from '../live.js';
import { nameOf, type Options, useOptions } from '../options.js';
import { Failed, Loading, Nothing } from '../parts/faces.js';
import { Hints } from '../parts/hints.js';
import { moveFocus } from '../parts/lists.js';
import { orderColumns } from '../parts/order-columns.js';
import { OrderDrawer } from '../parts/order-drawer.js';
import { setParams, useParams } from '../route.js';
import { useRows } from '../rows.js';
import { fill, W } from '../words.js';

const PAGE = 50;
const SETTLE = 300;

/** Given by whoever links here (the figures); shown, and taken off all at once. */
const NARROWED = ['region', 'category', 'hotline', 'channel', 'type', 'unit', 'from', 'to'] as const;

const useFilter = () => useParams(['state', 'kind', 'q', ...NARROWED]);

type Filter = ReturnType<typeof useFilter>;

/** In words, what the list is narrowed to besides what the boxes show. */
function narrowing(filter: Filter, options: Options): string {
  const said = [
    nameOf.unit(options, filter.unit || null),
    nameOf.region(options, filter.region || null),
    nameOf.category(options, filter.category || null),
    nameOf.hotline(options, filter.hotline || null),
    filter.type && nameOf.type(options, filter.type),
    filter.channel,
    filter.from && fill(W.orders.days, { from: filter.from, to: filter.to }),
  ];
  return said.filter(Boolean).join('，');
}

function matches(card: OrderCard, filter: Filter): boolean {
  const { state, kind, q } = filter;
  // What a card does not tell is asked of the server by reloading, not guessed here.
  if (NARROWED.some((name) => filter[name])) return false;
  if (state && card.state !== state) return false;
  if (kind && card.kind !== kind) return false;
  return !q || card.title.includes(q) || card.orderNo.includes(q);
}

function Filters({ filter, box }: { filter: Filter; box: React.Ref<InputRef> }) {
  const { options } = useOptions();
  const [typed, setTyped] = useState(filter.q);
  useEffect(() => {
    const timer = setTimeout(() => typed.trim() !== filter.q && setParams({ q: typed.trim() }, true), SETTLE);
    return () => clearTimeout(timer);
  }, [typed, filter.q]);
  return (
    <search className="filters">
      <Input
        ref={box}
        role="searchbox"
        allowClear
        aria-label={W.orders.search}
        aria-keyshortcuts="/"
        placeholder={W.orders.searchHint}
        value={typed}
        onChange={(event) => setTyped(event.target.value)}
        onKeyDown={(event) => event.key === 'Escape' && event.currentTarget.blur()}
      />
      <Select
        aria-label={W.orders.state}
        showSearch={{ optionFilterProp: 'label' }}
        value={filter.state}
        onChange={(state: string) => setParams({ state }, true)}
        options={[
          { value: '', label: W.orders.anyState },
          ...options.states.map(({ state, name }) => ({ value: state, label: name })),
        ]}
      />
      <Select
        aria-label={W.orders.kind}
        value={filter.kind}
        onChange={(kind: string) => setParams({ kind }, true)}
        options={[
          { value: '', label: W.orders.anyKind },
          ...Object.entries(W.orders.kinds).map(([value, label]) => ({ value, label })),
        ]}
      />
      {narrowing(filter, options) && <span className="soft">{narrowing(filter, options)}</span>}
      {Object.values(filter).some(Boolean) && (
        <Button
          type="link"
          onClick={() => {
            setTyped('');
            setParams(
              {
                state: null,
                kind: null,
                q: null,
                ...Object.fromEntries(NARROWED.map((name) => [name, null])),
              },
              true,
            );
          }}
        >
          {W.orders.clear}
        </Button>
      )}
    </search>
  );
}

export function Orders() {
  const { account } = useSession();
  const { options } = useOptions();
  const filter = useFilter();
  const list = useRows<OrderCard>(
    JSON.stringify(filter),
    (card) => card.orderNo,
    (after) => call('orders', { query: { ...filter, after, limit: PAGE } }),
  );
  const box = useRef<InputRef>(null);
  const place = useRef<HTMLDivElement>(null);
  const hear = (card: OrderCard) => list.hear(card, matches(card, filter), Date.parse(card.createdAt));
  useLive('order', hear);
  useReconnect(list.reload);
  useKeys({
    '/': () => box.current?.focus({ cursor: 'all' }),
    j: () => moveFocus(place.current, 1),
    k: () => moveFocus(place.current, -1),
  });
  return (
    <div className="sheet" ref={place}>
      <h1>{W.orders.heading}</h1>
      <Hints account={account} page="orders" />
      <Filters filter={filter} box={box} />
      <p className="soft" role="status">
        {list.phase === 'ready' && fill(W.common.total, { n: list.count })}
        {list.fresh.size > 0 && (
          <Button type="primary" shape="round" size="small" onClick={list.reload}>
            {fill(W.lists.freshOrders, { n: list.fresh.size })}
          </Button>
        )}
      </p>
      {list.phase === 'loading' && <Loading rows={12} />}
      {list.phase === 'failed' && <Failed title={W.orders.failed} fault={list.fault} retry={list.reload} />}
      {list.phase === 'ready' && list.rows.length === 0 && <Nothing>{W.orders.empty}</Nothing>}
      {list.phase === 'ready' && list.rows.length > 0 && (
        <Table
          size="small"
          aria-label={W.orders.table}
          rowKey="orderNo"
          pagination={false}
          dataSource={list.rows}
          columns={orderColumns(options, (orderNo) => setParams({ order: orderNo }))}
          rowClassName={(card) => (list.gone.has(card.orderNo) ? 'gone' : '')}
          onRow={(card) => ({ onClick: () => setParams({ order: card.orderNo }) })}
        />
      )}
      {list.next && (
        <Button block loading={list.more === 'loading'} onClick={list.loadMore} className="more">
          {list.more === 'failed' ? W.common.retry : W.common.more}
        </Button>
      )}
      <OrderDrawer changed={({ card }) => hear(card)} />
    </div>
  );
}
