/** 派单先例: what was settled once, searched, and withdrawn where it no longer holds. */
import { Alert, App, Button, Input, Modal } from 'antd';
import { useDeferredValue, useState } from 'react';
import type { PrecedentRow } from '../../../server/http/contract-precedents.js';
import { call, saidBy } from '../api.js';
import { useAsked } from '../asked.js';
import { Labelled } from '../parts/labelled.js';
import { faceOf, ListTable } from '../parts/list-table.js';
import { Name } from '../parts/name.js';
import { OrderDrawer } from '../parts/order-drawer.js';
import { When } from '../parts/when.js';
import { setParams, useParam } from '../route.js';
import { fill, W } from '../words.js';

const words = W.precedents;

function Withdraw(props: { row: PrecedentRow; close: () => void; done: () => void }) {
  const { row } = props;
  const { message } = App.useApp();
  const [reason, setReason] = useState('');
  const [fault, setFault] = useState<string | null>(null);
  const [busy, setBusy] = useState(false);
  async function submit() {
    setBusy(true);
    setFault(null);
    try {
      const body = { version: row.version, reason };
      await call('withdrawPrecedent', { params: { precedent: row.id }, body });
      void message.success(words.done);
      props.done();
    } catch (error) {
      setFault(saidBy(error));
    } finally {
      setBusy(false);
    }
  }
  return (
    <Modal
      open
      title={fill(words.withdrawOf, { orderNo: row.orderNo })}
      okText={words.withdraw}
      cancelText={W.common.cancel}
      confirmLoading={busy}
      onOk={() => void submit()}
      onCancel={props.close}
    >
      <div className="stack">
        <p>{words.withdrawEffect}</p>
        {fault && <Alert type="error" showIcon title={fault} />}
        <Labelled
          label={words.why}
          control={(ties) => (
            <Input.TextArea
              {...ties}
              rows={3}
              maxLength={500}
              value={reason}
              onChange={(event) => setReason(event.target.value)}
            />
          )}
        />
      </div>
    </Modal>
  );
}

export function Precedents() {
  const [q, setQ] = useParam('q');
  const asking = useDeferredValue(q);
  const asked = useAsked(`precedents ${asking}`, (signal) =>
    call('precedents', { query: { q: asking }, signal }),
  );
  const [going, setGoing] = useState<PrecedentRow | null>(null);
  const found = asked.value;
  return (
    <div className="sheet">
      <h1>{words.heading}</h1>
      <p className="soft">{words.hint}</p>
      <Labelled
        label={words.search}
        hint={words.searchHint}
        control={(ties) => (
          <Input.Search {...ties} allowClear value={q} onChange={(event) => setQ(event.target.value, true)} />
        )}
      />
      {found?.many && <p className="soft">{fill(words.many, { n: found.rows.length })}</p>}
      <ListTable
        list={faceOf(asked)}
        label={words.table}
        failed={words.failed}
        empty={q ? words.notFound : words.empty}
        rowKey="id"
        columns={[
          { title: words.columns.at, render: (_, row) => <When at={row.at} /> },
          {
            title: words.columns.where,
            render: (_, row) => [row.regionName, row.place].filter(Boolean).join(' '),
          },
          {
            title: words.columns.what,
            render: (_, row) =>
              [row.categoryName, row.hotlineName, row.title || words.secret].filter(Boolean).join(' · '),
          },
          { title: words.columns.unit, dataIndex: 'unitName' },
          { title: words.columns.reason, dataIndex: 'reason' },
          { title: words.columns.by, render: (_, row) => <Name account={row.by} /> },
          {
            title: words.columns.order,
            render: (_, row) => (
              <Button type="link" size="small" onClick={() => setParams({ order: row.orderNo })}>
                {row.orderNo}
              </Button>
            ),
          },
          {
            title: words.columns.state,
            render: (_, row) =>
              row.withdrawn ? (
                <span className="soft">{fill(words.withdrawn, row.withdrawn)}</span>
              ) : (
                <span className="row-acts">
                  {words.inForce}
                  <Button
                    size="small"
                    aria-label={fill(words.withdrawOf, { orderNo: row.orderNo })}
                    onClick={() => setGoing(row)}
                  >
                    {words.withdraw}
                  </Button>
                </span>
              ),
          },
        ]}
      />
      {going && (
        <Withdraw
          row={going}
          close={() => setGoing(null)}
          done={() => {
            setGoing(null);
            asked.reload();
          }}
        />
      )}
      <OrderDrawer />
    </div>
  );
}
