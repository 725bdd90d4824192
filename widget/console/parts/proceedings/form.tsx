/** One move of a proceeding: what it will do, the fields the server described, the reason. What was typed stays. */
import { Alert, App, Button, Input, InputNumber, Modal, Select } from 'antd';
import { type FormEvent, useState } from 'react';
import type { FieldView } from '../../../../server/http/contract-proceedings.js';
import { Problem, saidBy } from '../../api.js';
import { fill, W } from '../../words.js';
import { Labelled, type Ties } from '../labelled.js';
import { begun, lacking, saidOf, type Typed, visible } from './fields.js';

const words = W.proceedings;

export interface FormView {
  name: string;
  effect: string;
  needsReason: boolean;
  fields: FieldView[];
}

function control(field: FieldView, value: Typed[string], set: (value: Typed[string]) => void, ties: Ties) {
  const required = { 'aria-required': field.required };
  switch (field.kind) {
    case 'long':
      return (
        <Input.TextArea
          {...ties}
          {...required}
          autoSize={{ minRows: 3, maxRows: 10 }}
          maxLength={2000}
          value={String(value ?? '')}
          onChange={(event) => set(event.target.value)}
        />
      );
    case 'choice':
      return (
        <Select
          {...ties}
          {...required}
          value={typeof value === 'string' && value ? value : null}
          options={field.options ?? []}
          onChange={(next: string) => set(next)}
        />
      );
    case 'units':
      return (
        <Select
          {...ties}
          {...required}
          mode="multiple"
          showSearch={{ optionFilterProp: 'label' }}
          value={(value ?? []) as string[]}
          options={field.options ?? []}
          onChange={(next: string[]) => set(next)}
        />
      );
    case 'points':
      return (
        <InputNumber
          {...ties}
          {...required}
          min={0}
          max={field.max ?? 100}
          precision={0}
          value={value as number | null}
          onChange={(next) => set(next)}
        />
      );
    default:
      return (
        <Input
          {...ties}
          {...required}
          maxLength={200}
          value={String(value ?? '')}
          onChange={(event) => set(event.target.value)}
        />
      );
  }
}

export function ProceedingForm<T>(props: {
  title: string;
  view: FormView;
  send: (reason: string, said: Record<string, unknown>) => Promise<T>;
  done: (next: T) => void;
  close: () => void;
}) {
  const { view, send, done, close, title } = props;
  const { message } = App.useApp();
  const [typed, setTyped] = useState<Typed>(() => begun(view.fields));
  const [reason, setReason] = useState('');
  const [tried, setTried] = useState(false);
  const [fault, setFault] = useState<string | null>(null);
  const [busy, setBusy] = useState(false);
  const empty = lacking(view.fields, typed);
  const short = view.needsReason && reason.trim().length < 4;
  const points = view.fields.filter(({ kind }) => kind === 'points');

  async function submit(event: FormEvent) {
    event.preventDefault();
    setTried(true);
    if (empty.length > 0 || short) return;
    setBusy(true);
    setFault(null);
    try {
      const next = await send(reason.trim(), saidOf(view.fields, typed));
      void message.success(fill(words.done, { name: view.name }));
      done(next);
    } catch (error) {
      setFault(error instanceof Problem && error.code === 'STALE' ? words.stale : saidBy(error));
    } finally {
      setBusy(false);
    }
  }
  return (
    <Modal open title={title} footer={null} onCancel={close} mask={{ closable: false }}>
      <form className="stack" onSubmit={(event) => void submit(event)}>
        {view.effect && <p>{view.effect}</p>}
        {view.fields
          .filter((field) => visible(field, typed))
          .map((field) => (
            <Labelled
              key={field.name}
              label={
                field.kind === 'points'
                  ? fill(words.points, { label: field.label, max: field.max ?? 100 })
                  : field.label
              }
              hint={field.hint}
              fault={tried && empty.includes(field.name) ? words.need : null}
              control={(ties) =>
                control(
                  field,
                  typed[field.name] ?? null,
                  (value) => setTyped((old) => ({ ...old, [field.name]: value })),
                  ties,
                )
              }
            />
          ))}
        {points.length > 0 && (
          <p role="status">
            {fill(words.total, { n: points.reduce((sum, { name }) => sum + Number(typed[name] ?? 0), 0) })}
          </p>
        )}
        <Labelled
          label={view.needsReason ? words.reason : words.reasonOptional}
          fault={tried && short ? words.needReason : null}
          control={(ties) => (
            <Input.TextArea
              {...ties}
              aria-required={view.needsReason}
              autoSize={{ minRows: 2, maxRows: 6 }}
              maxLength={1000}
              value={reason}
              onChange={(event) => setReason(event.target.value)}
            />
          )}
        />
        {fault && <Alert type="error" showIcon title={fault} />}
        <div className="end">
          <Button onClick={close}>{W.common.cancel}</Button>
          <Button type="primary" htmlType="submit" loading={busy}>
            {fill(words.confirm, { name: view.name })}
          </Button>
        </div>
      </form>
    </Modal>
  );
}
