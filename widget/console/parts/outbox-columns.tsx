/** One line in trouble as a row: since when, to whom, what, why, and what can be done. */
import { Button, type TableColumnsType } from 'antd';
import type { OutboxRow } from '../../../server/http/contract-outbox.js';
import { useNames } from '../names.js';
import { go, orderLink, threadLink } from '../route.js';
import { fill, W } from '../words.js';
import { deliveryWords } from './delivery.js';
import { When } from './when.js';

const words = W.undelivered;

function Why({ row }: { row: OutboxRow }) {
  const called = useNames();
  const { settled, delivery } = row;
  return (
    <>
      <span className={`mark ${delivery.state === 'retrying' ? 'warn' : 'urgent'}`}>
        {delivery.state === 'retrying' ? '◆' : '▲'} {deliveryWords(delivery)}
      </span>
      <div>{row.reason}</div>
      {row.resends > 0 && <div className="soft">{fill(words.resends, { n: row.resends })}</div>}
      {settled && (
        <div>
          {fill(words.settledBy, { by: called(settled.by), note: settled.note })} <When at={settled.at} />
        </div>
      )}
    </>
  );
}

export function outboxColumns(acts: {
  resend: ((id: string) => void) | null;
  settle: ((id: string) => void) | null;
  busy: boolean;
}): TableColumnsType<OutboxRow> {
  return [
    { title: words.columns.since, width: 110, render: (_, row) => <When at={row.since} /> },
    { title: words.columns.channel, width: 90, dataIndex: 'channelName' },
    {
      title: words.columns.citizen,
      width: 150,
      render: (_, row) => row.citizen || <span className="soft">{words.noName}</span>,
    },
    {
      title: words.columns.text,
      render: (_, row) => (
        <>
          <span className="clip">{row.text}</span>
          {row.orderNo && (
            <button type="button" className="link figures" onClick={() => go(orderLink(row.orderNo ?? ''))}>
              {fill(words.order, { no: row.orderNo })}
            </button>
          )}
        </>
      ),
    },
    { title: words.columns.why, width: 240, render: (_, row) => <Why row={row} /> },
    {
      title: words.columns.acts,
      width: 270,
      render: (_, { id, thread }) => (
        <span className="row-acts">
          {acts.resend && (
            <Button size="small" disabled={acts.busy} onClick={() => acts.resend?.(id)}>
              {words.resend}
            </Button>
          )}
          {acts.settle && (
            <Button size="small" onClick={() => acts.settle?.(id)}>
              {words.settle}
            </Button>
          )}
          <Button size="small" type="link" onClick={() => go(threadLink(thread))}>
            {words.open}
          </Button>
        </span>
      ),
    },
  ];
}
