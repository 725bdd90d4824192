/** What this person has opened, on this machine: an order is unread until then, and again when it has moved. */
import type { OrderCard } from '../../server/http/contract-orders.js';
import { useKept } from './kept.js';

interface Seen {
  /** Older ones count as read: a first visit does not find a thousand unread orders. */
  since: string;
  versions: Record<string, number>;
}

const MOST = 2000;
const NOTHING: Seen = { since: '', versions: {} };

export type Unread = 'new' | 'changed' | null;

export function useSeen(account: string) {
  const [seen, setSeen] = useKept<Seen>(account, 'seenOrders', NOTHING);
  return {
    begin: () => seen.since || setSeen({ since: new Date().toISOString(), versions: {} }),
    of({ orderNo, version, updatedAt }: OrderCard): Unread {
      const known = seen.versions[orderNo];
      if (known !== undefined) return known < version ? 'changed' : null;
      return seen.since && updatedAt > seen.since ? 'new' : null;
    },
    open({ orderNo, version }: Pick<OrderCard, 'orderNo' | 'version'>) {
      if (seen.versions[orderNo] === version) return;
      const { [orderNo]: _, ...others } = seen.versions;
      const kept = Object.entries(others).slice(1 - MOST);
      setSeen({
        since: seen.since || new Date().toISOString(),
        versions: { ...Object.fromEntries(kept), [orderNo]: version },
      });
    },
  };
}
