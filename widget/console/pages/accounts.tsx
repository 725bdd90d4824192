import { App, Button, Table } from 'antd';
import { useState } from 'react';
import type { AccountView } from '../../../server/http/contract.js';
import { call, saidBy } from '../api.js';
import { useAsked } from '../asked.js';
import { useMay, useSession } from '../auth.js';
import { nameOf, useOptions } from '../options.js';
import { Failed, Loading, Nothing } from '../parts/faces.js';
import { Hints } from '../parts/hints.js';
import { NewAccount } from '../parts/new-account.js';
import { OneTime } from '../parts/one-time.js';
import { fill, W } from '../words.js';

function StateOf({ row }: { row: AccountView }) {
  const words = W.accounts;
  if (row.disabled) return <span className="mark">■ {words.disabled}</span>;
  if (row.locked) return <span className="mark warn">◆ {words.locked}</span>;
  return <span>{words.active}</span>;
}

export function Accounts() {
  const { account: me } = useSession();
  const may = useMay('account.manage');
  if (!may) return <Nothing>{W.accounts.forbidden}</Nothing>;
  return <AccountTable me={me} />;
}

function AccountTable({ me }: { me: string }) {
  const { options } = useOptions();
  const { modal, message } = App.useApp();
  const asked = useAsked('accounts', (signal) => call('accounts', { signal }));
  const [making, setMaking] = useState(false);
  const [made, setMade] = useState<(AccountView & { password: string }) | null>(null);
  const words = W.accounts;

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
        <Button type="primary" onClick={() => setMaking(true)}>
          {words.create}
        </Button>
      </div>
      <Hints account={me} page="accounts" />
      {asked.fault && <Failed title={words.failed} fault={asked.fault} retry={asked.reload} />}
      {!asked.fault && !asked.value && <Loading rows={8} />}
      {asked.value?.length === 0 && <Nothing>{words.empty}</Nothing>}
      {asked.value && asked.value.length > 0 && (
        <Table
          size="small"
          aria-label={words.table}
          rowKey="account"
          pagination={false}
          dataSource={asked.value}
          columns={[
            { title: words.columns.account, dataIndex: 'account' },
            { title: words.columns.name, dataIndex: 'name' },
            { title: words.columns.seat, dataIndex: 'seat', className: 'figures' },
            {
              title: words.columns.roles,
              render: (_, row) => row.roles.map((role) => nameOf.role(options, role)).join('、'),
            },
            { title: words.columns.state, render: (_, row) => <StateOf row={row} /> },
            {
              title: words.columns.acts,
              render: (_, row) => (
                <span className="row-acts">
                  <Button
                    size="small"
                    aria-label={fill(words.resetOf, { account: row.account })}
                    onClick={() => reset(row)}
                  >
                    {words.reset}
                  </Button>
                  {!row.disabled && row.account !== me && (
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
      )}
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
      {made && <OneTime made={made} close={() => setMade(null)} />}
    </div>
  );
}
