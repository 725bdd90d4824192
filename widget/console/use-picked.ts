/** Orders picked for one step: by hand, the page's, or all that the filter finds, up to a number a person can answer for. */
import { useRef, useState } from 'react';
import { call } from './api.js';
import { askedOf, type Filter } from './order-filter.js';

export const MOST_PICKED = 1000;
const PAGE = 100;

export interface Picked {
  orders: string[];
  /** So many are picked while all are being looked for; null = nobody looks. */
  looking: number | null;
  /** There are more than may be picked. */
  full: boolean;
  toggle(orderNo: string): void;
  set(orders: string[]): void;
  all(filter: Filter): Promise<void>;
  clear(): void;
}

export function usePicked(): Picked {
  const [orders, setOrders] = useState<string[]>([]);
  const [looking, setLooking] = useState<number | null>(null);
  const [full, setFull] = useState(false);
  const turn = useRef(0);
  const set = (next: string[]) => {
    turn.current += 1;
    setLooking(null);
    setFull(next.length > MOST_PICKED);
    setOrders(next.slice(0, MOST_PICKED));
  };
  return {
    orders,
    looking,
    full,
    set,
    toggle: (orderNo) =>
      set(orders.includes(orderNo) ? orders.filter((one) => one !== orderNo) : [...orders, orderNo]),
    clear: () => set([]),
    async all(filter) {
      const mine = ++turn.current;
      const found: string[] = [];
      setLooking(0);
      try {
        for (let after: string | null = null; ; ) {
          const page: { rows: { orderNo: string }[]; next: string | null } = await call('orders', {
            query: { ...askedOf(filter), after, limit: PAGE },
          });
          if (mine !== turn.current) return;
          found.push(...page.rows.map(({ orderNo }) => orderNo));
          setLooking(found.length);
          after = page.next;
          if (after === null || found.length > MOST_PICKED) break;
        }
        set(found);
      } finally {
        if (mine === turn.current) setLooking(null);
      }
    },
  };
}
