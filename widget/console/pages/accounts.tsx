import { App, Button, Input } from 'antd';
import { useState } from 'react';
import type { AccountView } from '../../../server/http/contract-accounts.js';
import { call, saidBy } from '../api.js';
import { useAsked } from '../asked.js';
import { useMay, useSession } from '../auth.js';
import { nameOf, useOptions } from '../options.js';
import { WorkForm, WorkOf } from '../parts/account-work.js';
import { Nothing } from '../parts/faces.js';
import { Hints } from '../parts/hints.js';
import { faceOf, ListTable } from '../parts/list-table.js';
import { NewAccount } from '../parts/new-account.js';
import { OneTime } from '../parts/one-time.js';
import { useParam } from '../route.js';
import { fill, W } from '../words.js';

function StateOf({ row }: { row: AccountView }) {
  const words = W.accounts;
  if (row.disabled) return <span className="mark">■ {words.disabled}</span>;
  if (row.locked) return <span className="mark warn">◆ {words.locked}</span>;
  return <span>{words.active}</span>;
}

export function Accounts() {
  const { account: me } = useSession();
  const may = useMay('account.read');
  if (!may) return <Nothing>{W.accounts.forbidden}</Nothing>;
  return <AccountTable me={me} />;
}

function AccountTable({ me }: { me: string }) {
  const { options } = useOptions();
  const manages = useMay('account.manage');
  const disables = useMay('account.disable');
  const { modal, message } = App.useApp();
  const asked = useAsked('accounts', (signal) => call('accounts', { signal }));
  const [making, setMaking] = useState(false);
  const [made, setMade] = useState<(AccountView & { password: string }) | null>(null);
  const [working, setWorking] = useState<AccountView | null>(null);
  const [q, setQ] = useParam('q');
  const words = W.accounts;
  const unitOf = ({ unit }: AccountView): string =>
    (unit === null ? words.house : nameOf.unit(options, unit)) ?? '';
  const rolesOf = ({ roles }: AccountView): string =>
    roles.map((role) => nameOf.role(options, role)).join('、');
  const found = (asked.value ?? []).filter((row) =>
    [row.account, row.name, row.seat, unitOf(row), rolesOf(row)].some((text) =>
      text.toLowerCase().includes(q.trim().toLowerCase()),
    ),
  );

  function reset({ account, name }: AccountView) {
    modal.confirm({
      title: fill(words.resetOf, { account }),
      content: fill(words.resetEffect, { name }),
      okText: words.reset,
      cancelText: W.common.cancel,
      onOk: () =>
        call('resetAccount', { params: { account } }).then(
          (reply) => {
            setMade(reply);
            asked.reload();
          },
          (error) => void message.error(saidBy(error)),
        ),
    });
  }
  function disable({ account, name }: AccountView) {
    modal.confirm({
      title: fill(words.disableOf, { account }),
      content: fill(words.disableEffect, { name }),
      okText: words.disable,
      okButtonProps: { danger: true },
      cancelText: W.common.cancel,
      onOk: () =>
        call('disableAccount', { params: { account } }).then(
          () => {
            void message.success(fill(words.done, { account }));
            asked.reload();
          },
          (error) => void message.error(saidBy(error)),
        ),
    });
  }
  return (
    <div className="sheet">
      <div className="sheet-head">
        <h1>{words.heading}</h1>
        {manages && (
          <Button type="primary" onClick={() => setMaking(true)}>
            {words.create}
          </Button>
        )}
      </div>
      <Hints account={me} page="accounts" />
      <search className="filters">
        <Input.Search
          aria-label={words.find}
          placeholder={words.find}
          allowClear
          value={q}
          onChange={(event) => setQ(event.target.value, true)}
        />
        {asked.value && <span className="soft">{fill(W.common.total, { n: found.length })}</span>}
      </search>
      <ListTable
        list={faceOf({ ...asked, value: asked.value && { rows: found } })}
        label={words.table}
        failed={words.failed}
        empty={q ? words.notFound : words.empty}
        rowKey="account"
        columns={[
          { title: words.columns.account, dataIndex: 'account' },
          { title: words.columns.name, dataIndex: 'name' },
          { title: words.columns.seat, dataIndex: 'seat', className: 'figures' },
          { title: words.columns.unit, render: (_, row) => unitOf(row) },
          {
            title: words.columns.roles,
            render: (_, row) => rolesOf(row),
          },
          { title: words.columns.state, render: (_, row) => <StateOf row={row} /> },
          { title: W.workload.column, render: (_, row) => <WorkOf row={row} /> },
          {
            title: words.columns.acts,
            render: (_, row) => (
              <span className="row-acts">
                {manages && !row.disabled && (
                  <Button
                    size="small"
                    aria-label={fill(W.workload.of, { account: row.account })}
                    onClick={() => setWorking(row)}
                  >
                    {W.workload.set}
                  </Button>
                )}
                {manages && (
                  <Button
                    size="small"
                    aria-label={fill(words.resetOf, { account: row.account })}
                    onClick={() => reset(row)}
                  >
                    {words.reset}
                  </Button>
                )}
                {disables && !row.disabled && row.account !== me && (
                  <Button
                    size="small"
                    danger
                    aria-label={fill(words.disableOf, { account: row.account })}
                    onClick={() => disable(row)}
                  >
                    {words.disable}
                  </Button>
                )}
              </span>
            ),
          },
        ]}
      />
      {making && (
        <NewAccount
          close={() => setMaking(false)}
          made={(account) => {
            setMaking(false);
            setMade(account);
            asked.reload();
          }}
        />
      )}
      {working && (
        <WorkForm
          row={working}
          close={() => setWorking(null)}
          saved={() => {
            setWorking(null);
            asked.reload();
          }}
        />
      )}
      {made && <OneTime made={made} close={() => setMade(null)} />}
    </div>
  );
}
