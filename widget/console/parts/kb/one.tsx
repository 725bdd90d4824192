/** One item: what is told, what is being written and what it changes, who did what, every edition. */
import { Button } from 'antd';
import { useState } from 'react';
import type { KbEntry } from '../../../../server/http/contract-knowledge.js';
import { call } from '../../api.js';
import { useAsked } from '../../asked.js';
import { exact } from '../../format.js';
import { useNames } from '../../names.js';
import { KB } from '../../words/knowledge-base.js';
import { fill, wordFor } from '../../words.js';
import { Failed, Loading } from '../faces.js';
import { Name } from '../name.js';
import { Acts } from './acts.js';
import { Correct } from './correct.js';
import { Diff } from './diff.js';
import { Editor } from './editor.js';
import { Facts } from './facts.js';
import { textOf } from './text.js';

export function One({ id, back }: { id: string; back: () => void }) {
  const asked = useAsked(`kb:${id}`, (signal) => call('kbItem', { params: { item: id }, signal }));
  if (asked.fault) return <Failed title={KB.failed} fault={asked.fault} retry={asked.reload} />;
  if (!asked.value) return <Loading rows={8} />;
  return <Shown entry={asked.value} put={asked.put} back={back} />;
}

function Shown({ entry, put, back }: { entry: KbEntry; put: (entry: KbEntry) => void; back: () => void }) {
  const called = useNames();
  const [writing, setWriting] = useState<KbEntry['live']>(null);
  const { card, live, work, down, editions, used, useful } = entry;
  const text = work?.item ?? live ?? down?.item ?? null;
  return (
    <div className="sheet kb-item">
      <div className="sheet-head start">
        <Button onClick={back}>{KB.back}</Button>
        <h1>{card.title || KB.newTitle}</h1>
      </div>
      <p className="soft">
        {[
          fill(KB.number, { id: card.id }),
          KB.standings[card.standing],
          card.told ? `● ${KB.told}` : `○ ${KB.notTold}`,
          ...(card.expired ? [`◆ ${KB.expired}`] : []),
        ].join('　')}
      </p>
      {work?.returned && <p className="kb-fault block">✕ {fill(KB.returned, { reason: work.returned })}</p>}
      {down && (
        <p className="kb-fault">◆ {fill(KB.downBecause, { by: called(down.by), reason: down.reason })}</p>
      )}
      {writing ? (
        <Editor
          id={card.id}
          stored={{ text: textOf(writing), owner: card.owner, version: card.version }}
          leave={() => setWriting(null)}
          done={(next) => {
            put(next);
            setWriting(null);
          }}
        />
      ) : (
        <>
          <Acts entry={entry} put={put} />
          {entry.acts.includes('save') && text && (
            <div className="row-acts">
              <Button onClick={() => setWriting(text)}>{KB.acts.save}</Button>
            </div>
          )}
          {text && (
            <section className="kb-preview">
              <p className="answer" lang={text.language}>
                {text.answer}
              </p>
              {text.internal && (
                <p className="soft">
                  {KB.fields.internal}：{text.internal}
                </p>
              )}
              <Facts item={text} owner={card.owner} />
            </section>
          )}
          {work && (
            <section>
              <h2 className="small">{KB.diff}</h2>
              {live || down ? <Diff rows={work.diff} /> : <p className="soft">{KB.newText}</p>}
              {work.faults.map((fault) => (
                <p
                  key={`${fault.rule}${fault.from}`}
                  className={fault.severity === 'block' ? 'kb-fault block' : 'kb-fault'}
                >
                  {fault.severity === 'block' ? `✕ ${KB.block}` : `◆ ${KB.warn}`}：{fault.says}
                </p>
              ))}
            </section>
          )}
          <p className="soft">{fill(KB.used, { ...used, ...useful })}</p>
          <Correct item={card.id} />
          {editions.length > 0 && (
            <details>
              <summary>{KB.editions}</summary>
              {editions.map((one) => (
                <section key={one.edition}>
                  <h2 className="small">{fill(KB.edition, { n: one.edition })}</h2>
                  <p className="soft">
                    {fill(KB.editionBy, {
                      at: exact(one.at),
                      writers: one.writers.join('、'),
                      department: one.department ?? '',
                      platform: one.platform,
                    })}
                  </p>
                  {one.diff.length > 0 && <Diff rows={one.diff} />}
                  {entry.acts.includes('save') && (
                    <Button size="small" onClick={() => setWriting(one.item)}>
                      {KB.restore}
                    </Button>
                  )}
                </section>
              ))}
            </details>
          )}
          <details>
            <summary>{KB.history}</summary>
            <ol className="kb-log">
              {entry.log.map(({ at, by, action, note }) => (
                <li key={`${at}${action}`}>
                  {exact(at)} <Name account={by} /> {wordFor(KB.acts, action)} {note}
                </li>
              ))}
            </ol>
          </details>
        </>
      )}
    </div>
  );
}
