/** All items within one's reach: filtered by the address, newest first. */
import { Button, Input, Select, Table } from 'antd';
import { useState } from 'react';
import type { KbCard } from '../../../../server/http/contract-knowledge.js';
import { call } from '../../api.js';
import { useMay } from '../../auth.js';
import { nameOf, useOptions } from '../../options.js';
import { setParams, useParams } from '../../route.js';
import { useRows } from '../../rows.js';
import { KB } from '../../words/knowledge-base.js';
import { fill, W } from '../../words.js';
import { Failed, Loading, Nothing } from '../faces.js';
import { More } from '../more.js';
import { Scroll } from '../scroll.js';
import { When } from '../when.js';

const PAGE = 50;
const NAMES = ['state', 'category', 'region', 'unit', 'language', 'due', 'q'] as const;

export function List({ open, create }: { open: (id: string) => void; create: () => void }) {
  const { options } = useOptions();
  const writes = useMay('knowledge.edit');
  const filter = useParams(NAMES);
  const [typed, setTyped] = useState(filter.q);
  const list = useRows<KbCard>(
    JSON.stringify(filter),
    (card) => card.id,
    (after) => call('kbList', { query: { ...filter, after, limit: PAGE } }),
  );
  const pick = (
    name: 'state' | 'category' | 'region' | 'unit' | 'language' | 'due',
    rows: { value: string; label: string }[],
  ) => (
    <Select
      aria-label={KB.filters[name]}
      showSearch={{ optionFilterProp: 'label' }}
      value={filter[name]}
      onChange={(value: string) => setParams({ [name]: value || null }, true)}
      options={name === 'due' ? rows : [{ value: '', label: KB.all[name] }, ...rows]}
    />
  );
  return (
    <>
      <search className="filters">
        <Input.Search
          aria-label={KB.filters.q}
          placeholder={KB.filters.q}
          allowClear
          value={typed}
          onChange={(event) => setTyped(event.target.value)}
          onSearch={(value) => setParams({ q: value.trim() || null }, true)}
        />
        {pick(
          'state',
          Object.entries(KB.standings)
            .filter(([value]) => value !== 'none')
            .map(([value, label]) => ({ value, label })),
        )}
        {pick(
          'category',
          options.categories.map(({ code, name }) => ({ value: code, label: name })),
        )}
        {pick(
          'region',
          options.regions.map(({ code }) => ({ value: code, label: nameOf.region(options, code) ?? code })),
        )}
        {pick(
          'unit',
          options.units.map(({ code, name }) => ({ value: code, label: name })),
        )}
        {pick(
          'language',
          Object.entries(KB.languages).map(([value, label]) => ({ value, label })),
        )}
        {pick(
          'due',
          Object.entries(KB.dues).map(([value, label]) => ({ value, label })),
        )}
        {writes && (
          <Button type="primary" onClick={create}>
            {KB.create}
          </Button>
        )}
      </search>
      <p className="soft" role="status">
        {list.phase === 'ready' && fill(W.common.total, { n: list.count })}
      </p>
      {list.phase === 'loading' && <Loading rows={10} />}
      {list.phase === 'failed' && <Failed title={KB.failed} fault={list.fault} retry={list.reload} />}
      {list.phase === 'ready' && list.rows.length === 0 && <Nothing>{KB.empty}</Nothing>}
      {list.phase === 'ready' && list.rows.length > 0 && (
        <Scroll label={KB.table}>
          <Table<KbCard>
            size="small"
            aria-label={KB.table}
            rowKey="id"
            pagination={false}
            dataSource={list.rows}
            columns={[
              {
                title: KB.columns.title,
                render: (_, row) => (
                  <button type="button" className="link" onClick={() => open(row.id)}>
                    {row.title || row.id}
                  </button>
                ),
              },
              {
                title: KB.columns.standing,
                render: (_, row) => `${KB.standings[row.standing]}${row.expired ? `　◆ ${KB.expired}` : ''}`,
              },
              { title: KB.columns.unit, dataIndex: 'unit' },
              { title: KB.columns.region, render: (_, row) => nameOf.region(options, row.region) },
              { title: KB.columns.review, render: (_, row) => row.reviewBy ?? '—' },
              { title: KB.columns.updated, render: (_, row) => <When at={row.updatedAt} /> },
            ]}
          />
        </Scroll>
      )}
      {list.phase === 'ready' && <More list={list} />}
    </>
  );
}
