/** How an order came here, and for those who may: who looked at it. */
import { useState } from 'react';
import type { OrderPage } from '../../../server/http/contract-orders.js';
import { call } from '../api.js';
import { useAsked } from '../asked.js';
import { useMay } from '../auth.js';
import { nameOf, useOptions } from '../options.js';
import { fill, W, wordFor } from '../words.js';
import { Failed, Loading, Nothing } from './faces.js';
import { Timeline } from './order-detail.js';
import { Tabs } from './tabs.js';
import { When } from './when.js';

function Traces({ orderNo }: { orderNo: string }) {
  const { options } = useOptions();
  const asked = useAsked(orderNo, (signal) => call('orderTrace', { params: { orderNo }, signal }));
  if (asked.fault) return <Failed title={W.trace.failed} fault={asked.fault} retry={asked.reload} />;
  if (!asked.value) return <Loading rows={4} />;
  if (asked.value.length === 0) return <Nothing>{W.trace.empty}</Nothing>;
  return (
    <ol className="timeline">
      {asked.value.map((row, index) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: two looks may share their instant
        <li key={`${row.at}${index}`}>
          <p>
            <strong>{wordFor(W.trace.actions, row.action)}</strong> <span>{row.account}</span>{' '}
            <span className="soft">
              {row.role
                .split(',')
                .map((id) => nameOf.role(options, id))
                .join('、')}
            </span>{' '}
            <When at={row.at} />
          </p>
          {row.reason && row.action === 'person.unmask' && (
            <p className="soft">{fill(W.trace.because, { reason: row.reason })}</p>
          )}
          {row.result !== 'ok' && <p className="mark warn">◆ {W.trace.refused}</p>}
        </li>
      ))}
    </ol>
  );
}

export function History({ order }: { order: OrderPage }) {
  const mayTrace = useMay('order.trace');
  const [shown, setShown] = useState<'timeline' | 'who'>('timeline');
  if (!mayTrace) return <Timeline rows={order.timeline} />;
  return (
    <section aria-label={W.trace.tabs}>
      <Tabs
        label={W.trace.tabs}
        shown={shown}
        show={setShown}
        tabs={[
          { key: 'timeline', label: W.trace.timeline, children: <Timeline rows={order.timeline} /> },
          {
            key: 'who',
            label: W.trace.who,
            // Asked for when looked at: asking is itself on record.
            children: shown === 'who' && <Traces orderNo={order.card.orderNo} />,
          },
        ]}
      />
    </section>
  );
}
