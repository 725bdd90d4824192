/** Items that say the same or contradict each other. */
import { Button } from 'antd';
import type { KbPair } from '../../../../server/http/contract-knowledge-open.js';
import { call } from '../../api.js';
import { useAsked } from '../../asked.js';
import { KB } from '../../words/knowledge-base.js';
import { fill } from '../../words.js';
import { Failed, Loading, Nothing } from '../faces.js';
import { Aside, useAside } from './aside.js';

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
