/** Calls this seat has just picked up: who it is, and what there was before; put away by hand. */
import { Button } from 'antd';
import { useState } from 'react';
import type { Caller } from '../../../server/http/contract-desk.js';
import { useLive } from '../live.js';
import { go, orderLink, threadLink } from '../route.js';
import { fill, W } from '../words.js';
import { When } from './when.js';

/** More than one line is rare; more than three is a fault somewhere. */
const MOST = 3;

/** The same call again replaces itself; the newest stands first. */
export const withCall = (calls: readonly Caller[], heard: Caller): Caller[] =>
  [heard, ...calls.filter(({ thread }) => thread !== heard.thread)].slice(0, MOST);

function before({ threads, ordersInAll, phone }: Caller): string {
  if (phone === '') return W.call.unknown;
  if (threads.length === 0 && ordersInAll === 0) return W.call.first;
  return fill(W.call.before, { threads: threads.length, orders: ordersInAll });
}

function Row({ call, away }: { call: Caller; away: () => void }) {
  return (
    <li className="call">
      <span className="phone" aria-hidden="true">
        ☎
      </span>
      <div className="said">
        <p>
          <strong>{W.call.title}</strong> {call.phone || W.call.noNumber} <When at={call.at} />{' '}
          <span className="soft">{before(call)}</span>
        </p>
        {call.orders.length > 0 && (
          <ul className="earlier" aria-label={W.call.orders}>
            {call.orders.map((order) => (
              <li key={order.orderNo}>
                <Button type="link" size="small" onClick={() => go(orderLink(order.orderNo))}>
                  {order.title}（{order.stateName}）
                </Button>
              </li>
            ))}
          </ul>
        )}
        {call.threads.length > 0 && (
          <ul className="earlier" aria-label={W.call.threads}>
            {call.threads.map((thread) => (
              <li key={thread.id}>
                <Button type="link" size="small" onClick={() => go(threadLink(thread.id))}>
                  {thread.lastText || W.call.noText} <When at={thread.updatedAt} />
                </Button>
              </li>
            ))}
          </ul>
        )}
      </div>
      <div className="acts">
        <Button size="small" type="primary" onClick={() => go(threadLink(call.thread))}>
          {W.call.open}
        </Button>
        <Button size="small" onClick={away}>
          {W.call.away}
        </Button>
      </div>
    </li>
  );
}

export function CallStrip() {
  const [calls, setCalls] = useState<Caller[]>([]);
  useLive('call', (heard) => setCalls((old) => withCall(old, heard)));
  if (calls.length === 0) return null;
  return (
    <section className="calls" aria-label={W.call.region} aria-live="polite">
      <ul>
        {calls.map((call) => (
          <Row
            key={call.thread}
            call={call}
            away={() => setCalls((old) => old.filter(({ thread }) => thread !== call.thread))}
          />
        ))}
      </ul>
    </section>
  );
}
