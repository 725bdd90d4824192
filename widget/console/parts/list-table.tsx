/** A list as a table, with its four faces: loading, failed with a way out, nothing and what to do, full; and the next page. */
import { Table, type TableColumnsType } from 'antd';
import type { Asked } from '../asked.js';
import type { Listed } from '../rows.js';
import { Failed, Loading, Nothing } from './faces.js';
import { More } from './more.js';
import { Scroll } from './scroll.js';

export type Face<T> = Pick<Listed<T>, 'phase' | 'rows' | 'fault' | 'reload'> &
  Partial<Pick<Listed<T>, 'next' | 'more' | 'loadMore'>>;

/** Fetched in one piece a list may be long: more rows than this are paged. */
const AT_ONCE = 200;

/** What was fetched in one piece, as a list. */
export function faceOf<T>({
  value,
  fault,
  reload,
}: Pick<Asked<{ rows: T[] }>, 'value' | 'fault' | 'reload'>): Face<T> {
  const phase = fault ? 'failed' : value ? 'ready' : 'loading';
  return { phase, rows: value?.rows ?? [], fault, reload };
}

export function ListTable<T>(props: {
  list: Face<T>;
  label: string;
  failed: string;
  empty: string;
  rowKey: keyof T & string;
  columns: TableColumnsType<T>;
}) {
  const { list } = props;
  if (list.phase === 'loading') return <Loading rows={10} />;
  if (list.phase === 'failed') return <Failed title={props.failed} fault={list.fault} retry={list.reload} />;
  if (list.rows.length === 0) return <Nothing>{props.empty}</Nothing>;
  return (
    <>
      <Scroll label={props.label}>
        <Table<T>
          size="small"
          aria-label={props.label}
          rowKey={props.rowKey}
          pagination={list.rows.length > AT_ONCE ? { pageSize: AT_ONCE / 2 } : false}
          dataSource={list.rows}
          columns={props.columns}
        />
      </Scroll>
      <More list={list} />
    </>
  );
}
