/** What a figure is made of: numerator or denominator, a page at a time. */
import { Button, Drawer, Segmented } from 'antd';
import { type ReactNode, useEffect, useState } from 'react';
import { W } from '../words.js';
import { Failed, Loading, Nothing } from './faces.js';

const words = W.insight;

export interface Behind {
  title: string;
  /** Query of the figure. */
  query: Record<string, string>;
  /** A rate has two sides. */
  sides: boolean;
}

export interface RowsPage<R> {
  rows: R[];
  next: string | null;
  /** What the rows are, in words. */
  said: string;
}

type Ask<R> = (query: Record<string, string | null>, signal: AbortSignal | undefined) => Promise<RowsPage<R>>;

interface Props<R> {
  behind: Behind | null;
  close: () => void;
  ask: Ask<R>;
  keyOf: (row: R) => string;
  show: (row: R) => ReactNode;
  empty: string;
  failed: string;
  label: string;
}

export function RowsDrawer<R>({ behind, close, ask, keyOf, show, empty, failed, label }: Props<R>) {
  const [part, setPart] = useState<'top' | 'base'>('top');
  const [rows, setRows] = useState<R[]>([]);
  const [said, setSaid] = useState('');
  const [next, setNext] = useState<string | null>(null);
  const [fault, setFault] = useState<Error | null>(null);
  const [busy, setBusy] = useState(false);

  const load = (after: string | null, signal?: AbortSignal) => {
    if (!behind) return;
    setBusy(true);
    setFault(null);
    ask({ ...behind.query, part, after }, signal).then(
      (found) => {
        setRows((old) => (after ? [...old, ...found.rows] : found.rows));
        setSaid(found.said);
        setNext(found.next);
        setBusy(false);
      },
      (error: Error) => {
        if (signal?.aborted) return;
        setFault(error);
        setBusy(false);
      },
    );
  };
  // biome-ignore lint/correctness/useExhaustiveDependencies: another figure or side is another question
  useEffect(() => {
    const stop = new AbortController();
    setRows([]);
    setNext(null);
    load(null, stop.signal);
    return () => stop.abort();
  }, [behind, part]);

  return (
    <Drawer title={behind?.title} open={behind !== null} onClose={close} size="min(720px, 100vw)">
      {behind?.sides && (
        <Segmented
          aria-label={label}
          value={part}
          onChange={(one) => setPart(one)}
          options={[
            { value: 'top' as const, label: words.top },
            { value: 'base' as const, label: words.base },
          ]}
        />
      )}
      <p className="soft">{said}</p>
      {fault && <Failed title={failed} fault={fault} retry={() => load(null)} />}
      {!fault && busy && rows.length === 0 && <Loading rows={6} />}
      {!fault && !busy && rows.length === 0 && <Nothing>{empty}</Nothing>}
      <ul className="report-list">
        {rows.map((row) => (
          <li key={keyOf(row)}>{show(row)}</li>
        ))}
      </ul>
      {next && (
        <Button loading={busy} onClick={() => load(next)}>
          {words.more}
        </Button>
      )}
    </Drawer>
  );
}
