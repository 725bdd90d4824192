/** 督办与评价: what runs beside orders, kind by kind; the address says which kind, state and one. */
import { Segmented, Select } from 'antd';
import { useState } from 'react';
import type { ProceedingCard, ProceedingList } from '../../../server/http/contract-proceedings.js';
import { call } from '../api.js';
import { useMay, useSession } from '../auth.js';
import { Hints } from '../parts/hints.js';
import { ListTable } from '../parts/list-table.js';
import { Due } from '../parts/order-units.js';
import { Draw } from '../parts/proceedings/draw.js';
import { ProceedingDrawer } from '../parts/proceedings/drawer.js';
import { When } from '../parts/when.js';
import { setParams, useParam } from '../route.js';
import { useRows } from '../rows.js';
import { fill, W } from '../words.js';

const PAGE = 50;
const words = W.proceedings;

export function Proceedings() {
  const { account } = useSession();
  const inspects = useMay('quality.inspect');
  const [kind] = useParam('kind');
  const [state] = useParam('state');
  const [clock] = useParam('clock');
  const [told, setTold] = useState<Pick<ProceedingList, 'kinds' | 'states' | 'pressing'> | null>(null);
  const list = useRows<ProceedingCard>(
    `${kind} ${state} ${clock}`,
    (card) => card.id,
    async (after) => {
      const page = await call('proceedings', { query: { kind, state, clock, after, limit: PAGE } });
      setTold({ kinds: page.kinds, states: page.states, pressing: page.pressing });
      return page;
    },
  );
  const shown = kind || (told?.kinds[0]?.kind ?? '');
  const c = words.columns;
  return (
    <div className="sheet">
      <h1>{words.heading}</h1>
      <Hints account={account} page="proceedings" />
      {told?.kinds.length === 1 && <h2>{told.kinds[0]?.name}</h2>}
      <search className="filters">
        {told && told.kinds.length > 1 && (
          <Segmented
            aria-label={words.kind}
            value={shown}
            onChange={(next) => setParams({ kind: next, state: null, clock: null }, true)}
            options={told.kinds.map((one) => ({ value: one.kind as string, label: one.name }))}
          />
        )}
        {told?.pressing && (
          <Segmented
            aria-label={words.clock.label}
            value={clock}
            onChange={(next) => setParams({ clock: next, state: null }, true)}
            options={[
              { value: '', label: words.clock.all },
              { value: 'near', label: `${words.clock.near} ${told.pressing.near}` },
              { value: 'late', label: `${words.clock.late} ${told.pressing.late}` },
            ]}
          />
        )}
        <Select
          aria-label={words.state}
          value={state}
          onChange={(next: string) => setParams({ state: next, clock: null }, true)}
          options={[
            { value: '', label: words.anyState },
            ...(told?.states ?? []).map((one) => ({ value: one.state, label: one.name })),
          ]}
        />
      </search>
      {shown === 'inspection' && inspects && <Draw drawn={list.reload} />}
      <p className="soft" role="status">
        {list.phase === 'ready' && fill(W.common.total, { n: list.count })}
      </p>
      <ListTable
        list={list}
        label={words.table}
        failed={words.failed}
        empty={
          words.emptyOf[clock as 'near' | 'late'] ??
          (told?.kinds.length === 1 && !inspects ? words.emptyOwn : state ? words.emptyState : words.empty)
        }
        rowKey="id"
        columns={[
          {
            title: c.title,
            dataIndex: 'title',
            render: (title: string, card) => (
              <button
                type="button"
                className="link"
                aria-haspopup="dialog"
                onClick={() => setParams({ proceeding: card.id })}
              >
                {title}
              </button>
            ),
          },
          { title: c.state, dataIndex: 'stateName' },
          ...(shown === 'supervision' ? [{ title: c.rung, dataIndex: 'rung' }] : []),
          { title: c.units, dataIndex: 'units', render: (units: string[]) => units.join('、') },
          {
            title: c.due,
            dataIndex: 'due',
            render: (due: string | null, card) => due && <Due due={due} light={card.light} />,
          },
          { title: c.opened, dataIndex: 'openedAt', render: (at: string) => <When at={at} /> },
          { title: c.orderNo, dataIndex: 'orderNo', className: 'figures' },
        ]}
      />
      <ProceedingDrawer changed={list.reload} />
    </div>
  );
}
