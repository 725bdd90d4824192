/** Which step, for how many of them, with which words. */
import { Button, Input, Select } from 'antd';
import { type FormEvent, useState } from 'react';
import { judge, type Typed } from '../given.js';
import { useOptions } from '../options.js';
import type { BulkStep, Preview } from '../use-bulk.js';
import { fill, W } from '../words.js';
import { GivenForm } from './given.js';
import { Labelled } from './labelled.js';

/** What is said of one order, or to one citizen, is not said of twenty. */
const ONE_BY_ONE = [
  'amend',
  'record',
  'reply',
  'assistReply',
  'contact',
  'callback',
  'confirmDone',
  'refuse',
  'split',
  'maskIdentity',
  'transferReceipt',
  'transferResult',
  'transferBack',
  'relay',
  'supplementFor',
  'withdrawFor',
  'reopenFor',
  'reviewPromise',
];
const EFFECTS: Readonly<Record<string, string>> = W.effects;

export function BulkForm(props: {
  preview: Preview;
  asked: number;
  submit: (step: BulkStep) => void;
  close: () => void;
}) {
  const { preview } = props;
  const actions = preview.actions.filter(({ action }) => !ONE_BY_ONE.includes(action));
  const [picked, setPicked] = useState('');
  const [reason, setReason] = useState('');
  const [typed, setTyped] = useState<Typed>({});
  const [tried, setTried] = useState(false);
  const action = actions.find((one) => one.action === picked);
  const { receivers } = useOptions().options;
  const ground = { content: '', receivers, proposed: null };
  const { given, faults } = action
    ? judge(action.action, action.inputs, typed, ground)
    : { given: {}, faults: {} };
  const reasonFault = tried && action?.needsReason && !reason.trim() ? W.order.needReason : null;

  function submit(event: FormEvent) {
    event.preventDefault();
    setTried(true);
    if (!action || Object.keys(faults).length > 0 || (action.needsReason && !reason.trim())) return;
    props.submit({
      action: action.action,
      reason: reason.trim(),
      given: action.inputs.length > 0 ? given : null,
    });
  }
  const gone = props.asked - preview.orders.length;
  return (
    <form className="stack" onSubmit={submit}>
      {actions.length === 0 && <p>{W.bulk.none}</p>}
      {gone > 0 && <p className="soft">{fill(W.bulk.gone, { n: gone })}</p>}
      {actions.length > 0 && (
        <Labelled
          label={W.bulk.pick}
          fault={null}
          control={(ties) => (
            <Select
              {...ties}
              value={picked || null}
              placeholder={W.form.pick}
              onChange={(next: string) => setPicked(next)}
              options={actions.map((one) => ({
                value: one.action,
                label: fill(W.bulk.can, { name: one.name, n: one.can.length }),
              }))}
            />
          )}
        />
      )}
      {action && (
        <>
          <p>
            {fill(W.bulk.willDo, { n: action.can.length, name: action.name })}
            {EFFECTS[action.action] ?? ''}
            {W.order.noUndo}
          </p>
          {preview.orders.length > action.can.length && (
            <p className="mark warn">
              ◆ {fill(W.bulk.wont, { n: preview.orders.length - action.can.length })}
            </p>
          )}
          <GivenForm
            order={{ suggested: null }}
            action={action.action}
            inputs={action.inputs}
            typed={typed}
            set={(change) => setTyped((before) => ({ ...before, ...change }))}
            faults={tried ? faults : {}}
          />
          <Labelled
            label={
              fill(W.order.reasonFor, { name: action.name }) + (action.needsReason ? '' : W.order.optional)
            }
            fault={reasonFault}
            control={(ties) => (
              <Input.TextArea
                {...ties}
                aria-required={action.needsReason}
                autoSize={{ minRows: 2, maxRows: 6 }}
                maxLength={1000}
                value={reason}
                onChange={(event) => setReason(event.target.value)}
              />
            )}
          />
        </>
      )}
      <div className="end">
        <Button onClick={props.close}>{W.common.cancel}</Button>
        {action && (
          <Button type="primary" htmlType="submit">
            {fill(W.bulk.submit, { n: action.can.length, name: action.name })}
          </Button>
        )}
      </div>
    </form>
  );
}
