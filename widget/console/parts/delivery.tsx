/** How a line to the citizen stands; of the bot's own lines only what went wrong is worth a word. */
import type { Delivery, Line } from '../../../server/http/contract-chat.js';
import { exact } from '../format.js';
import { fill, W } from '../words.js';

export function deliveryWords({ state, tries, nextTry }: Delivery): string {
  if (state !== 'retrying') return W.delivery[state];
  if (!nextTry) return fill(W.delivery.retryingNow, { n: tries });
  return fill(W.delivery.retrying, { n: tries, time: exact(nextTry).slice(11, 16) });
}

export function DeliveryState({ delivery, from }: { delivery: Delivery; from: Line['from'] }) {
  const { state } = delivery;
  const bad = state === 'failed' || state === 'settled';
  if (!bad && state !== 'retrying' && from !== 'agent') return null;
  const words = deliveryWords(delivery);
  if (bad) return <span className="mark urgent">▲ {words}</span>;
  if (state === 'retrying') return <span className="mark warn">◆ {words}</span>;
  return <span className="soft">{words}</span>;
}
