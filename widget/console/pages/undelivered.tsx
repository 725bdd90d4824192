/** Lines that did not reach their citizen: seen, sent again, or settled some other way. */
import { Button, Segmented, Select, Table } from 'antd';
import { useRef, useState } from 'react';
import type { OutboxRow } from '../../../server/http/contract-outbox.js';
import { useMay, useSession } from '../auth.js';
import { useKeys } from '../keys.js';
import { Failed, Loading, Nothing } from '../parts/faces.js';
import { Hints } from '../parts/hints.js';
import { moveFocus } from '../parts/lists.js';
import { More } from '../parts/more.js';
import { outboxColumns } from '../parts/outbox-columns.js';
import { Scroll } from '../parts/scroll.js';
import { SettleNote } from '../parts/settle-note.js';
import { go, setParams, threadLink, useParam } from '../route.js';
import { useOutbox, VIEWS, type View } from '../use-outbox.js';
import { fill, W } from '../words.js';

const words = W.undelivered;

function Bulk(props: { lines: string[]; busy: boolean; resend: (() => void) | null; settle: () => void }) {
  const n = props.lines.length;
  return (
    <p className="bulk" role="status">
      {n > 0 && (
        <>
          <span>{fill(words.picked, { n })}</span>
          {props.resend && (
            <Button type="primary" size="small" loading={props.busy} onClick={props.resend}>
              {fill(words.resendMany, { n })}
            </Button>
          )}
          <Button size="small" onClick={props.settle}>
            {fill(words.settleMany, { n })}
          </Button>
        </>
      )}
    </p>
  );
}

export function Undelivered() {
  const { account } = useSession();
  const may = useMay('thread.claim');
  const [asked] = useParam('state');
  const [channel] = useParam('channel');
  const view: View = VIEWS.find((one) => one === asked) ?? 'failed';
  const { list, counts, picked, setPicked, changed, busy, act } = useOutbox(view, channel);
  const [settling, setSettling] = useState<string[] | null>(null);
  const place = useRef<HTMLDivElement>(null);
  const acts = may && view !== 'settled';

  const focused = (): OutboxRow | undefined => {
    const id = document.activeElement?.closest<HTMLElement>('[data-row]')?.dataset.row;
    return list.rows.find((row) => row.id === id);
  };
  const chosen = (): string[] => (picked.length > 0 ? picked : focused() ? [focused()!.id] : []);
  const pick = (id: string) =>
    setPicked(picked.includes(id) ? picked.filter((one) => one !== id) : [...picked, id]);
  useKeys({
    j: () => moveFocus(place.current, 1),
    k: () => moveFocus(place.current, -1),
    x: () => acts && focused() && pick(focused()!.id),
    r: () => acts && view === 'failed' && chosen().length > 0 && void act('resend', chosen()),
    s: () => acts && chosen().length > 0 && setSettling(chosen()),
  });
  const label = (name: View) =>
    name === 'settled' || !counts ? words[name] : `${words[name]} ${counts[name]}`;
  const names = new Map(list.rows.map((row) => [row.channel, row.channelName]));
  if (channel && !names.has(channel)) names.set(channel, channel);
  return (
    <div className="sheet" ref={place}>
      <h1>{words.heading}</h1>
      <Hints account={account} page="undelivered" />
      <search className="filters">
        <Segmented<View>
          aria-label={words.views}
          value={view}
          onChange={(state) => {
            setPicked([]);
            setParams({ state }, true);
          }}
          options={VIEWS.map((name) => ({ value: name, label: label(name) }))}
        />
        <Select
          aria-label={words.channel}
          value={channel}
          onChange={(next: string) => setParams({ channel: next }, true)}
          options={[
            { value: '', label: words.anyChannel },
            ...[...names].map(([value, title]) => ({ value, label: title })),
          ]}
        />
        {changed && (
          <Button type="primary" shape="round" size="small" onClick={list.reload}>
            {words.changed}
          </Button>
        )}
      </search>
      {acts && (
        <Bulk
          lines={picked}
          busy={busy}
          resend={view === 'failed' ? () => void act('resend', picked) : null}
          settle={() => setSettling(picked)}
        />
      )}
      {list.phase === 'loading' && <Loading rows={8} />}
      {list.phase === 'failed' && <Failed title={words.loadFailed} fault={list.fault} retry={list.reload} />}
      {list.phase === 'ready' && list.rows.length === 0 && <Nothing>{words.empty[view]}</Nothing>}
      {list.phase === 'ready' && list.rows.length > 0 && (
        <Scroll label={words.table}>
          <Table<OutboxRow>
            size="small"
            aria-label={words.table}
            rowKey="id"
            pagination={false}
            dataSource={list.rows}
            columns={outboxColumns({
              resend: acts && view === 'failed' ? (id) => void act('resend', [id]) : null,
              settle: acts ? (id) => setSettling([id]) : null,
              busy,
            })}
            {...(acts
              ? {
                  rowSelection: {
                    selectedRowKeys: picked,
                    onChange: (keys) => setPicked(keys.map(String)),
                    getCheckboxProps: (row) => ({ 'aria-label': `${row.channelName} ${row.text}` }),
                  },
                }
              : {})}
            onRow={(row) =>
              ({
                'data-row': row.id,
                tabIndex: 0,
                onKeyDown: (event: React.KeyboardEvent) => {
                  if (event.key === 'Enter' && event.target === event.currentTarget)
                    go(threadLink(row.thread));
                },
              }) as React.HTMLAttributes<HTMLElement>
            }
          />
        </Scroll>
      )}
      <More list={list} />
      {settling && (
        <SettleNote
          count={settling.length}
          busy={busy}
          close={() => setSettling(null)}
          submit={(note) =>
            void act('settle', settling, note).then((well) => {
              if (well) setSettling(null);
            })
          }
        />
      )}
    </div>
  );
}
