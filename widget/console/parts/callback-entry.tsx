/** One call-back: the script beside the answers, a key for each, what came before; then it ends or is done again. */
import { Alert, App, Button, Input, Radio } from 'antd';
import { useState } from 'react';
import type { CallbackList, CallbackRow } from '../../../server/http/contract-callbacks.js';
import { call, saidBy } from '../api.js';
import { useKeys } from '../keys.js';
import { nameOf, useOptions } from '../options.js';
import { setParams } from '../route.js';
import { fill, W } from '../words.js';
import { Labelled } from './labelled.js';
import { Name } from './name.js';
import { When } from './when.js';

const words = W.callbacks;

interface Typed {
  connected?: boolean;
  contacted?: boolean;
  solved?: boolean;
  satisfied?: 'satisfied' | 'basically' | 'dissatisfied';
}

function Verdict({ name, said }: { name: string; said: CallbackRow['first'] }) {
  const { options } = useOptions();
  return (
    <div>
      <dt>{name}</dt>
      <dd>
        {said
          ? [
              said.contacted ? W.units.wasContacted : W.units.notContacted,
              said.solved ? W.units.wasSolved : W.units.notSolved,
              options.words.satisfied?.[said.satisfied ?? ''] ?? '',
            ].join('，')
          : words.none}
      </dd>
    </div>
  );
}

export function CallbackEntry(props: { row: CallbackRow; script: CallbackList['script']; done: () => void }) {
  const { row, script, done } = props;
  const { orderNo, version } = row.card;
  const { message } = App.useApp();
  const { options } = useOptions();
  const [typed, setTyped] = useState<Typed>({});
  const [note, setNote] = useState('');
  const [fault, setFault] = useState<string | null>(null);
  const [busy, setBusy] = useState(false);
  const may = row.stage === 'due' || row.stage === 'self';

  async function step(action: string, body: object) {
    setBusy(true);
    setFault(null);
    try {
      await call('step', {
        params: { orderNo },
        body: { action, version, ...(note.trim() ? { reason: note.trim() } : {}), ...body },
      });
      void message.success(words.saved);
      done();
    } catch (error) {
      setFault(saidBy(error));
    } finally {
      setBusy(false);
    }
  }
  function save(answers: Typed = typed) {
    const { connected, contacted, solved, satisfied } = answers;
    const whole =
      connected === false || (contacted !== undefined && solved !== undefined && satisfied !== undefined);
    if (connected === undefined || !whole) return setFault(words.need);
    const callback = connected ? { connected, contacted, solved, satisfied } : { connected };
    void step('callback', { given: { callback } });
  }
  const say = (more: Typed) => setTyped((old) => ({ ...old, connected: true, ...more }));
  useKeys(
    may
      ? {
          n: () => save({ connected: false }),
          '1': () => say({ contacted: true }),
          '2': () => say({ contacted: false }),
          '3': () => say({ solved: true }),
          '4': () => say({ solved: false }),
          '5': () => say({ satisfied: 'satisfied' }),
          '6': () => say({ satisfied: 'basically' }),
          '7': () => say({ satisfied: 'dissatisfied' }),
        }
      : {},
  );
  const question = <K extends 'contacted' | 'solved'>(name: K) => (
    <fieldset className="labelled bare">
      <legend>{script.questions[name]}</legend>
      <Radio.Group
        value={typed[name]}
        onChange={(event) => say({ [name]: event.target.value as boolean })}
        options={[
          { value: true, label: W.given.yes },
          { value: false, label: W.given.no },
        ]}
      />
    </fieldset>
  );
  return (
    <section className="order" aria-label={fill(words.entry, { no: orderNo })}>
      <h2>{row.card.title}</h2>
      <p className="acts">
        <Button onClick={() => setParams({ order: orderNo })} aria-haspopup="dialog">
          {W.proceedings.openOrder}
        </Button>
      </p>
      <dl className="facts">
        <div>
          <dt>{words.why}</dt>
          <dd>{row.rule || words.none}</dd>
        </div>
        <div>
          <dt>{W.orders.columns.region}</dt>
          <dd>{nameOf.region(options, row.card.region)}</dd>
        </div>
        <div>
          <dt>{words.answer}</dt>
          <dd>{row.answer || words.none}</dd>
        </div>
        <Verdict name={words.first} said={row.first} />
        <Verdict name={words.final} said={row.final} />
      </dl>
      {row.tries.map((one) => (
        <p key={one.at} className="soft">
          {one.connected ? words.reached : words.notReached} <Name account={one.by} /> <When at={one.at} />{' '}
          {one.note}
        </p>
      ))}
      {may && (
        <form
          className="stack"
          onSubmit={(event) => {
            event.preventDefault();
            save();
          }}
        >
          <p>{script.open}</p>
          {question('contacted')}
          {question('solved')}
          <fieldset className="labelled bare">
            <legend>{script.questions.satisfied}</legend>
            <Radio.Group
              value={typed.satisfied}
              onChange={(event) => say({ satisfied: event.target.value as NonNullable<Typed['satisfied']> })}
              options={Object.entries(options.words.satisfied ?? {}).map(([value, label]) => ({
                value,
                label,
              }))}
            />
          </fieldset>
          <p className="soft">{script.close}</p>
        </form>
      )}
      <Labelled
        label={may ? words.note : words.reason}
        hint={may ? words.noteHint : undefined}
        control={(ties) => (
          <Input.TextArea
            {...ties}
            autoSize={{ minRows: 2, maxRows: 6 }}
            maxLength={1000}
            value={note}
            onChange={(event) => setNote(event.target.value)}
            onKeyDown={(event) => {
              if (may && event.key === 'Enter' && event.ctrlKey) save();
            }}
          />
        )}
      />
      {fault && <Alert type="error" showIcon title={fault} />}
      <div className="acts">
        {may && (
          <>
            <Button type="primary" loading={busy} onClick={() => save()}>
              {words.save}
            </Button>
            <Button loading={busy} onClick={() => save({ connected: false })} aria-keyshortcuts="N">
              {words.notReached}
            </Button>
          </>
        )}
        {row.stage !== 'due' && (
          <Button loading={busy} onClick={() => void step('confirmDone', {})}>
            {words.endIt}
          </Button>
        )}
        {row.stage === 'heard' && (
          <Button loading={busy} onClick={() => void step('rework', {})}>
            {words.rework}
          </Button>
        )}
      </div>
      {may && <p className="soft">{words.keys}</p>}
    </section>
  );
}
