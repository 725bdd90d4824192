/** Orders: the lists of a role, a filter kept in the address, cursor paging, new ones counted and not pushed in. */
import { Button, type InputRef, Table } from 'antd';
import { useEffect, useRef, useState } from 'react';
import type { OrderCard } from '../../../server/http/contract-orders.js';
import { call } from '../api.js';
import { useMay, useSession } from '../auth.js';
import { useKept } from '../kept.js';
import { useKeys } from '../keys.js';
import { useLive, useReconnect } from '../live.js';
import { useOptions } from '../options.js';
import { ALL, askedOf, isPlain, matches, useFilter } from '../order-filter.js';
import { BulkBar } from '../parts/bulk-bar.js';
import { BulkDialog } from '../parts/bulk-dialog.js';
import { ColumnChoice } from '../parts/column-choice.js';
import { ExportDialog } from '../parts/export-dialog.js';
import { Failed, Loading, Nothing } from '../parts/faces.js';
import { Hints } from '../parts/hints.js';
import { moveFocus } from '../parts/lists.js';
import { FIRST_COLUMNS, orderColumns } from '../parts/order-columns.js';
import { OrderDrawer } from '../parts/order-drawer.js';
import { OrderFilters } from '../parts/order-filters.js';
import { PickRow } from '../parts/pick-row.js';
import { SaveFilter } from '../parts/save-filter.js';
import { TransferInDialog } from '../parts/transfer-in.js';
import { WorkListNav } from '../parts/work-lists.js';
import { setParams, useParam } from '../route.js';
import { useRows } from '../rows.js';
import { useLists } from '../use-lists.js';
import { useNarrow } from '../use-narrow.js';
import { usePicked } from '../use-picked.js';
import { useSeen } from '../use-seen.js';
import { fill, W } from '../words.js';

const PAGE = 50;

export function Orders() {
  const { account } = useSession();
  const { options } = useOptions();
  const filter = useFilter();
  const [orderNo] = useParam('order');
  const work = useLists();
  const narrow = useNarrow();
  const picked = usePicked();
  const seen = useSeen(account);
  const [columns, setColumns] = useKept(account, 'orderColumns', FIRST_COLUMNS);
  const [exact, setExact] = useState(true);
  const [bulk, setBulk] = useState<string[] | null>(null);
  const [saving, setSaving] = useState(false);
  const [exporting, setExporting] = useState(false);
  const mayExport = useMay('order.export');
  const mayCreate = useMay('order.create');
  const [takingIn, setTakingIn] = useState(false);
  const shownList = work.lists?.lists.find(({ id }) => id === filter.list);
  const list = useRows<OrderCard>(
    JSON.stringify(filter),
    (card) => card.orderNo,
    async (after) => {
      const page = await call('orders', { query: { ...askedOf(filter), after, limit: PAGE } });
      setExact(page.exact);
      return page;
    },
  );
  const box = useRef<InputRef>(null);
  const place = useRef<HTMLDivElement>(null);

  // A bare address leads to what this role has to do first; `all` is asked for by name.
  const first = work.lists?.lists.find(({ count }) => count > 0) ?? work.lists?.lists[0];
  const bare = filter.list === '' && isPlain(filter) && !orderNo;
  useEffect(() => {
    if (bare && first) setParams({ list: first.id }, true);
  }, [bare, first]);
  // biome-ignore lint/correctness/useExhaustiveDependencies: once a visit
  useEffect(() => {
    seen.begin();
  }, []);
  // biome-ignore lint/correctness/useExhaustiveDependencies: another question, another choice
  useEffect(() => picked.clear(), [JSON.stringify(filter)]);

  const hear = (card: OrderCard) => {
    const there = list.rows.some((row) => row.orderNo === card.orderNo);
    list.hear(card, matches(card, filter, shownList) ?? there, Date.parse(card.updatedAt));
  };
  useLive('order', hear);
  useReconnect(list.reload);
  const focused = (): string | undefined =>
    document.activeElement?.closest<HTMLElement>('[data-row]')?.dataset.row;
  const openBulk = () => {
    const here = focused();
    if (picked.orders.length > 0) setBulk(picked.orders);
    else if (here) setBulk([here]);
  };
  useKeys({
    '/': () => box.current?.focus({ cursor: 'all' }),
    j: () => moveFocus(place.current, 1),
    k: () => moveFocus(place.current, -1),
    x: () => {
      const here = focused();
      if (here) picked.toggle(here);
    },
    b: openBulk,
  });
  const open = (card: OrderCard) => {
    seen.open(card);
    setParams({ order: card.orderNo });
  };
  const byNo = (no: string) => list.rows.find((row) => row.orderNo === no);
  const ready = list.phase === 'ready';
  return (
    <div className="sheet orders-sheet" ref={place}>
      <h1>{W.orders.heading}</h1>
      <Hints account={account} page="orders" />
      <WorkListNav
        lists={work.lists}
        fault={work.fault}
        shown={filter.list || (bare ? '' : ALL)}
        reload={work.reload}
      />
      <OrderFilters filter={filter} box={box}>
        {!narrow && <ColumnChoice shown={columns} set={setColumns} />}
        {mayCreate && (
          <Button aria-haspopup="dialog" onClick={() => setTakingIn(true)}>
            {W.transferIn.open}
          </Button>
        )}
        {mayExport && (
          <Button aria-haspopup="dialog" onClick={() => setExporting(true)}>
            {W.exports.open}
          </Button>
        )}
        {!isPlain(filter) && <Button onClick={() => setSaving(true)}>{W.work.save}</Button>}
      </OrderFilters>
      <p className="soft counted" role="status">
        {ready && fill(exact ? W.common.total : W.work.atLeast, { n: list.count })}
        {list.fresh.size > 0 && (
          <Button type="primary" shape="round" size="small" onClick={list.reload}>
            {fill(W.lists.freshOrders, { n: list.fresh.size })}
          </Button>
        )}
      </p>
      <BulkBar picked={picked} pickAll={() => void picked.all(filter)} bulk={openBulk} />
      {list.phase === 'loading' && <Loading rows={12} />}
      {list.phase === 'failed' && <Failed title={W.orders.failed} fault={list.fault} retry={list.reload} />}
      {ready && list.rows.length === 0 && (
        <Nothing>
          {list.next ? W.work.notAll : isPlain(filter) && shownList ? shownList.empty : W.orders.empty}
        </Nothing>
      )}
      {ready && list.rows.length > 0 && narrow && (
        <ul className="cards" aria-label={W.orders.table}>
          {list.rows.map((card) => (
            <PickRow
              key={card.orderNo}
              card={card}
              gone={list.gone.has(card.orderNo)}
              unread={seen.of(card)}
              picked={picked.orders.includes(card.orderNo)}
              toggle={() => picked.toggle(card.orderNo)}
              open={() => open(card)}
            />
          ))}
        </ul>
      )}
      {ready && list.rows.length > 0 && !narrow && (
        <Table
          size="small"
          aria-label={W.orders.table}
          rowKey="orderNo"
          pagination={false}
          dataSource={list.rows}
          columns={orderColumns(options, columns, (no) => open(byNo(no)!), seen.of)}
          rowSelection={{
            selectedRowKeys: picked.orders,
            preserveSelectedRowKeys: true,
            onChange: (keys) => picked.set(keys.map(String)),
            getTitleCheckboxProps: () => ({ 'aria-label': W.work.selectPage }),
            getCheckboxProps: (card) => ({ 'aria-label': fill(W.work.select, { no: card.orderNo }) }),
          }}
          rowClassName={(card) => (list.gone.has(card.orderNo) ? 'gone' : '')}
          onRow={(card) => ({ onClick: () => open(card) })}
        />
      )}
      {list.next && (
        <Button block loading={list.more === 'loading'} onClick={list.loadMore} className="more">
          {list.more === 'failed' ? W.common.retry : list.rows.length === 0 ? W.work.goOn : W.common.more}
        </Button>
      )}
      <OrderDrawer
        changed={({ card }) => {
          seen.open(card);
          hear(card);
        }}
      />
      {bulk && (
        <BulkDialog
          orders={bulk}
          close={(changed) => {
            setBulk(null);
            if (!changed) return;
            picked.clear();
            list.reload();
            work.reload();
          }}
        />
      )}
      {takingIn && (
        <TransferInDialog
          close={() => setTakingIn(false)}
          made={() => {
            list.reload();
            work.reload();
          }}
        />
      )}
      {exporting && <ExportDialog filter={filter} picked={picked.orders} close={() => setExporting(false)} />}
      {saving && (
        <SaveFilter
          filter={filter}
          close={() => setSaving(false)}
          done={() => {
            setSaving(false);
            work.reload();
          }}
        />
      )}
    </div>
  );
}
