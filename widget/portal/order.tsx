/** One order as its citizen may see it. */
import { useEffect, useRef } from 'preact/hooks';
import type { OrderView } from '../../server/http/contract.js';
import { exact, when } from '../ui/times.js';
import { Rate } from './rate.js';
import { Waiting } from './waiting.js';
import * as W from './words.js';

const At = ({ iso }: { iso: string }) => (
  <time dateTime={iso} title={exact(iso)}>
    {when(iso, Date.now())}
  </time>
);

interface OrderParts {
  order: OrderView;
  busy: boolean;
  refresh(): void;
  again(): void;
  code: string;
  rated(order: OrderView): void;
}

export function Order({ order, busy, refresh, again, code, rated }: OrderParts) {
  const head = useRef<HTMLHeadingElement>(null);
  useEffect(() => head.current?.focus(), []);
  return (
    <article>
      <h2 ref={head} tabIndex={-1}>
        {order.title}
      </h2>
      <p class="state">
        <span>{W.progress.state}</span> <strong>{order.state}</strong>
      </p>
      <dl>
        <div>
          <dt>{W.progress.orderNo}</dt>
          <dd class="sign">{order.orderNo}</dd>
        </div>
        {order.place && (
          <div>
            <dt>{W.progress.place}</dt>
            <dd>{order.place}</dd>
          </div>
        )}
        <div>
          <dt>{W.progress.created}</dt>
          <dd>
            <At iso={order.createdAt} />
          </dd>
        </div>
        <div>
          <dt>{W.progress.updated}</dt>
          <dd>
            <At iso={order.updatedAt} />
          </dd>
        </div>
      </dl>
      <h3>{W.progress.timeline}</h3>
      {order.timeline.length === 0 ? (
        <p>{W.progress.noTimeline}</p>
      ) : (
        <ol class="timeline">
          {order.timeline.map((row) => (
            <li key={`${row.at} ${row.text}`}>
              <At iso={row.at} />
              <p>{row.text}</p>
            </li>
          ))}
        </ol>
      )}
      {order.mayRate && <Rate orderNo={order.orderNo} code={code} rated={rated} />}
      <p class="acts">
        <button type="button" onClick={refresh} aria-disabled={busy ? 'true' : undefined}>
          {W.progress.refresh}
        </button>
        <button type="button" onClick={again}>
          {W.progress.again}
        </button>
      </p>
      {busy && <Waiting what={W.progress.asking} />}
    </article>
  );
}
