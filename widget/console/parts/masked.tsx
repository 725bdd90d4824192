/** A person's data, masked until somebody says why it must be seen; it covers itself again after a minute. */
import { Button, Input, Modal } from 'antd';
import { type FormEvent, useEffect, useState } from 'react';
import { call, saidBy } from '../api.js';
import { useMay } from '../auth.js';
import { fill, W } from '../words.js';
import { Labelled } from './labelled.js';
import { Eye } from './marks.js';

const SECONDS = 60;
const REASON = 4;

export interface MaskedTarget {
  target: 'order' | 'thread';
  id: string;
  field: 'phone' | 'name';
}

/** Counts on this machine, which does not depend on its clock agreeing with the server's. */
function useClosing(): [string | null, number, (value: string | null) => void] {
  const [value, setValue] = useState<string | null>(null);
  const [left, setLeft] = useState(0);
  useEffect(() => {
    if (value === null) return;
    const end = performance.now() + SECONDS * 1000;
    const tick = () => {
      const seconds = Math.ceil((end - performance.now()) / 1000);
      setLeft(seconds);
      if (seconds <= 0) setValue(null);
    };
    tick();
    const timer = setInterval(tick, 500);
    return () => clearInterval(timer);
  }, [value]);
  return [value, left, setValue];
}

export function Masked({ masked, what, ...target }: MaskedTarget & { masked: string; what: string }) {
  const may = useMay('person.unmask');
  const [value, left, show] = useClosing();
  const [asking, setAsking] = useState(false);
  const [reason, setReason] = useState('');
  const [fault, setFault] = useState<string | null>(null);
  const [busy, setBusy] = useState(false);
  async function submit(event: FormEvent) {
    event.preventDefault();
    event.stopPropagation();
    if (reason.trim().length < REASON) return setFault(W.order.reasonShort);
    setBusy(true);
    setFault(null);
    try {
      show((await call('unmask', { body: { ...target, reason: reason.trim() } })).value);
      setAsking(false);
      setReason('');
    } catch (error) {
      setFault(saidBy(error));
    } finally {
      setBusy(false);
    }
  }
  const label = fill(W.order.reveal, { what });
  return (
    <span className="masked">
      <span className="figures">{value ?? (masked || W.common.none)}</span>
      {value !== null && (
        <Button size="small" type="text" onClick={() => show(null)}>
          <Eye open /> {W.order.hide}
          <span className="soft">（{fill(W.order.revealed, { s: left })}）</span>
        </Button>
      )}
      {value === null && may && masked && (
        <Button size="small" type="text" aria-label={label} title={label} onClick={() => setAsking(true)}>
          <Eye open={false} />
        </Button>
      )}
      <Modal
        open={asking}
        title={fill(W.order.revealTitle, { what })}
        footer={null}
        onCancel={() => setAsking(false)}
        destroyOnHidden
      >
        <form onSubmit={(event) => void submit(event)} className="stack">
          <Labelled
            label={W.order.reason}
            hint={W.order.revealHint}
            fault={fault}
            control={(ties) => (
              <Input
                {...ties}
                autoFocus
                maxLength={200}
                value={reason}
                onChange={(event) => setReason(event.target.value)}
              />
            )}
          />
          <div className="end">
            <Button onClick={() => setAsking(false)}>{W.common.cancel}</Button>
            <Button type="primary" htmlType="submit" loading={busy}>
              {W.order.revealSubmit}
            </Button>
          </div>
        </form>
      </Modal>
    </span>
  );
}
