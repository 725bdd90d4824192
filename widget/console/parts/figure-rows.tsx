/** The orders a figure is made of. */
import type { OrderCard } from '../../../server/http/contract-orders.js';
import { call } from '../api.js';
import { exact } from '../format.js';
import { go, orderLink } from '../route.js';
import { W } from '../words.js';
import { type Behind, RowsDrawer } from './rows-drawer.js';

const words = W.insight;

const show = (row: OrderCard) => (
  <>
    <button type="button" className="link" onClick={() => go(orderLink(row.orderNo))}>
      {row.orderNo}
    </button>{' '}
    {row.title}
    <br />
    <span className="soft">
      {row.stateName} · {row.lead ?? W.common.none} · {exact(row.createdAt).slice(0, 16)}
    </span>
  </>
);

export function FigureRows({ behind, close }: { behind: Behind | null; close: () => void }) {
  return (
    <RowsDrawer<OrderCard>
      behind={behind}
      close={close}
      ask={(query, signal) => call('insightRows', { query, ...(signal ? { signal } : {}) })}
      keyOf={({ orderNo }) => orderNo}
      show={show}
      label={words.rows}
      empty={words.rowsEmpty}
      failed={words.rowsFailed}
    />
  );
}
