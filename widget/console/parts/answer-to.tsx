/** Where an order's answer goes, changed on the citizen's words; what was typed stays until it is written down. */
import { App, Button, Checkbox, Input } from 'antd';
import { type FormEvent, useState } from 'react';
import type { PersonPage } from '../../../server/http/contract-desk.js';
import { call, Problem, saidBy } from '../api.js';
import { fill, W } from '../words.js';
import { Labelled } from './labelled.js';

const words = W.person;

export function AnswerTo(props: {
  answer: PersonPage['answers'][number];
  channels: ReadonlyMap<string, string>;
  changed: (page: PersonPage) => void;
  reload: () => void;
}) {
  const { orderNo, version, may, goes } = props.answer;
  const { message } = App.useApp();
  const [open, setOpen] = useState(false);
  const [threads, setThreads] = useState(goes);
  const [said, setSaid] = useState('');
  const [tried, setTried] = useState(false);
  const [busy, setBusy] = useState(false);
  const short = said.trim().length < 2;

  async function submit(event: FormEvent) {
    event.preventDefault();
    setTried(true);
    if (threads.length === 0 || short) return;
    setBusy(true);
    try {
      const page = await call('answerTo', {
        params: { orderNo },
        body: { version, threads, words: said.trim() },
      });
      void message.success(words.changed);
      setOpen(false);
      setSaid('');
      setTried(false);
      props.changed(page);
    } catch (error) {
      void message.error(saidBy(error));
      if (error instanceof Problem && error.code === 'STALE') props.reload();
    } finally {
      setBusy(false);
    }
  }

  if (!open)
    return (
      <Button
        size="small"
        aria-label={fill(words.changeOf, { no: orderNo })}
        onClick={() => {
          setThreads(goes);
          setOpen(true);
        }}
      >
        {words.change}
      </Button>
    );
  return (
    <form className="stack" aria-label={fill(words.changeOf, { no: orderNo })} onSubmit={submit}>
      <fieldset className="bare">
        <legend>{words.where}</legend>
        <Checkbox.Group
          value={threads}
          onChange={setThreads}
          options={may.map((value) => ({ value, label: props.channels.get(value) ?? value }))}
        />
        {tried && threads.length === 0 && (
          <p role="alert" className="fault">
            {words.needWhere}
          </p>
        )}
      </fieldset>
      <Labelled
        label={words.words}
        fault={tried && short ? words.needWords : null}
        control={(ties) => (
          <Input.TextArea
            {...ties}
            autoFocus
            rows={2}
            maxLength={200}
            placeholder={words.wordsHint}
            value={said}
            onChange={(event) => setSaid(event.target.value)}
          />
        )}
      />
      <p className="acts">
        <Button size="small" type="primary" htmlType="submit" loading={busy}>
          {words.submit}
        </Button>{' '}
        <Button size="small" onClick={() => setOpen(false)}>
          {W.common.cancel}
        </Button>
      </p>
    </form>
  );
}
