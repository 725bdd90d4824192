/** The map: which categories, leagues and lines have items. */
import { Table } from 'antd';
import { useMemo } from 'react';
import { call } from '../../api.js';
import { useAsked } from '../../asked.js';
import { KB } from '../../words/knowledge-base.js';
import { fill } from '../../words.js';
import { Failed, Loading } from '../faces.js';
import { Scroll } from '../scroll.js';

export function Coverage() {
  const asked = useAsked('kb-map', (signal) => call('kbMap', { signal }));
  const columns = useMemo(() => {
    const regions = asked.value?.regions ?? [];
    return [
      { title: KB.filters.category, dataIndex: 'name', fixed: 'left' as const },
      { title: KB.map.total, dataIndex: 'total', className: 'figures' },
      ...regions.map(({ code, name }) => ({
        title: name,
        className: 'figures',
        render: (_: unknown, row: { counts: Record<string, number> }) => row.counts[code] ?? '—',
      })),
    ];
  }, [asked.value]);
  if (asked.fault) return <Failed title={KB.failed} fault={asked.fault} retry={asked.reload} />;
  if (!asked.value) return <Loading rows={10} />;
  const { rows, hotlines, regions } = asked.value;
  // What holds in the whole region holds there too; their own is what they lack.
  const bare = regions.filter(({ code }) => !rows.some(({ counts }) => counts[code]));
  return (
    <>
      <Scroll label={KB.map.table}>
        <Table size="small" rowKey="category" pagination={false} dataSource={rows} columns={columns} />
      </Scroll>
      <p className="soft">{KB.map.note}</p>
      <h2 className="small">
        {bare.length > 0 ? fill(KB.map.regions, { n: bare.length }) : KB.map.regionsNone}
      </h2>
      {bare.length > 0 && <p>{bare.map(({ name }) => name).join('、')}</p>}
      <h2 className="small">
        {hotlines.length > 0 ? fill(KB.map.hotlines, { n: hotlines.length }) : KB.map.none}
      </h2>
      <ul>
        {hotlines.map(({ number, name, unit }) => (
          <li key={number}>
            {number} {name}　<span className="soft">{unit}</span>
          </li>
        ))}
      </ul>
    </>
  );
}
