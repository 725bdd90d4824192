/** The order as it would be filed: filled already, every value with its origin, one button to file it. */
import { Alert, App, Button } from 'antd';
import { type KeyboardEvent, type Ref, useImperativeHandle, useRef, useState } from 'react';
import type { Line } from '../../../server/http/contract-chat.js';
import type { FilledForm, OrderPage } from '../../../server/http/contract-orders.js';
import { call, saidBy } from '../api.js';
import { useMay, useSession } from '../auth.js';
import { nameOf, type Options, useOptions } from '../options.js';
import { type FieldName, type Fields, faultsOf, useOrderDraft, wordsOf } from '../order-draft.js';
import { fill, W } from '../words.js';
import { Likely } from './likely.js';
import { Masked } from './masked.js';
import { OrderField } from './order-field.js';

export interface OrderFormHandle {
  focus: () => void;
}

const ORDER: { name: FieldName; rows?: number }[] = [
  { name: 'title' },
  { name: 'content', rows: 3 },
  { name: 'type' },
  { name: 'category' },
  { name: 'region' },
  { name: 'hotline' },
  { name: 'urgency' },
  { name: 'place' },
  { name: 'time' },
  { name: 'party' },
  { name: 'demand' },
  { name: 'name' },
  { name: 'phone' },
];
/** Those the server's form never leaves empty. */
const NEVER_NULL: FieldName[] = ['type', 'urgency'];

function choices(options: Options): Partial<Record<FieldName, { value: string; label: string }[]>> {
  const urgencies = options.urgencies.length
    ? options.urgencies.map(({ id, name }) => ({ value: id, label: name }))
    : Object.entries(W.urgency).map(([value, label]) => ({ value, label }));
  return {
    type: options.types.map(({ type, name }) => ({ value: type, label: name })),
    category: options.categories.map(({ code, name }) => ({ value: code, label: `${code} ${name}` })),
    hotline: options.hotlines.map(({ number, name }) => ({ value: number, label: `${number} ${name}` })),
    region: options.regions.map(({ code }) => ({ value: code, label: nameOf.region(options, code) ?? code })),
    urgency: urgencies,
  };
}

export function OrderForm(props: {
  thread: string;
  form: FilledForm;
  lines: Line[];
  look: (name: FieldName | null, jump: boolean) => void;
  filed: (order: OrderPage) => void;
  /** Only who has the conversation files from it. */
  mine: boolean;
  handle: Ref<OrderFormHandle>;
}) {
  const { form, lines, thread } = props;
  const { account } = useSession();
  const may = useMay('order.create');
  const { message } = App.useApp();
  const { options, failed } = useOptions();
  const used = useOrderDraft(account, thread);
  const [tried, setTried] = useState(false);
  const [busy, setBusy] = useState(false);
  const [fault, setFault] = useState<string | null>(null);
  const place = useRef<HTMLFormElement>(null);
  const focus = (name: string) =>
    place.current?.querySelector<HTMLElement>(`[data-field="${name}"] :is(input, textarea)`)?.focus();
  useImperativeHandle(props.handle, () => ({ focus: () => focus('title') }));
  const { edits } = used.draft;
  const fields: Fields = { ...form, ...edits };
  const faults = tried ? faultsOf(fields, edits) : {};
  const lists = choices(options);

  async function file() {
    if (busy || !props.mine) return;
    setTried(true);
    const wrong = Object.keys(faultsOf(fields, edits));
    if (wrong[0]) return focus(wrong[0]);
    setBusy(true);
    setFault(null);
    try {
      const order = await call('deskFile', {
        params: { thread },
        // Only what was changed here goes out: the rest the server has, unmasked.
        body: { id: used.claimId(), fields: edits },
      });
      used.done();
      setTried(false);
      void message.success(fill(W.form.filed, { no: order.card.orderNo }));
      props.filed(order);
    } catch (error) {
      setFault(saidBy(error));
    } finally {
      setBusy(false);
    }
  }
  const keys = (event: KeyboardEvent) => {
    if (event.key === 'Enter' && (event.ctrlKey || event.metaKey) && !event.nativeEvent.isComposing) {
      event.preventDefault();
      void file();
    }
    if (event.key === 'Escape' && event.target instanceof HTMLElement) event.target.blur();
  };
  return (
    <form
      ref={place}
      className="order-form"
      aria-label={W.form.region}
      onKeyDown={keys}
      onSubmit={(event) => {
        event.preventDefault();
        void file();
      }}
    >
      {failed && <Alert type="warning" showIcon title={W.form.optionsFailed} />}
      <div className="fields">
        {ORDER.map(({ name, rows }) => {
          const label = name === 'region' ? W.form.region_ : W.form[name];
          const secret = name === 'phone' || name === 'name';
          return (
            <div key={name} data-field={name} className={rows || name === 'title' ? 'wide' : ''}>
              <OrderField
                name={name}
                label={label}
                value={fields[name]}
                from={wordsOf(name, form, lines)}
                edited={name in edits}
                fault={faults[name]}
                hint={name === 'phone' && form.phone && !('phone' in edits) ? W.form.masked : undefined}
                set={(value) => {
                  const empty = name === 'category' || name === 'hotline' || name === 'region' ? null : '';
                  if (!value && NEVER_NULL.includes(name)) return used.restore(name);
                  used.edit(name, (value || empty) as Fields[typeof name]);
                }}
                restore={() => used.restore(name)}
                look={(jump) => props.look(jump === null ? null : name, jump === true)}
                disabled={!may || busy}
                {...(lists[name] ? { options: lists[name] } : {})}
                {...(rows ? { rows } : {})}
                {...(name === 'category' || name === 'hotline'
                  ? {
                      beside: (
                        <Likely
                          likely={form.likely}
                          field={name}
                          value={fields[name]}
                          options={lists[name] ?? []}
                          disabled={!may || busy}
                          set={(code) => used.edit(name, code)}
                        />
                      ),
                    }
                  : {})}
                {...(secret && form[name] && !(name in edits)
                  ? {
                      beside: (
                        <Masked target="thread" id={thread} field={name} masked={form[name]} what={label} />
                      ),
                    }
                  : {})}
              />
            </div>
          );
        })}
      </div>
      <div className="filing">
        {fault && <Alert type="error" showIcon title={fault} />}
        <p className="soft">{!may ? W.form.noRight : props.mine ? W.form.effect : W.form.claimFirst}</p>
        <Button
          type="primary"
          htmlType="submit"
          block
          loading={busy}
          disabled={!may || !props.mine}
          title={W.form.submitKey}
          aria-keyshortcuts="Control+Enter"
        >
          {W.form.submit}
        </Button>
      </div>
    </form>
  );
}
