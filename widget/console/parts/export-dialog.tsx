/** Orders as a file: why, as what, how far it is, and where it lies. */
import { Alert, Button, Input, Modal, Radio } from 'antd';
import { type FormEvent, useEffect, useState } from 'react';
import { call, type Reply, saidBy } from '../api.js';
import { askedOf, type Filter } from '../order-filter.js';
import { fill, W } from '../words.js';
import { Labelled } from './labelled.js';
import { keptOf } from './work-lists.js';

type Job = Reply<'export'>;
const LOOK = 800;

/** `picked` empty: all that the list shows. */
export function ExportDialog(props: { filter: Filter; picked: string[]; close: () => void }) {
  const { picked } = props;
  const [purpose, setPurpose] = useState('');
  const [format, setFormat] = useState<'xlsx' | 'csv'>('xlsx');
  const [fault, setFault] = useState<string | null>(null);
  const [job, setJob] = useState<Job | null>(null);
  const id = job?.state === 'running' ? job.id : null;
  const rows = job?.rows;
  // biome-ignore lint/correctness/useExhaustiveDependencies: looked at again after every answer
  useEffect(() => {
    if (!id) return;
    let alive = true;
    const timer = setTimeout(() => {
      call('export', { params: { export: id } }).then(
        (next) => alive && setJob({ ...next }),
        (error: unknown) => alive && setFault(saidBy(error)),
      );
    }, LOOK);
    return () => {
      alive = false;
      clearTimeout(timer);
    };
  }, [id, rows, job]);

  async function submit(event: FormEvent) {
    event.preventDefault();
    if ([...purpose.trim()].length < 4) return setFault(W.exports.needPurpose);
    setFault(null);
    try {
      const query = keptOf(askedOf(props.filter));
      setJob(
        await call('startExport', {
          body: { format, purpose: purpose.trim(), query, ...(picked.length > 0 ? { orders: picked } : {}) },
        }),
      );
    } catch (error) {
      setFault(saidBy(error));
    }
  }
  async function stop() {
    if (job) await call('dropExport', { params: { export: job.id } }).catch(() => undefined);
    props.close();
  }
  return (
    <Modal open title={W.exports.title} footer={null} onCancel={props.close} mask={{ closable: false }}>
      {!job && (
        <form className="stack" onSubmit={(event) => void submit(event)}>
          <p>
            {picked.length > 0 ? fill(W.exports.picked, { n: picked.length }) : W.exports.what}
            {W.exports.masked}
          </p>
          <Labelled
            label={W.exports.purpose}
            hint={W.exports.purposeHint}
            fault={fault}
            control={(ties) => (
              <Input
                {...ties}
                autoFocus
                aria-required
                maxLength={100}
                value={purpose}
                onChange={(event) => setPurpose(event.target.value)}
              />
            )}
          />
          <fieldset className="labelled bare">
            <legend>{W.exports.format}</legend>
            <Radio.Group
              value={format}
              onChange={(event) => setFormat(event.target.value as 'xlsx' | 'csv')}
              options={[
                { value: 'xlsx', label: W.exports.xlsx },
                { value: 'csv', label: W.exports.csv },
              ]}
            />
          </fieldset>
          <div className="end">
            <Button onClick={props.close}>{W.common.cancel}</Button>
            <Button type="primary" htmlType="submit">
              {W.exports.start}
            </Button>
          </div>
        </form>
      )}
      {job && (
        <div className="stack">
          <p role="status">
            {job.state === 'running' && fill(W.exports.running, { n: job.rows })}
            {job.state === 'done' && fill(W.exports.done, { n: job.rows })}
            {job.cut && W.exports.cut}
          </p>
          {(job.state === 'failed' || fault) && (
            <Alert type="error" showIcon title={fault ?? W.exports.failed} />
          )}
          <div className="end">
            {job.state === 'running' && <Button onClick={() => void stop()}>{W.exports.stop}</Button>}
            {job.state === 'done' && (
              <Button type="primary" href={`/api/desk/exports/${job.id}/file`} download={job.name}>
                {fill(W.exports.save, { name: job.name })}
              </Button>
            )}
            {job.state !== 'running' && <Button onClick={props.close}>{W.common.close}</Button>}
          </div>
        </div>
      )}
    </Modal>
  );
}
