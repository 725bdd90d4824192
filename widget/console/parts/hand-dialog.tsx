/** A conversation sent on, or a colleague asked about it: by expert line, by person, or whoever fits. */
import { Alert, App, Button, Input, Modal, Radio, Segmented } from 'antd';
import { type FormEvent, useRef, useState } from 'react';
import type { ThreadCard } from '../../../server/http/contract-desk.js';
import { call, type Reply, saidBy } from '../api.js';
import { useAsked } from '../asked.js';
import { makeId } from '../ids.js';
import { fill, W } from '../words.js';
import { Failed, Loading } from './faces.js';
import { Labelled } from './labelled.js';

type Mode = 'transfer' | 'consult';
type Found = Reply<'colleagues'>;
/** `line:12333`, `to:account`, or nobody in particular. */
const ANYONE = 'anyone';

function goal(chosen: string): { line: string | null; to: string | null } {
  const [kind, ...rest] = chosen.split(':');
  const code = rest.join(':');
  return { line: kind === 'line' ? code : null, to: kind === 'to' ? code : null };
}

function Choices({ found, mode, chosen, choose }: { found: Found; mode: Mode } & Choosing) {
  const words = W.hand;
  return (
    <Radio.Group className="hands" value={chosen} onChange={(event) => choose(event.target.value)}>
      {mode === 'transfer' && <Radio value={ANYONE}>{words.anyone}</Radio>}
      <strong>{words.lines}</strong>
      {found.lines.map(({ number, name, fits, people }) => (
        <Radio key={number} value={`line:${number}`}>
          {fill(words.lineRow, { number, name })} {fits && <span className="mark brand">◆ {words.fits}</span>}{' '}
          <span className="soft">
            {people.length > 0 ? fill(words.here, { n: people.length }) : words.nobody}
          </span>
        </Radio>
      ))}
      <strong>{words.people}</strong>
      {found.people.length === 0 && <span className="soft">{words.alone}</span>}
      {found.people.map(({ account, away, why, ...one }) => (
        <Radio key={account} value={`to:${account}`} disabled={away && mode === 'transfer'}>
          {fill(words.person, one)}{' '}
          <span className="soft">{away ? words.away : why.slice(0, -1).join('、')}</span>
        </Radio>
      ))}
    </Radio.Group>
  );
}

interface Choosing {
  chosen: string;
  choose: (value: string) => void;
}

export function HandDialog(props: {
  card: ThreadCard;
  close: () => void;
  moved: (card: ThreadCard) => void;
}) {
  const { card } = props;
  const { message } = App.useApp();
  const asked = useAsked(`colleagues ${card.id}`, (signal) =>
    call('colleagues', { params: { thread: card.id }, signal }),
  );
  const [mode, setMode] = useState<Mode>('transfer');
  const [chosen, choose] = useState(ANYONE);
  const [text, setText] = useState('');
  const [fault, setFault] = useState<string | null>(null);
  const [busy, setBusy] = useState(false);
  // The same question, however often the button is pressed.
  const id = useRef(makeId());
  const words = W.hand;
  const params = { thread: card.id };
  async function submit(event: FormEvent) {
    event.preventDefault();
    setBusy(true);
    setFault(null);
    try {
      if (mode === 'transfer') {
        const body = { version: card.version, ...goal(chosen), note: text };
        props.moved(await call('transferThread', { params, body }));
        void message.success(words.transferred);
      } else {
        await call('consult', { params, body: { id: id.current, ...goal(chosen), question: text } });
        void message.success(words.asked);
      }
      props.close();
    } catch (error) {
      setFault(saidBy(error));
    } finally {
      setBusy(false);
    }
  }
  return (
    <Modal open title={words.title} footer={null} onCancel={props.close} mask={{ closable: false }}>
      <form onSubmit={(event) => void submit(event)} className="stack" noValidate>
        <Segmented<Mode>
          value={mode}
          onChange={setMode}
          options={(['transfer', 'consult'] as const).map((value) => ({ value, label: words.modes[value] }))}
        />
        <p className="soft">{mode === 'transfer' ? words.transferHint : words.consultHint}</p>
        {fault && <Alert type="error" showIcon title={fault} />}
        {asked.fault && <Failed title={words.failed} fault={asked.fault} retry={asked.reload} />}
        {!asked.fault && !asked.value && <Loading rows={6} />}
        {asked.value && <Choices found={asked.value} mode={mode} chosen={chosen} choose={choose} />}
        <Labelled
          label={mode === 'transfer' ? words.note : words.question}
          control={(ties) => (
            <Input.TextArea
              {...ties}
              rows={3}
              maxLength={500}
              value={text}
              onChange={(event) => setText(event.target.value)}
            />
          )}
        />
        <div className="end">
          <Button onClick={props.close}>{words.cancel}</Button>
          <Button type="primary" htmlType="submit" loading={busy}>
            {words[mode]}
          </Button>
        </div>
      </form>
    </Modal>
  );
}
