/** 回访: whom to call now, what to say, one key for each answer; the order's own page opens over it. */
import { Alert, Segmented } from 'antd';
import { useState } from 'react';
import type { CallbackList, CallbackRow } from '../../../server/http/contract-callbacks.js';
import { call } from '../api.js';
import { useSession } from '../auth.js';
import { exact } from '../format.js';
import { CallbackEntry } from '../parts/callback-entry.js';
import { Failed, Loading, Nothing } from '../parts/faces.js';
import { Hints } from '../parts/hints.js';
import { More } from '../parts/more.js';
import { OrderDrawer } from '../parts/order-drawer.js';
import { setParams, useParam } from '../route.js';
import { useRows } from '../rows.js';
import { fill, W } from '../words.js';

const PAGE = 30;
const words = W.callbacks;
const STAGES = ['due', 'heard', 'unreached', 'self'] as const;

type Told = Omit<CallbackList, 'rows' | 'next' | 'total'>;

function Row({ row, chosen, choose }: { row: CallbackRow; chosen: boolean; choose: () => void }) {
  const last = row.tries.at(-1);
  return (
    <li className={chosen ? 'chosen' : undefined}>
      <button type="button" className="link" aria-pressed={chosen} onClick={choose}>
        {row.card.title}
      </button>
      <p className="soft">
        {row.rule}
        {row.tries.length > 0 && ` · ${fill(words.tries, { n: row.tries.length })}`}
        {last && ` · ${fill(words.lastTry, { at: exact(last.at).slice(5, 16) })}`}
      </p>
    </li>
  );
}

export function Callbacks() {
  const { account } = useSession();
  const [asked] = useParam('stage');
  const [orderNo] = useParam('call');
  const stage = STAGES.find((one) => one === asked) ?? 'due';
  const [told, setTold] = useState<Told | null>(null);
  const list = useRows<CallbackRow>(
    stage,
    (row) => row.card.orderNo,
    async (after) => {
      const { counts, allowedNow, script, ...page } = await call('callbacks', {
        query: { stage, after, limit: PAGE },
      });
      setTold({ counts, allowedNow, script });
      return page;
    },
  );
  const chosen = list.rows.find((row) => row.card.orderNo === orderNo) ?? list.rows[0];
  return (
    <div className="sheet">
      <h1>{words.heading}</h1>
      <Hints account={account} page="callbacks" />
      <search className="filters">
        <Segmented
          aria-label={W.orders.state}
          value={stage}
          onChange={(next) => setParams({ stage: next, call: null }, true)}
          options={STAGES.map((value) => ({
            value,
            label: `${words.stages[value]}${told ? ` ${told.counts[value]}` : ''}`,
          }))}
        />
      </search>
      {told && !told.allowedNow && stage === 'due' && <Alert type="warning" showIcon title={words.notNow} />}
      <p className="soft" role="status">
        {list.phase === 'ready' && fill(W.common.total, { n: list.count })}
      </p>
      {list.phase === 'loading' && <Loading rows={8} />}
      {list.phase === 'failed' && <Failed title={words.failed} fault={list.fault} retry={list.reload} />}
      {list.phase === 'ready' && list.rows.length === 0 && <Nothing>{words.empty[stage]}</Nothing>}
      {list.rows.length > 0 && chosen && told && (
        <div className="calls">
          <nav aria-label={words.table}>
            <ul className="units">
              {list.rows.map((row) => (
                <Row
                  key={row.card.orderNo}
                  row={row}
                  chosen={row === chosen}
                  choose={() => setParams({ call: row.card.orderNo }, true)}
                />
              ))}
            </ul>
            <More list={list} />
          </nav>
          <CallbackEntry
            key={`${chosen.card.orderNo}@${chosen.card.version}`}
            row={chosen}
            script={told.script}
            done={list.reload}
          />
        </div>
      )}
      <OrderDrawer changed={list.reload} />
    </div>
  );
}
