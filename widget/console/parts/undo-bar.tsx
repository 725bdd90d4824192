/** The reader's own last step, while it can be taken back: a button that counts down and then goes. */
import { App, Button } from 'antd';
import { useEffect, useState } from 'react';
import type { OrderPage } from '../../../server/http/contract-orders.js';
import { call, saidBy } from '../api.js';
import { fill, W } from '../words.js';

/** By the server's count, not by the clock here. */
function useLeft(order: OrderPage): number {
  const [left, setLeft] = useState(0);
  useEffect(() => {
    const end = performance.now() + (order.undo?.seconds ?? 0) * 1000;
    const tick = () => setLeft(Math.max(0, Math.ceil((end - performance.now()) / 1000)));
    tick();
    const timer = setInterval(tick, 250);
    return () => clearInterval(timer);
  }, [order]);
  return left;
}

export function UndoBar(props: { order: OrderPage; put: (o: OrderPage) => void; reload: () => void }) {
  const { order } = props;
  const { message } = App.useApp();
  const [busy, setBusy] = useState(false);
  const left = useLeft(order);
  if (!order.undo || left === 0) return null;
  const { name } = order.undo;

  async function undo() {
    setBusy(true);
    try {
      const { orderNo, version } = order.card;
      const next = await call('step', { params: { orderNo }, body: { action: 'undo', version } });
      void message.success(fill(W.undo.done, { name }));
      props.put(next);
    } catch (error) {
      void message.error(saidBy(error));
      props.reload();
    } finally {
      setBusy(false);
    }
  }
  return (
    <section aria-label={W.undo.bar} className="acts">
      <span role="status">{fill(W.undo.can, { name })}</span>
      <Button loading={busy} onClick={() => void undo()}>
        {fill(W.undo.button, { s: left })}
      </Button>
    </section>
  );
}
