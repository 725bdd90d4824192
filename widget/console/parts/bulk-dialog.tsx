/** Many orders, one step: what each can do, what will happen in words, how far it is, what became of each. */
import { Button, Modal, Progress } from 'antd';
import { useState } from 'react';
import { call } from '../api.js';
import { useAsked } from '../asked.js';
import { type BulkStep, type Outcome, useBulk } from '../use-bulk.js';
import { fill, W } from '../words.js';
import { BulkForm } from './bulk-form.js';
import { Failed, Loading } from './faces.js';

function Outcomes({ rows }: { rows: Outcome[] }) {
  const left = rows.filter(({ done }) => !done);
  return (
    <section aria-label={W.bulk.results}>
      <p role="status">{fill(W.bulk.result, { done: rows.length - left.length, left: left.length })}</p>
      <ul className="outcomes">
        {[...left, ...rows.filter(({ done }) => done)].map(({ orderNo, done, said }) => (
          <li key={orderNo}>
            <span className={done ? 'mark ok' : 'mark warn'} aria-hidden="true">
              {done ? '✓' : '◆'}
            </span>{' '}
            <span className="figures">{orderNo}</span> {done ? W.bulk.ok : said}
          </li>
        ))}
      </ul>
    </section>
  );
}

export function BulkDialog({ orders, close }: { orders: string[]; close: (changed: boolean) => void }) {
  const asked = useAsked('preview', (signal) => call('batchPreview', { body: { orders }, signal }));
  const bulk = useBulk();
  const [step, setStep] = useState<BulkStep | null>(null);
  const preview = asked.value;
  const left = bulk.outcomes?.filter(({ done }) => !done) ?? [];

  async function retry() {
    if (!step) return;
    // Versions have moved on, and so may have what is possible: looked at anew, not tried blindly.
    const again = await call('batchPreview', { body: { orders: left.map(({ orderNo }) => orderNo) } });
    await bulk.run(step, again.orders, bulk.outcomes ?? []);
  }
  return (
    <Modal
      open
      title={fill(W.bulk.title, { n: orders.length })}
      footer={null}
      mask={{ closable: false }}
      closable={!bulk.running}
      onCancel={() => close(bulk.outcomes !== null)}
    >
      {asked.fault && !preview && <Failed title={W.bulk.failed} fault={asked.fault} retry={asked.reload} />}
      {!asked.fault && !preview && (
        <>
          <p className="soft">{W.bulk.preparing}</p>
          <Loading rows={4} />
        </>
      )}
      {preview && !step && (
        <BulkForm
          preview={preview}
          asked={orders.length}
          close={() => close(false)}
          submit={(next) => {
            setStep(next);
            const can = preview.actions.find(({ action }) => action === next.action)?.can ?? [];
            const known = new Set(can);
            void bulk.run(
              next,
              preview.orders.filter(({ orderNo }) => known.has(orderNo)),
              [],
            );
          }}
        />
      )}
      {step && (
        <div className="stack">
          {bulk.running && (
            <>
              <p role="status">{fill(W.bulk.running, bulk.running)}</p>
              <Progress
                percent={Math.round((bulk.running.done / Math.max(1, bulk.running.all)) * 100)}
                aria-label={fill(W.bulk.running, bulk.running)}
              />
            </>
          )}
          {bulk.outcomes && <Outcomes rows={bulk.outcomes} />}
          <div className="end">
            {bulk.running && <Button onClick={bulk.stop}>{W.bulk.stop}</Button>}
            {!bulk.running && left.length > 0 && (
              <Button onClick={() => void retry()}>{fill(W.bulk.retry, { n: left.length })}</Button>
            )}
            {!bulk.running && (
              <Button type="primary" onClick={() => close(true)}>
                {W.bulk.close}
              </Button>
            )}
          </div>
        </div>
      )}
    </Modal>
  );
}
