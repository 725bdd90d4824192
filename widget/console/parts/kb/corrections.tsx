/** 纠错单: due first; each answered by what was done, or by why nothing is. */
import { App, Button, Input, Select } from 'antd';
import { useState } from 'react';
import type { KbCorrection } from '../../../../server/http/contract-knowledge.js';
import { call, saidBy } from '../../api.js';
import { useAsked } from '../../asked.js';
import { useMay } from '../../auth.js';
import { deadline } from '../../format.js';
import { KB } from '../../words/knowledge-base.js';
import { fill } from '../../words.js';
import { Failed, Loading, Nothing } from '../faces.js';
import { Name } from '../name.js';

const words = KB.corrections;
type State = keyof typeof words.states;

function Row({ row, open, settled }: { row: KbCorrection; open: (id: string) => void; settled: () => void }) {
  const { message } = App.useApp();
  const answers = useMay('knowledge.review') && row.state === 'open';
  const [answer, setAnswer] = useState('');
  const settle = (state: 'mended' | 'kept') =>
    call('kbSettle', { params: { correction: row.id }, body: { version: row.version, state, answer } }).then(
      () => {
        void message.success(KB.done);
        settled();
      },
      (error: unknown) => void message.error(saidBy(error)),
    );
  return (
    <li className="kb-row">
      <h2 className="small">
        <button type="button" className="link" onClick={() => open(row.item)}>
          {row.title}
        </button>
      </h2>
      <p>
        {KB.kinds[row.kind]}：{row.text}
      </p>
      <p className="soft">
        {words.from[row.from]} <Name account={row.by} />
        {'　'}
        <time dateTime={row.due} title={deadline(row.due).whole}>
          {fill(words.due, { at: deadline(row.due).said })}
        </time>
        {row.overdue && <span className="kb-fault block">　✕ {words.overdue}</span>}
        {row.hot && <span className="kb-fault">　◆ {words.hot}</span>}
      </p>
      {row.state !== 'open' && (
        <p className="soft">{fill(words.settled, { answer: row.answer || words.states[row.state] })}</p>
      )}
      {answers && (
        <div className="row-acts kb-answer">
          <Input
            aria-label={words.answer}
            placeholder={words.answer}
            maxLength={500}
            value={answer}
            onChange={(event) => setAnswer(event.target.value)}
          />
          <Button onClick={() => void settle('mended')}>{words.mended}</Button>
          <Button onClick={() => void settle('kept')}>{words.kept}</Button>
        </div>
      )}
    </li>
  );
}

export function Corrections({ open }: { open: (id: string) => void }) {
  const [state, setState] = useState<State>('open');
  const asked = useAsked(`kb-corrections:${state}`, (signal) =>
    call('kbCorrections', { query: { state }, signal }),
  );
  return (
    <>
      <search className="filters">
        <Select
          aria-label={words.state}
          value={state}
          onChange={(next: State) => setState(next)}
          options={Object.entries(words.states).map(([value, label]) => ({ value, label }))}
        />
      </search>
      {asked.fault && <Failed title={KB.failed} fault={asked.fault} retry={asked.reload} />}
      {!asked.fault && !asked.value && <Loading rows={6} />}
      {asked.value?.length === 0 && <Nothing>{words.empty[state]}</Nothing>}
      <ul className="kb-rows">
        {asked.value?.map((row) => (
          <Row key={row.id} row={row} open={open} settled={asked.reload} />
        ))}
      </ul>
    </>
  );
}
