/** What the citizen may do with the order: each opens to what will happen, and is done by a second press. */
import { useEffect, useRef, useState } from 'preact/hooks';
import type { OrderView } from '../../server/http/contract-citizen.js';
import { actOnOrder, type Key } from './api.js';
import { describe, Field, idOf } from './field.js';
import type { Trouble } from './said.js';
import { TroubleBox } from './trouble.js';
import { useCountdown, Waiting } from './waiting.js';
import * as W from './words.js';

type Act = OrderView['acts'][number];

interface OneParts {
  act: Act;
  order: OrderView;
  opener: Key;
  text: string;
  write(text: string): void;
  done(order: OrderView): void;
  close(): void;
}

function One({ act, order, opener, text, write, done, close }: OneParts) {
  const [fault, setFault] = useState<string | undefined>();
  const [busy, setBusy] = useState(false);
  const [trouble, setTrouble] = useState<Trouble | null>(null);
  const left = useCountdown(trouble?.wait ?? 0, trouble);
  const field = `act-${act.action}`;

  async function send(): Promise<void> {
    if (busy || left > 0) return;
    if (act.text !== null && text.trim() === '') {
      setFault(W.acts.empty(act.text));
      document.getElementById(idOf(field))?.focus();
      return;
    }
    setBusy(true);
    setTrouble(null);
    const words = act.text === null ? {} : { text: text.trim() };
    const { action } = act;
    const said = await actOnOrder(
      { orderNo: order.orderNo, action, seen: order.timeline.length, ...words },
      opener,
    );
    setBusy(false);
    if (said.ok) done(said.value);
    else setTrouble(said.trouble);
  }

  return (
    <form
      class="act"
      id={`panel-${act.action}`}
      aria-label={act.name}
      noValidate
      onSubmit={(event) => {
        event.preventDefault();
        void send();
      }}
      onKeyDown={(event) => {
        if (event.key === 'Escape') close();
      }}
    >
      <p>{act.next}</p>
      <p class="note">{act.undo}</p>
      {act.text !== null && (
        <Field name={field} label={act.text} must hint={act.hint} fault={fault}>
          <textarea
            {...describe(field, act.hint, fault)}
            rows={4}
            maxLength={2000}
            value={text}
            onInput={(event) => {
              write(event.currentTarget.value);
              setFault(undefined);
            }}
          />
        </Field>
      )}
      {trouble && <TroubleBox trouble={trouble} left={left} />}
      <p class="acts">
        <button type="submit" class="main" aria-disabled={busy || left > 0 ? 'true' : undefined}>
          {act.press}
        </button>
        <button type="button" onClick={close}>
          {W.acts.close}
        </button>
      </p>
      {busy && <Waiting what={W.acts.sending} />}
    </form>
  );
}

export function Acts(props: { order: OrderView; opener: Key; changed(order: OrderView): void }) {
  const { order, opener, changed } = props;
  const [open, setOpen] = useState<Act['action'] | null>(null);
  const [texts, setTexts] = useState<Partial<Record<Act['action'], string>>>({});
  const [done, setDone] = useState<string | null>(null);
  const told = useRef<HTMLParagraphElement>(null);
  const buttons = useRef<Partial<Record<Act['action'], HTMLButtonElement | null>>>({});
  useEffect(() => {
    if (done) told.current?.focus();
  }, [done]);
  const may = order.acts.filter(({ why }) => why === null);
  const not = order.acts.filter(({ why }) => why !== null);
  const now = may.find(({ action }) => action === open);

  return (
    <>
      {done && (
        <p class="state" role="status" ref={told} tabIndex={-1}>
          {done}
        </p>
      )}
      {may.length > 0 && (
        <section aria-labelledby="acts-title">
          <h3 id="acts-title">{W.acts.title}</h3>
          <p class="acts">
            {may.map((act) => (
              <button
                key={act.action}
                type="button"
                ref={(button) => {
                  buttons.current[act.action] = button;
                }}
                aria-expanded={open === act.action}
                aria-controls={open === act.action ? `panel-${act.action}` : undefined}
                onClick={() => {
                  setDone(null);
                  setOpen(open === act.action ? null : act.action);
                }}
              >
                {act.name}
              </button>
            ))}
          </p>
          {now && (
            <One
              key={now.action}
              act={now}
              order={order}
              opener={opener}
              text={texts[now.action] ?? ''}
              write={(text) => setTexts({ ...texts, [now.action]: text })}
              done={(next) => {
                setTexts({ ...texts, [now.action]: '' });
                setOpen(null);
                setDone(now.done);
                changed(next);
              }}
              close={() => {
                setOpen(null);
                buttons.current[now.action]?.focus();
              }}
            />
          )}
        </section>
      )}
      {not.length > 0 && (
        <section aria-labelledby="not-title">
          <h3 id="not-title">{W.acts.not}</h3>
          <ul class="not">
            {not.map(({ action, name, why }) => (
              <li key={action}>
                {name}：{why}
              </li>
            ))}
          </ul>
        </section>
      )}
    </>
  );
}
