/** A table of units: judged, shown as what it would change, and only then put in force. */
import { Alert, App, Button, Input, Radio, Table } from 'antd';
import { useRef, useState } from 'react';
import { call, type Reply, saidBy } from '../../api.js';
import { sendFile } from '../../upload.js';
import { fill, W } from '../../words.js';
import { Loading } from '../faces.js';
import { Labelled } from '../labelled.js';
import { Scroll } from '../scroll.js';

type Judged = Reply<'unitsImport'>;
const words = W.unitsPage;

function Faults({ faults }: { faults: Judged['faults'] }) {
  return (
    <>
      <Alert type="warning" showIcon title={fill(words.faults, { n: faults.length })} />
      <Scroll label={words.says}>
        <Table
          size="small"
          aria-label={words.says}
          rowKey={({ row, column, says }) => `${row} ${column} ${says}`}
          pagination={{ pageSize: 50, showSizeChanger: false, hideOnSinglePage: true }}
          dataSource={faults}
          columns={[
            { title: words.row, render: (_, { row }) => (row ? fill(words.at, { row }) : words.whole) },
            { title: words.column, dataIndex: 'column' },
            { title: words.says, dataIndex: 'says' },
          ]}
        />
      </Scroll>
    </>
  );
}

function Preview({ judged }: { judged: Judged }) {
  const { added, changed, ended } = judged;
  return (
    <div className="outcomes">
      {added.length > 0 && <h2>{words.added}</h2>}
      {added.map(({ code, name }) => (
        <p key={code}>
          {name} <span className="soft figures">{code}</span>
        </p>
      ))}
      {changed.length > 0 && <h2>{words.changed}</h2>}
      {changed.map(({ code, name, fields }) => (
        <p key={code}>
          {name} <span className="soft figures">{code}</span>{' '}
          {fields.map(({ field, before, after }) => (
            <span key={field}>
              {field}：<del>{before || W.trace.none}</del> → <ins>{after || W.trace.none}</ins>{' '}
            </span>
          ))}
        </p>
      ))}
      {ended.length > 0 && <h2>{words.ended}</h2>}
      {ended.map(({ code, name, open }) => (
        <p key={code}>
          {name} <span className="soft figures">{code}</span>{' '}
          {open > 0 && <span className="mark warn">◆ {fill(words.openOrders, { n: open })}</span>}
        </p>
      ))}
    </div>
  );
}

export function UnitsImport({ applied }: { applied: () => void }) {
  const { message } = App.useApp();
  const file = useRef<HTMLInputElement>(null);
  const [absent, setAbsent] = useState<'keep' | 'end'>('keep');
  const [judged, setJudged] = useState<Judged | null>(null);
  const [note, setNote] = useState('');
  const [busy, setBusy] = useState(false);
  const [fault, setFault] = useState<string | null>(null);

  async function take(picked: File | undefined) {
    if (!picked) return;
    setBusy(true);
    setFault(null);
    setJudged(null);
    try {
      setJudged(await sendFile<Judged>(`/api/desk/units/imports?absent=${absent}`, picked));
    } catch (error) {
      setFault(saidBy(error));
    } finally {
      setBusy(false);
      // The same file, mended, may be chosen again.
      if (file.current) file.current.value = '';
    }
  }
  async function apply(id: string) {
    setBusy(true);
    try {
      const done = await call('unitsApply', { params: { import: id }, body: { note } });
      void message.success(fill(words.applied, done));
      setJudged(null);
      setNote('');
      applied();
    } catch (error) {
      setFault(saidBy(error));
    } finally {
      setBusy(false);
    }
  }
  const moves = judged ? judged.added.length + judged.changed.length + judged.ended.length : 0;
  return (
    <section className="stack" aria-label={words.upload}>
      <p className="saved">
        <Button href="/api/desk/units/template">{words.template}</Button>
        <input
          ref={file}
          type="file"
          className="out-of-sight"
          accept=".xlsx,.csv"
          aria-label={words.upload}
          tabIndex={-1}
          onChange={(event) => void take(event.target.files?.[0])}
        />
        <Button type="primary" loading={busy} onClick={() => file.current?.click()}>
          {judged ? words.again : words.upload}
        </Button>
      </p>
      <fieldset className="labelled bare">
        <legend>{words.absent}</legend>
        <Radio.Group
          value={absent}
          onChange={(event) => setAbsent(event.target.value as 'keep' | 'end')}
          options={[
            { value: 'keep', label: words.absentKeep },
            { value: 'end', label: words.absentEnd },
          ]}
        />
      </fieldset>
      {busy && !judged && <Loading rows={3} />}
      {fault && <Alert type="error" showIcon title={words.uploadFailed} description={fault} />}
      {judged && judged.faults.length > 0 && <Faults faults={judged.faults} />}
      {judged?.id && moves === 0 && <p role="status">{words.nothing}</p>}
      {judged?.id && moves > 0 && (
        <>
          <p role="status">
            <strong>
              {fill(words.preview, {
                added: judged.added.length,
                changed: judged.changed.length,
                ended: judged.ended.length,
                same: judged.same,
              })}
            </strong>
          </p>
          <Preview judged={judged} />
          <Labelled
            label={words.note}
            fault={null}
            control={(ties) => (
              <Input
                {...ties}
                maxLength={200}
                value={note}
                onChange={(event) => setNote(event.target.value)}
              />
            )}
          />
          <p className="soft">{words.effect}</p>
          <p>
            <Button type="primary" loading={busy} onClick={() => void apply(judged.id ?? '')}>
              {words.apply}
            </Button>
          </p>
        </>
      )}
    </section>
  );
}
