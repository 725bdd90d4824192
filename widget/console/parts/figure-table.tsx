/** Rows of figures: the name to the left, a head that opens its definition, a number that opens what is behind it. */
import { Table, type TableColumnsType } from 'antd';
import type { ReactNode } from 'react';
import type { InsightReport } from '../../../server/http/contract-insight.js';
import { showDefinition } from './measure-defs.js';
import { Scroll } from './scroll.js';

export type FigureRow = Pick<InsightReport['rows'][number], 'code' | 'name' | 'values'>;

/** More rows than this are paged. */
const AT_ONCE = 200;

/** `open` null: whoever may not read what is behind it is told the number alone. */
export function Figure({ text, title, open }: { text: string; title: string; open: (() => void) | null }) {
  if (!open) return text;
  return (
    <button type="button" className="link" aria-label={title} onClick={open}>
      {text}
    </button>
  );
}

export function DefinitionLink({ id, name }: { id: string; name: (id: string) => string }) {
  return (
    <button type="button" className="link" onClick={() => showDefinition(id)}>
      {name(id)}
    </button>
  );
}

export function FigureTable<R extends FigureRow>(props: {
  label: string;
  /** What the rows are. */
  first: string;
  /** Measures, in this order. */
  shown: readonly string[];
  rows: readonly R[];
  name: (id: string) => string;
  figure: (row: R, id: string) => ReactNode;
}) {
  const { rows, name } = props;
  const columns: TableColumnsType<R> = [
    { title: props.first, dataIndex: 'name', fixed: 'left' },
    ...props.shown.map((id) => ({
      key: id,
      align: 'right' as const,
      title: <DefinitionLink id={id} name={name} />,
      className: 'figures',
      render: (_: unknown, row: R) => props.figure(row, id),
    })),
  ];
  return (
    <Scroll label={props.label}>
      <Table<R>
        size="small"
        aria-label={props.label}
        rowKey="code"
        pagination={rows.length > AT_ONCE ? { pageSize: AT_ONCE / 2 } : false}
        dataSource={rows}
        columns={columns}
      />
    </Scroll>
  );
}
