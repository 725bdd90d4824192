/** 登记转入: a matter handed over by phone or on paper becomes an order, and the partner gets its receipt. */
import { Alert, App, Button, Checkbox, Input, Modal, Select } from 'antd';
import { type FormEvent, useRef, useState } from 'react';
import { call, type Reply, saidBy } from '../api.js';
import { useSession } from '../auth.js';
import { useKept } from '../kept.js';
import { nameOf, useOptions } from '../options.js';
import { setParams } from '../route.js';
import { EMPTY, type Filled, faultsOf, fromOf, type Names } from '../transfer-in.js';
import { fill, W } from '../words.js';
import { Labelled, type Ties } from './labelled.js';

const T = W.transferIn;
type Taken = Reply<'transferIn'>;

function Done({ taken, filled, more, close }: { taken: Taken; filled: Filled; more(): void; close(): void }) {
  const { message } = App.useApp();
  const { options } = useOptions();
  const { orderNo, code, told } = taken;
  const copy = async () => {
    try {
      const from = fromOf(filled, options.receivers);
      const words = fill(T.receipt, { from, no: filled.no.trim(), orderNo, code: code ?? '' });
      await navigator.clipboard.writeText(words);
      void message.success(W.common.copied);
    } catch {
      // No clipboard on plain http: the person selects it by hand.
      void message.warning(W.common.copyFailed);
    }
  };
  return (
    <div className="stack">
      <Alert type={code ? 'success' : 'info'} showIcon role="status" title={code ? T.done : T.before} />
      <dl className="facts">
        <div>
          <dt>{T.orderNo}</dt>
          <dd className="figures">{orderNo}</dd>
        </div>
        {code && (
          <div>
            <dt>{T.code}</dt>
            <dd className="figures">{code}</dd>
          </div>
        )}
      </dl>
      {code && <p className="soft">{T.codeHint}</p>}
      <p>{told ? T.wired : code ? T.phoned : ''}</p>
      <div className="end">
        {code && <Button onClick={() => void copy()}>{T.copy}</Button>}
        <Button onClick={more}>{T.more}</Button>
        <Button
          type="primary"
          onClick={() => {
            close();
            setParams({ order: orderNo });
          }}
        >
          {T.look}
        </Button>
      </div>
    </div>
  );
}

export function TransferInDialog({ close, made }: { close: () => void; made: () => void }) {
  const { account } = useSession();
  const { options } = useOptions();
  const [filled, keep] = useKept<Filled>(account, 'form.transfer-in', EMPTY);
  const [tried, setTried] = useState(false);
  const [busy, setBusy] = useState(false);
  const [fault, setFault] = useState<string | null>(null);
  const [taken, setTaken] = useState<{ reply: Taken; filled: Filled } | null>(null);
  const place = useRef<HTMLFormElement>(null);
  const faults = tried ? faultsOf(filled) : {};
  const set = (change: Partial<Filled>) => keep({ ...filled, ...change });

  async function submit(event: FormEvent) {
    event.preventDefault();
    setTried(true);
    const [wrong] = Object.keys(faultsOf(filled));
    if (wrong) {
      place.current?.querySelector<HTMLElement>(`[data-field="${wrong}"] :is(input, textarea)`)?.focus();
      return;
    }
    if (busy) return;
    setBusy(true);
    setFault(null);
    try {
      const { other: _, by, ...rest } = filled;
      const reply = await call('transferIn', {
        body: { ...rest, ...(by ? { by } : {}), from: fromOf(filled, options.receivers) },
      });
      setTaken({ reply, filled });
      setTried(false);
      keep(null);
      made();
    } catch (error) {
      setFault(saidBy(error));
    } finally {
      setBusy(false);
    }
  }

  const row = (name: Names, label: string, control: (ties: Ties) => React.ReactNode, hint?: string) => (
    <div data-field={name}>
      <Labelled label={label} fault={faults[name]} hint={hint} control={control} />
    </div>
  );
  const line = (
    name: 'other' | 'no' | 'place' | 'name' | 'phone',
    label: string,
    most: number,
    hint?: string,
  ) =>
    row(
      name,
      label,
      (ties) => (
        <Input
          {...ties}
          autoComplete="off"
          maxLength={most}
          value={filled[name]}
          onChange={(event) => set({ [name]: event.target.value })}
        />
      ),
      hint,
    );
  const pick = (
    name: 'by' | 'type' | 'category' | 'region' | 'urgency',
    label: string,
    of: { value: string; label: string }[],
    hint?: string,
  ) =>
    row(
      name,
      label,
      (ties) => (
        <Select
          {...ties}
          allowClear={name === 'category' || name === 'region'}
          showSearch={{ optionFilterProp: 'label' }}
          placeholder={name === 'category' || name === 'region' ? T.any : W.form.pick}
          options={of}
          value={filled[name]}
          onChange={(value?: string) => set({ [name]: value ?? null })}
        />
      ),
      hint,
    );

  return (
    <Modal open title={T.title} footer={null} onCancel={close} mask={{ closable: false }} width={640}>
      {taken ? (
        <Done taken={taken.reply} filled={taken.filled} more={() => setTaken(null)} close={close} />
      ) : (
        <form className="stack" ref={place} onSubmit={(event) => void submit(event)} noValidate>
          <p className="soft">{T.lead}</p>
          {fault && <Alert type="error" showIcon title={fault} />}
          {pick(
            'by',
            T.by,
            [
              ...options.receivers.map(({ code, name }) => ({ value: code, label: name })),
              { value: '', label: T.other },
            ],
            T.byHint,
          )}
          {filled.by === '' && line('other', T.from, 60)}
          {line('no', T.no, 60, T.noHint)}
          {row('content', T.content, (ties) => (
            <Input.TextArea
              {...ties}
              autoSize={{ minRows: 4, maxRows: 10 }}
              maxLength={4000}
              value={filled.content}
              onChange={(event) => set({ content: event.target.value })}
            />
          ))}
          {line('place', T.place, 200)}
          {pick(
            'type',
            T.type,
            options.types.map(({ type, name }) => ({ value: type, label: name })),
          )}
          {pick(
            'category',
            T.category,
            options.categories.map(({ code, name }) => ({ value: code, label: `${code} ${name}` })),
          )}
          {pick(
            'region',
            T.region,
            options.regions.map(({ code }) => ({ value: code, label: nameOf.region(options, code) ?? code })),
          )}
          {pick(
            'urgency',
            T.urgency,
            options.urgencies.map(({ id, name }) => ({ value: id, label: name })),
          )}
          {line('name', T.name, 40)}
          {line('phone', T.phone, 20)}
          <Checkbox checked={filled.secret} onChange={(event) => set({ secret: event.target.checked })}>
            {T.secret}
          </Checkbox>
          <div className="end">
            <Button onClick={close}>{W.common.cancel}</Button>
            <Button type="primary" htmlType="submit" loading={busy}>
              {T.submit}
            </Button>
          </div>
        </form>
      )}
    </Modal>
  );
}
