/** One order as its citizen may see it. */
import { useEffect, useRef, useState } from 'preact/hooks';
import type { OrderView } from '../../server/http/contract-citizen.js';
import { exact, when } from '../ui/times.js';
import { Acts } from './acts.js';
import type { Key } from './api.js';
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
  opener: Key;
  changed(order: OrderView): void;
}

export function Order({ order, busy, refresh, again, opener, changed }: OrderParts) {
  const [rated, setRated] = useState(false);
  const head = useRef<HTMLHeadingElement>(null);
  useEffect(() => head.current?.focus(), []);
  const told = (next: OrderView): void => {
    setRated(true);
    changed(next);
  };
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
      {rated && (
        <p class="state" role="status">
          {W.rate.done}
        </p>
      )}
      {order.mayRate && <Rate orderNo={order.orderNo} opener={opener} rated={told} />}
      <Acts order={order} opener={opener} changed={changed} />
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
