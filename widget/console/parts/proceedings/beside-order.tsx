/** Beside an order: its supervision, ratings and appeals, and what this person may begin. */
import { Button } from 'antd';
import { useState } from 'react';
import type { BesideOrder as Beside } from '../../../../server/http/contract-proceedings.js';
import { call } from '../../api.js';
import { useAsked } from '../../asked.js';
import { useMay } from '../../auth.js';
import { go, proceedingLink } from '../../route.js';
import { W } from '../../words.js';
import { Failed } from '../faces.js';
import { ProceedingForm } from './form.js';

const words = W.proceedings;

export function BesideOrder({
  orderNo,
  version,
  changed,
}: {
  orderNo: string;
  version: number;
  changed: () => void;
}) {
  const may = useMay('proceeding.read');
  const [open, setOpen] = useState<Beside['open'][number] | null>(null);
  // Another version of the order may have moved what runs beside it.
  const asked = useAsked(may ? `${orderNo}@${version}` : null, (signal) =>
    call('orderBeside', { params: { orderNo }, signal }),
  );
  if (!may) return null;
  if (asked.fault) return <Failed title={words.failed} fault={asked.fault} retry={asked.reload} />;
  const beside = asked.value;
  if (!beside || (beside.rows.length === 0 && beside.open.length === 0)) return null;
  return (
    <section aria-label={words.beside}>
      <h3>{words.beside}</h3>
      <ul className="units">
        {beside.rows.map((row) => (
          <li key={row.id}>
            <button type="button" className="link" onClick={() => go(proceedingLink(row.id, row.kind))}>
              {row.kindName}
              {row.rung ? `（${row.rung}）` : ''}
            </button>{' '}
            <span>{row.stateName}</span> {row.number && <span className="figures">{row.number}</span>}
          </li>
        ))}
      </ul>
      {beside.rows.length === 0 && <p className="soft">{words.besideNone}</p>}
      <div className="acts">
        {beside.open.map((one) => (
          <Button key={one.kind} aria-haspopup="dialog" onClick={() => setOpen(one)}>
            {one.name}
          </Button>
        ))}
      </div>
      {open && (
        <ProceedingForm
          title={`${open.name}：${orderNo}`}
          view={open}
          close={() => setOpen(null)}
          send={(reason, said) =>
            call('proceedingOpen', {
              params: { orderNo },
              body: {
                kind: open.kind as 'supervision',
                ...(reason ? { reason } : {}),
                ...(open.fields.length > 0 ? { said } : {}),
              },
            })
          }
          done={() => {
            setOpen(null);
            asked.reload();
            changed();
          }}
        />
      )}
    </section>
  );
}
