/** Units: who there is, a table to bring in, what it would change, and the way back. */
import { App, Button, Input, Table } from 'antd';
import { useState } from 'react';
import { call, saidBy } from '../api.js';
import { useAsked } from '../asked.js';
import { useMay } from '../auth.js';
import { nameOf, useOptions } from '../options.js';
import { Failed, Loading, Nothing } from '../parts/faces.js';
import { Name } from '../parts/name.js';
import { UnitsImport } from '../parts/rules/units-import.js';
import { Scroll } from '../parts/scroll.js';
import { When } from '../parts/when.js';
import { fill, W } from '../words.js';

const words = W.unitsPage;

function UnitTable({ turn }: { turn: number }) {
  const [typed, setTyped] = useState('');
  const { options } = useOptions();
  const asked = useAsked(`units ${turn}`, (signal) =>
    call('policyTable', { params: { table: 'units' }, signal }),
  );
  if (asked.fault) return <Failed title={words.failed} fault={asked.fault} retry={asked.reload} />;
  if (!asked.value) return <Loading rows={8} />;
  const rows = asked.value.rows.filter((row) =>
    [row.code, row.name].some((text) => text?.includes(typed.trim())),
  );
  return (
    <section aria-label={words.list}>
      <h2>{words.list}</h2>
      <Input
        role="searchbox"
        allowClear
        aria-label={words.find}
        placeholder={words.find}
        value={typed}
        onChange={(event) => setTyped(event.target.value)}
      />
      <p className="soft" role="status">
        {fill(W.rules.found, { n: rows.length })}
      </p>
      {rows.length === 0 && <Nothing>{words.empty}</Nothing>}
      {rows.length > 0 && (
        <Scroll label={words.list}>
          <Table
            size="small"
            aria-label={words.list}
            rowKey={(row) => row.code ?? ''}
            pagination={{ pageSize: 50, showSizeChanger: false, hideOnSinglePage: true }}
            dataSource={rows}
            columns={[
              { title: W.rules.fields.code, dataIndex: 'code' },
              { title: W.rules.fields.name, dataIndex: 'name' },
              { title: W.rules.fields.kind, dataIndex: 'kind' },
              {
                title: W.rules.fields.region,
                render: (_, { region }) => nameOf.region(options, region ?? null),
              },
              {
                title: W.rules.fields.parent,
                render: (_, { parent }) => nameOf.unit(options, parent ?? null),
              },
              { title: W.rules.source, dataIndex: 'source' },
              { title: W.rules.fields.validTo, dataIndex: 'validTo' },
            ]}
          />
        </Scroll>
      )}
    </section>
  );
}

export function UnitsPage() {
  const { message } = App.useApp();
  const manage = useMay('policy.manage');
  const [turn, setTurn] = useState(0);
  const asked = useAsked(`policy ${turn}`, (signal) => call('policy', { signal }));
  const policy = asked.value;
  const again = () => setTurn((n) => n + 1);
  async function rollback(version: number) {
    if (!policy) return;
    try {
      const done = await call('unitsRollback', { body: { version, base: policy.version, note: '' } });
      void message.success(fill(words.rolled, done));
    } catch (error) {
      void message.error(saidBy(error));
    }
    again();
  }
  return (
    <div className="sheet">
      <h1>{words.heading}</h1>
      {asked.fault && !policy && <Failed title={words.failed} fault={asked.fault} retry={asked.reload} />}
      {policy && (
        <>
          <p className="soft">
            {policy.version === 0 ? words.folder : fill(words.version, { version: policy.version })}
          </p>
          <p className="soft">{fill(W.rules.hash, { hash: policy.hash })}</p>
        </>
      )}
      {manage && <UnitsImport applied={again} />}
      {policy && manage && (
        <section aria-label={words.history}>
          <h2>{words.history}</h2>
          {policy.versions.length === 0 && <p className="soft">{words.noHistory}</p>}
          <ul className="outcomes">
            {policy.versions.map((one) => (
              <li key={one.version}>
                {fill(words.version, one).replace(/^现行/, '')} <Name account={one.by} /> <When at={one.at} />{' '}
                <span className="soft">{one.note}</span>{' '}
                {one.version === policy.version ? (
                  <strong>{words.current}</strong>
                ) : (
                  <Button size="small" onClick={() => void rollback(one.version)}>
                    {words.rollback}
                  </Button>
                )}
              </li>
            ))}
          </ul>
          {policy.versions.length > 0 && (
            <Button size="small" onClick={() => void rollback(0)}>
              {words.rollbackFolder}
            </Button>
          )}
        </section>
      )}
      <UnitTable turn={turn} />
    </div>
  );
}
