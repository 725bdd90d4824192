/** One table of the policy, each row with the clause it stands on and the days it counts. */
import { Input, Select, Table } from 'antd';
import { useState } from 'react';
import { call, type Reply } from '../../api.js';
import { useAsked } from '../../asked.js';
import { useParam } from '../../route.js';
import { fill, W, wordFor } from '../../words.js';
import { Failed, Loading, Nothing } from '../faces.js';
import { Scroll } from '../scroll.js';

const words = W.rules;
const DATED = ['source', 'validFrom', 'validTo'];

function validity(from: string | null | undefined, to: string | null | undefined): string {
  const said = [from && fill(words.from, { day: from }), to && fill(words.to, { day: to })];
  return said.filter(Boolean).join(' ') || words.always;
}

export function PolicyRead({ policy }: { policy: Reply<'policy'> }) {
  const [picked, setPicked] = useParam('table');
  const [typed, setTyped] = useState('');
  const table = picked || 'deadlines';
  const asked = useAsked(`${table} ${policy.hash}`, (signal) =>
    call('policyTable', { params: { table }, signal }),
  );
  const found = asked.value;
  const rows = (found?.rows ?? [])
    .map((row, at) => ({ ...row, at: String(at) }) as Record<string, string | null>)
    .filter((row) => Object.values(row).some((text) => text?.includes(typed.trim())));
  const columns = (found?.columns ?? []).filter((name) => !DATED.includes(name));
  return (
    <>
      <search className="filters">
        <Select
          aria-label={words.table}
          value={table}
          onChange={(id: string) => setPicked(id, true)}
          options={policy.tables.map(({ id, name, rows: n }) => ({
            value: id,
            label: fill(words.rows, { name, n }),
          }))}
        />
        <Input
          role="searchbox"
          allowClear
          aria-label={words.find}
          placeholder={words.find}
          value={typed}
          onChange={(event) => setTyped(event.target.value)}
        />
      </search>
      {asked.fault && <Failed title={words.failed} fault={asked.fault} retry={asked.reload} />}
      {!asked.fault && !found && <Loading rows={8} />}
      {found && (
        <p className="soft" role="status">
          {fill(words.found, { n: rows.length })}
        </p>
      )}
      {found && rows.length === 0 && <Nothing>{words.nothing}</Nothing>}
      {found && rows.length > 0 && (
        <Scroll label={found.name}>
          <Table
            size="small"
            aria-label={found.name}
            rowKey={(row) => row.at ?? ''}
            pagination={{ pageSize: 50, showSizeChanger: false, hideOnSinglePage: true }}
            dataSource={rows}
            columns={[
              ...columns.map((name) => ({
                title: wordFor(words.fields, name),
                dataIndex: name,
                render: (text: string | null) => <span className="clip">{text}</span>,
              })),
              { title: words.source, dataIndex: 'source' },
              { title: words.validity, render: (_, row) => validity(row.validFrom, row.validTo) },
            ]}
          />
        </Scroll>
      )}
    </>
  );
}
