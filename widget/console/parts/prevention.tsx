/** 未诉先办: what was proposed for a hot spot, proposing something, and the supervisor's word on it. */
import { App, Button, Input, Select } from 'antd';
import { useState } from 'react';
import type { HotSpot } from '../../../server/http/contract-insight.js';
import { call, saidBy } from '../api.js';
import { useMay } from '../auth.js';
import { makeId } from '../ids.js';
import { useNames } from '../names.js';
import { useOptions } from '../options.js';
import { fill, W } from '../words.js';

const words = W.spots;

interface Props {
  spot: HotSpot;
  changed: (next: HotSpot) => void;
}

export function PreventionList({ spot, changed }: Props) {
  const called = useNames();
  const { message } = App.useApp();
  const may = useMay('order.supervise');
  const [busy, setBusy] = useState(false);
  const judge = (suggestion: string, taken: boolean) => {
    setBusy(true);
    call('judgePrevention', { params: { spot: spot.id, suggestion }, body: { taken, note: '' } })
      .then(
        (next) => {
          changed(next);
          void message.success(words.judged);
        },
        (error) => void message.error(saidBy(error)),
      )
      .finally(() => setBusy(false));
  };
  if (spot.suggestions.length === 0) return null;
  return (
    <ul>
      {spot.suggestions.map((one) => (
        <li key={one.id}>
          {fill(words.by, { by: called(one.by), unit: one.unitName })}
          {one.note}{' '}
          {one.judged ? (
            <strong>{one.judged.taken ? words.taken : words.dropped}</strong>
          ) : may ? (
            <span className="row-acts">
              <Button size="small" loading={busy} onClick={() => judge(one.id, true)}>
                {words.take}
              </Button>
              <Button size="small" loading={busy} onClick={() => judge(one.id, false)}>
                {words.drop}
              </Button>
            </span>
          ) : (
            <span className="soft">{words.waiting}</span>
          )}
        </li>
      ))}
    </ul>
  );
}

export function SuggestPrevention({ spot, changed }: Props) {
  const { message } = App.useApp();
  const { options } = useOptions();
  const [open, setOpen] = useState(false);
  const [id, setId] = useState(makeId);
  const [unit, setUnit] = useState(spot.unit ?? '');
  const [note, setNote] = useState('');
  const [busy, setBusy] = useState(false);
  const send = () => {
    setBusy(true);
    call('suggestPrevention', { params: { spot: spot.id }, body: { id, unit, note } })
      .then(
        (next) => {
          changed(next);
          setOpen(false);
          setNote('');
          setId(makeId());
          void message.success(words.sent);
        },
        // What was written stays: the same id again is the same proposal.
        (error) => void message.error(saidBy(error)),
      )
      .finally(() => setBusy(false));
  };
  if (!open)
    return (
      <Button size="small" onClick={() => setOpen(true)}>
        {words.suggest}
      </Button>
    );
  return (
    <form
      className="suggest"
      onSubmit={(event) => {
        event.preventDefault();
        send();
      }}
    >
      <p className="soft">{words.suggestHint}</p>
      <Select
        aria-label={words.unit}
        placeholder={words.unit}
        showSearch={{ optionFilterProp: 'label' }}
        value={unit || null}
        onChange={(next: string) => setUnit(next)}
        options={options.units.map(({ code, name }) => ({ value: code, label: name }))}
      />
      <Input.TextArea
        aria-label={words.note}
        placeholder={words.note}
        value={note}
        maxLength={500}
        autoSize={{ minRows: 2 }}
        onChange={(event) => setNote(event.target.value)}
      />
      <div className="row-acts">
        <Button
          htmlType="submit"
          type="primary"
          size="small"
          loading={busy}
          disabled={unit === '' || note.trim().length < 4}
        >
          {words.send}
        </Button>
        <Button size="small" onClick={() => setOpen(false)}>
          {W.common.cancel}
        </Button>
      </div>
    </form>
  );
}
