/** Whose an order at the hotline is, or should be; why, on hover. */
import type { OrderCard } from '../../../server/http/contract-orders.js';
import { useSession } from '../auth.js';
import { useNames } from '../names.js';
import { fill, W } from '../words.js';

export function Whose({ card }: { card: OrderCard }) {
  const { account } = useSession();
  const called = useNames();
  const { taker, allotted } = card;
  const words = W.whose;
  if (taker === account) return <span className="mark brand">● {words.taken}</span>;
  if (taker) return <span className="soft">{fill(words.takenBy, { account: called(taker) })}</span>;
  if (!allotted) return null;
  const why = fill(W.offer.why, { why: allotted.why.join('、') });
  return allotted.to === account ? (
    <span className="mark brand" title={why}>
      ◆ {words.mine}
    </span>
  ) : (
    <span className="soft" title={why}>
      {fill(words.other, { account: called(allotted.to) })}
    </span>
  );
}
