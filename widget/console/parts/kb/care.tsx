/** What editors look after: questions without an answer, the map, items that say the same or contradict. */
import { App, Button, Table } from 'antd';
import { useMemo, useState } from 'react';
import type { KbGap, KbPair } from '../../../../server/http/contract-knowledge-open.js';
import { call, saidBy } from '../../api.js';
import { useAsked } from '../../asked.js';
import { nameOf, useOptions } from '../../options.js';
import { KB } from '../../words/knowledge-base.js';
import { fill } from '../../words.js';
import { Failed, Loading, Nothing } from '../faces.js';
import { Scroll } from '../scroll.js';

/** Looked at before anything is written: the item may only want another way of asking. */
export function Nearest({ item, open }: { item: KbGap['nearest']; open: (id: string) => void }) {
  if (!item) return null;
  return (
    <p className="soft">
      {KB.gaps.nearest}
      <button type="button" className="link" onClick={() => open(item.id)}>
        {item.title}
      </button>
    </p>
  );
}

/** What was put aside last, while it can be taken back. */
function Aside({ text, back }: { text: string; back: () => void }) {
  return (
    <p className="kb-aside" role="status">
      {fill(KB.aside, { text })}{' '}
      <Button size="small" onClick={back}>
        {KB.undo}
      </Button>
    </p>
  );
}

/** Puts aside and takes back; a fault is told, and the list is read anew either way. */
function useAside<T>(act: (one: T, open: boolean) => Promise<unknown>, reload: () => void) {
  const { message } = App.useApp();
  const [last, setLast] = useState<T | null>(null);
  const go = (one: T, open: boolean) =>
    act(one, open)
      .then(() => setLast(open ? null : one))
      .catch((error: unknown) => void message.error(saidBy(error)))
      .finally(reload);
  return { last, put: (one: T) => void go(one, false), back: (one: T) => void go(one, true) };
}

export function Gaps({ draft, open }: { draft: (gap: KbGap) => void; open: (id: string) => void }) {
  const { options } = useOptions();
  const asked = useAsked('kb-gaps', (signal) => call('kbGaps', { signal }));
  const aside = useAside(
    ({ ids }: KbGap, open) => call('kbSettleGaps', { body: { ids, ...(open ? { open } : {}) } }),
    asked.reload,
  );
  if (asked.fault) return <Failed title={KB.failed} fault={asked.fault} retry={asked.reload} />;
  if (!asked.value) return <Loading rows={6} />;
  const { last } = aside;
  return (
    <>
      {last && <Aside text={last.text} back={() => aside.back(last)} />}
      {asked.value.length === 0 && <Nothing>{KB.gaps.empty}</Nothing>}
      <ul className="kb-rows">
        {asked.value.map((gap) => (
          <li key={gap.ids[0]} className="kb-row">
            <h2 className="small">{gap.text}</h2>
            {gap.texts.slice(1).map((text) => (
              <p key={text} className="soft">
                {text}
              </p>
            ))}
            <p className="soft">
              {[
                fill(KB.gaps.count, { n: gap.count }),
                nameOf.category(options, gap.category),
                nameOf.region(options, gap.region),
              ]
                .filter(Boolean)
                .join('　')}
            </p>
            <Nearest item={gap.nearest} open={open} />
            <div className="row-acts">
              <Button type="primary" size="small" onClick={() => draft(gap)}>
                {KB.gaps.draft}
              </Button>
              <Button size="small" onClick={() => aside.put(gap)}>
                {KB.gaps.dismiss}
              </Button>
            </div>
          </li>
        ))}
      </ul>
    </>
  );
}

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

export function Pairs({ open }: { open: (id: string) => void }) {
  const asked = useAsked('kb-pairs', (signal) => call('kbPairs', { signal }));
  const aside = useAside(
    ({ a, b }: KbPair, open) =>
      call('kbSettlePair', { body: { a: a.id, b: b.id, ...(open ? { open } : {}) } }),
    asked.reload,
  );
  if (asked.fault) return <Failed title={KB.failed} fault={asked.fault} retry={asked.reload} />;
  if (!asked.value)
    return (
      <>
        <p className="soft">{KB.pairs.looking}</p>
        <Loading rows={6} />
      </>
    );
  const { last } = aside;
  return (
    <>
      {last && <Aside text={`${last.a.title}、${last.b.title}`} back={() => aside.back(last)} />}
      {asked.value.length === 0 && <Nothing>{KB.pairs.empty}</Nothing>}
      <ul className="kb-rows">
        {asked.value.map((pair) => {
          const { a, b, differs } = pair;
          return (
            <li key={`${a.id} ${b.id}`} className="kb-row">
              {differs.map(({ unit, a: one, b: other }) => (
                <p key={unit} className="kb-fault block">
                  ✕ {fill(KB.pairs.differs, { unit, a: one.join('、'), b: other.join('、') })}
                </p>
              ))}
              {differs.length === 0 && <p className="soft">◆ {KB.pairs.near}</p>}
              <div className="kb-pair">
                {[a, b].map((side) => (
                  <section key={side.id}>
                    <h2 className="small">{side.title}</h2>
                    <p className="answer">{side.answer}</p>
                    <Button
                      size="small"
                      aria-label={`${KB.pairs.open}：${side.title}`}
                      onClick={() => open(side.id)}
                    >
                      {KB.pairs.open}
                    </Button>
                  </section>
                ))}
              </div>
              <div className="row-acts">
                <Button size="small" onClick={() => aside.put(pair)}>
                  {KB.pairs.dismiss}
                </Button>
              </div>
            </li>
          );
        })}
      </ul>
    </>
  );
}
