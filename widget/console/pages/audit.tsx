/** 审计: who did what, narrowed and paged; whether the trail is whole. The address holds what is looked for. */
import { Alert, Button, Input, Select } from 'antd';
import { type FormEvent, useState } from 'react';
import type { AuditChecked, AuditTrail } from '../../../server/http/contract-audit.js';
import { call, saidBy } from '../api.js';
import { exact } from '../format.js';
import { nameOf, useOptions } from '../options.js';
import { ListTable } from '../parts/list-table.js';
import { setParams, useParams } from '../route.js';
import { useRows } from '../rows.js';
import { W } from '../words.js';

const PAGE = 50;
const words = W.audit;
const NAMES = ['account', 'target', 'action', 'from', 'to'] as const;
type Row = AuditTrail['rows'][number];

function Check() {
  const [found, setFound] = useState<AuditChecked | null>(null);
  const [fault, setFault] = useState('');
  const [busy, setBusy] = useState(false);
  async function check() {
    setBusy(true);
    setFault('');
    try {
      setFound(await call('auditCheck', {}));
    } catch (error) {
      setFault(saidBy(error));
    }
    setBusy(false);
  }
  return (
    <div className="stack tight">
      <p className="soft">{words.hint}</p>
      <Button loading={busy} onClick={() => void check()}>
        {words.check}
      </Button>
      <div role="status">
        {busy && <p className="soft">{words.checking}</p>}
        {!busy && found && <Alert type={found.whole ? 'success' : 'error'} showIcon title={found.said} />}
        {!busy && fault && <Alert type="error" showIcon title={fault} />}
      </div>
    </div>
  );
}

export function AuditPage() {
  const { options } = useOptions();
  const asked = useParams(NAMES);
  const [typed, setTyped] = useState(asked);
  const [acts, setActs] = useState<AuditTrail['acts']>([]);
  const list = useRows<Row>(
    NAMES.map((name) => asked[name]).join('|'),
    (row) => String(row.seq),
    async (after) => {
      const page = await call('auditTrail', { query: { ...asked, after, limit: PAGE } });
      setActs(page.acts);
      return { ...page, total: page.rows.length };
    },
  );
  const put = (name: (typeof NAMES)[number], value: string) => setTyped({ ...typed, [name]: value });
  function look(event: FormEvent) {
    event.preventDefault();
    setParams(typed, true);
  }
  function clear() {
    const none = { account: '', target: '', action: '', from: '', to: '' };
    setTyped(none);
    setParams(none, true);
  }
  const c = words.columns;
  return (
    <div className="sheet">
      <h1>{words.heading}</h1>
      <Check />
      <search>
        <form className="filters" onSubmit={look}>
          <Input
            aria-label={words.account}
            placeholder={words.account}
            value={typed.account}
            onChange={(event) => put('account', event.target.value.trim())}
          />
          <Input
            aria-label={words.target}
            placeholder={words.target}
            value={typed.target}
            onChange={(event) => put('target', event.target.value.trim())}
          />
          <Select
            aria-label={words.action}
            value={typed.action}
            onChange={(value: string) => put('action', value)}
            options={[
              { value: '', label: words.anyAction },
              ...acts.map(({ action, name }) => ({ value: action, label: name })),
            ]}
          />
          {(['from', 'to'] as const).map((name) => (
            <label key={name}>
              {words[name]}{' '}
              <input type="date" value={typed[name]} onChange={(event) => put(name, event.target.value)} />
            </label>
          ))}
          <Button type="primary" htmlType="submit">
            {words.look}
          </Button>
          <Button onClick={clear}>{words.clear}</Button>
        </form>
      </search>
      <ListTable
        list={list}
        label={words.table}
        failed={words.failed}
        empty={words.empty}
        rowKey="seq"
        columns={[
          { title: c.seq, dataIndex: 'seq', className: 'figures' },
          { title: c.at, dataIndex: 'at', className: 'figures', render: (at: string) => exact(at) },
          { title: c.account, dataIndex: 'account', render: (name: string) => name || words.nobody },
          { title: c.action, dataIndex: 'actionName' },
          { title: c.target, dataIndex: 'target', className: 'figures' },
          {
            title: c.result,
            dataIndex: 'resultName',
            render: (said: string, row) =>
              row.result === 'ok' ? said : <span className="mark warn">◆ {said}</span>,
          },
          { title: c.reason, dataIndex: 'said' },
          {
            title: c.roles,
            dataIndex: 'roles',
            render: (roles: string[]) => roles.map((role) => nameOf.role(options, role)).join('、'),
          },
          { title: c.ip, dataIndex: 'ip', className: 'figures' },
        ]}
      />
    </div>
  );
}
