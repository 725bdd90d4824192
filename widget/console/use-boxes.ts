/** The four lists at the left of the desk, fed by fetches and kept true by what is heard live. */
import type { ThreadCard } from '../../server/http/contract-desk.js';
import type { OrderCard } from '../../server/http/contract-orders.js';
import { call } from './api.js';
import { useSession } from './auth.js';
import { useLive, useReconnect } from './live.js';
import { type Listed, useRows } from './rows.js';
import { newWorkSound } from './sound.js';

export type Box = 'waiting' | 'mine' | 'all';
export const BOXES: Box[] = ['waiting', 'mine', 'all'];
const PAGE = 50;

/** A person has to look at it first: what the new orders' list shows. */
export const NEW_ORDERS = 'SUBMITTED';

export function isMine(card: ThreadCard, me: { account: string; seat: string }): boolean {
  return card.holder === 'agent' && (card.agent === me.account || card.agent === me.seat);
}

function useBox(box: Box): Listed<ThreadCard> {
  return useRows(
    box,
    (card) => card.id,
    (after) => call('threads', { query: { box, after, limit: PAGE } }),
  );
}

export function useBoxes(soundOn: boolean) {
  const me = useSession();
  const waiting = useBox('waiting');
  const mine = useBox('mine');
  const all = useBox('all');
  const orders = useRows<OrderCard>(
    'new',
    (card) => card.orderNo,
    (after) => call('orders', { query: { state: NEW_ORDERS, after, limit: PAGE } }),
  );
  useLive('thread', (card) => {
    const waits = card.holder === 'queue';
    const known = waiting.fresh.has(card.id) || waiting.rows.some((row) => row.id === card.id);
    waiting.hear(card, waits, Date.parse(card.waitingSince ?? card.updatedAt));
    mine.hear(card, isMine(card, me), Date.parse(card.updatedAt));
    all.hear(card, true, Date.parse(card.updatedAt));
    if (waits && !known && soundOn) newWorkSound();
  });
  useLive('order', (card) => {
    const isNew = card.state === NEW_ORDERS;
    const known = orders.fresh.has(card.orderNo) || orders.rows.some((row) => row.orderNo === card.orderNo);
    orders.hear(card, isNew, Date.parse(card.updatedAt));
    if (isNew && !known && soundOn) newWorkSound();
  });
  const reloadAll = () => {
    waiting.reload();
    mine.reload();
    all.reload();
    orders.reload();
  };
  useReconnect(reloadAll);
  return { waiting, mine, all, orders, reloadAll };
}
