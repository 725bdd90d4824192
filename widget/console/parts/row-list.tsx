/** A list of cards: the count of what is new, the rows, more of them, or the words for none. */
import { Button } from 'antd';
import type { ReactNode } from 'react';
import type { Listed } from '../rows.js';
import { fill } from '../words.js';
import { Failed, Loading, Nothing } from './faces.js';
import { More } from './more.js';

export function RowList<T>(props: {
  list: Listed<T>;
  label: string;
  id: (row: T) => string;
  pill: string;
  empty: string;
  failed: string;
  row: (row: T, gone: boolean) => ReactNode;
}) {
  const { list } = props;
  if (list.phase === 'loading') return <Loading rows={8} />;
  if (list.phase === 'failed') return <Failed title={props.failed} fault={list.fault} retry={list.reload} />;
  return (
    <>
      <div role="status">
        {list.fresh.size > 0 && (
          <Button type="primary" shape="round" className="pill" onClick={list.reload}>
            {fill(props.pill, { n: list.fresh.size })}
          </Button>
        )}
      </div>
      {list.rows.length === 0 && <Nothing>{props.empty}</Nothing>}
      {list.rows.length > 0 && (
        <ul className="cards" aria-label={props.label}>
          {list.rows.map((row) => (
            <li key={props.id(row)}>{props.row(row, list.gone.has(props.id(row)))}</li>
          ))}
        </ul>
      )}
      <More list={list} />
    </>
  );
}
