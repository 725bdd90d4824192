/** The self-service forms: the list, and one of them being written. */
import { Button, Table } from 'antd';
import { useState } from 'react';
import type { FormRow, FormVersion } from '../../../server/http/contract-forms.js';
import { call, Problem } from '../api.js';
import { useAsked } from '../asked.js';
import { useSession } from '../auth.js';
import { blank } from '../form-draft.js';
import { F } from '../form-words.js';
import { exact } from '../format.js';
import { Failed, Loading, Nothing } from '../parts/faces.js';
import { Editor } from '../parts/forms/editor.js';
import { NewForm } from '../parts/forms/new-form.js';
import { Hints } from '../parts/hints.js';
import { Name } from '../parts/name.js';
import { Scroll } from '../parts/scroll.js';
import { setParams, useParam } from '../route.js';
import { fill } from '../words.js';

/** None yet is no fault: it is being written for the first time. */
const versionsOf = (id: string, signal: AbortSignal): Promise<FormVersion[]> =>
  call('deskForm', { params: { form: id }, signal }).catch((error: unknown) => {
    if (error instanceof Problem && error.code === 'NOT_FOUND') return [];
    throw error;
  });

function One({ id, title, back }: { id: string; title: string; back: () => void }) {
  const asked = useAsked(`form:${id}`, (signal) => versionsOf(id, signal));
  if (asked.fault) return <Failed title={F.failed} fault={asked.fault} retry={asked.reload} />;
  if (!asked.value) return <Loading rows={8} />;
  return <Editor id={id} versions={asked.value} fresh={blank(id, title)} back={back} put={asked.put} />;
}

function List({ open }: { open: (id: string, title: string) => void }) {
  const { account } = useSession();
  const asked = useAsked('forms', (signal) => call('deskForms', { signal }));
  const [making, setMaking] = useState(false);
  const columns = F.columns;
  return (
    <div className="sheet">
      <div className="sheet-head">
        <h1>{F.heading}</h1>
        <Button type="primary" onClick={() => setMaking(true)}>
          {F.create}
        </Button>
      </div>
      <Hints account={account} page="forms" />
      {asked.fault && <Failed title={F.failed} fault={asked.fault} retry={asked.reload} />}
      {!asked.fault && !asked.value && <Loading rows={8} />}
      {asked.value?.length === 0 && <Nothing>{F.empty}</Nothing>}
      {asked.value && asked.value.length > 0 && (
        <Scroll label={F.table}>
          <Table<FormRow>
            size="small"
            aria-label={F.table}
            rowKey="id"
            pagination={false}
            dataSource={asked.value}
            columns={[
              { title: columns.title, dataIndex: 'title' },
              { title: columns.id, dataIndex: 'id' },
              { title: columns.audience, render: (_, row) => F.audiences[row.audience] },
              { title: columns.state, render: (_, row) => fill(F.states[row.state], { from: row.from }) },
              { title: columns.version, dataIndex: 'version', className: 'figures' },
              {
                title: columns.at,
                render: (_, row) => (
                  <>
                    {row.by ? <Name account={row.by} /> : F.shipped} {exact(row.at)}
                  </>
                ),
              },
              {
                title: columns.acts,
                render: (_, row) => (
                  <Button
                    size="small"
                    aria-label={fill(F.editOf, { title: row.title })}
                    onClick={() => open(row.id, row.title)}
                  >
                    {F.edit}
                  </Button>
                ),
              },
            ]}
          />
        </Scroll>
      )}
      {making && <NewForm close={() => setMaking(false)} begin={open} />}
    </div>
  );
}

export function Forms() {
  const [id] = useParam('form');
  const [title, setTitle] = useState('');
  if (id) return <One key={id} id={id} title={title || id} back={() => setParams({ form: null })} />;
  return (
    <List
      open={(form, named) => {
        setTitle(named);
        setParams({ form });
      }}
    />
  );
}
