/** Before an order moves: what will happen, and why, in one dialog that keeps what was typed. */
import { Alert, App, Button, Input, Modal } from 'antd';
import { type FormEvent, useState } from 'react';
import type { OrderPage } from '../../../server/http/contract-orders.js';
import { call, Problem, saidBy } from '../api.js';
import { judge, type Typed } from '../given.js';
import { useOptions } from '../options.js';
import { fill, W } from '../words.js';
import { GivenForm } from './given.js';
import { Labelled } from './labelled.js';

export type Action = OrderPage['actions'][number];

const EFFECTS: Readonly<Record<string, string>> = W.effects;
/** Here the reason is the text itself, and the citizen reads it. */
const PUBLIC_WORDS = ['askInfo', 'answerDirect', 'relay', 'transferResult', 'reviewPromise'];
const OPINIONS: Readonly<Record<string, string>> = W.order.opinions;
/** Everything is said in the form: a reason beside it would be said twice. */
const NO_REASON = ['requestReturn', 'reply', 'assistReply', 'transferReceipt'];

export function OrderAction(props: {
  order: OrderPage;
  action: Action;
  done: (order: OrderPage) => void;
  close: () => void;
  reload: () => void;
}) {
  const { order, action } = props;
  const { message } = App.useApp();
  const [reason, setReason] = useState('');
  const [typed, setTyped] = useState<Typed>({});
  const [tried, setTried] = useState(false);
  const [fault, setFault] = useState<string | null>(null);
  const [stale, setStale] = useState(false);
  const [busy, setBusy] = useState(false);
  const { orderNo, version, stateName } = order.card;
  const { options } = useOptions();
  const { receivers } = options;
  const { given, faults } = judge(action.action, action.inputs, typed, {
    ...{ content: order.content, receivers, proposed: order.proposed },
  });
  // What the check found is mended, or answered for.
  const needsReason = action.needsReason || (action.action === 'passReply' && order.remarks.length > 0);
  const reasoned = !NO_REASON.includes(action.action);
  const still = order.actions.some((one) => one.action === action.action);

  async function submit(event: FormEvent) {
    event.preventDefault();
    setTried(true);
    if (Object.keys(faults).length > 0) return;
    if (needsReason && !reason.trim()) return setFault(W.order.needReason);
    setBusy(true);
    setFault(null);
    setStale(false);
    try {
      const next = await call('step', {
        params: { orderNo },
        body: {
          action: action.action,
          version,
          ...(reason.trim() ? { reason: reason.trim() } : {}),
          ...(action.inputs.length > 0 ? { given } : {}),
        },
      });
      void message.success(fill(W.order.done, { name: action.name }));
      props.done(next);
    } catch (error) {
      if (error instanceof Problem && error.code === 'STALE') setStale(true);
      else setFault(saidBy(error));
    } finally {
      setBusy(false);
    }
  }
  return (
    <Modal
      open
      title={fill(W.order.actionTitle, { name: action.name, no: orderNo })}
      footer={null}
      onCancel={props.close}
      mask={{ closable: false }}
    >
      <form onSubmit={(event) => void submit(event)} className="stack">
        <p>
          {fill(W.order.now, { state: stateName })}
          {EFFECTS[action.action] ?? fill(W.order.effect, { name: action.name })}
          {action.undoSeconds > 0 ? fill(W.undo.hint, { s: action.undoSeconds }) : W.order.noUndo}
        </p>
        {stale && (
          <Alert
            type="warning"
            showIcon
            title={W.order.stale}
            action={
              <Button
                size="small"
                onClick={() => {
                  setStale(false);
                  props.reload();
                }}
              >
                {W.common.reload}
              </Button>
            }
          />
        )}
        <GivenForm
          order={order}
          action={action.action}
          inputs={action.inputs}
          typed={typed}
          set={(change) => setTyped((before) => ({ ...before, ...change }))}
          faults={tried ? faults : {}}
        />
        {reasoned ? (
          <Labelled
            label={
              PUBLIC_WORDS.includes(action.action)
                ? W.order.wordsFor
                : (OPINIONS[action.action] ?? fill(W.order.reasonFor, { name: action.name })) +
                  (needsReason ? '' : W.order.optional)
            }
            fault={fault}
            control={(ties) => (
              <Input.TextArea
                {...ties}
                autoFocus={action.inputs.length === 0}
                aria-required={needsReason}
                autoSize={{ minRows: 2, maxRows: 6 }}
                maxLength={1000}
                value={reason}
                onChange={(event) => setReason(event.target.value)}
              />
            )}
          />
        ) : (
          fault && <Alert type="error" showIcon title={fault} />
        )}
        <div className="end">
          <Button onClick={props.close}>{W.common.cancel}</Button>
          <Button type="primary" htmlType="submit" loading={busy} disabled={!still || stale}>
            {fill(W.order.confirm, { name: action.name })}
          </Button>
        </div>
      </form>
    </Modal>
  );
}
