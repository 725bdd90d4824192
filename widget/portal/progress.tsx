/** 查进度: number and code in, state and timeline out. */
import { useEffect, useRef, useState } from 'preact/hooks';
import type { OrderView } from '../../server/http/contract-citizen.js';
import { askOrder, type Key } from './api.js';
import { describe, Field, idOf } from './field.js';
import { plainSign } from './judge.js';
import { keepPass, keptPass, Mine } from './mine.js';
import { Order } from './order.js';
import type { Trouble } from './said.js';
import { TroubleBox } from './trouble.js';
import type { Taking } from './typed.js';
import { useCountdown, Waiting } from './waiting.js';
import * as W from './words.js';

export interface Known {
  orderNo: string;
  code: string;
}

export function Progress({ known, typed }: { known: Known | null; typed: Taking }) {
  const [begun] = useState(typed);
  const [orderNo, setOrderNo] = useState(known?.orderNo ?? begun.orderNo ?? '');
  const [code, setCode] = useState(known?.code ?? begun.code ?? '');
  const [faults, setFaults] = useState<{ orderNo?: string; code?: string }>({});
  const [busy, setBusy] = useState(false);
  const [trouble, setTrouble] = useState<Trouble | null>(null);
  const [order, setOrder] = useState<OrderView | null>(null);
  const [pass, setPass] = useState(keptPass);
  const [opener, setOpener] = useState<Key>({ code: '' });
  const left = useCountdown(trouble?.wait ?? 0, trouble);
  const first = useRef<HTMLInputElement>(null);

  async function ask(): Promise<void> {
    const given = { orderNo: plainSign(orderNo), code: plainSign(code) };
    const missing = {
      ...(given.orderNo ? {} : { orderNo: W.progress.noOrderNo }),
      ...(given.code ? {} : { code: W.progress.noCode }),
    };
    setFaults(missing);
    const [name] = Object.keys(missing);
    if (name) {
      document.getElementById(idOf(name))?.focus();
      return;
    }
    if (busy || left > 0) return;
    await show(given.orderNo, { code: given.code });
  }

  async function show(number: string, by: Key): Promise<void> {
    setBusy(true);
    setTrouble(null);
    const said = await askOrder(number, by);
    setBusy(false);
    if (said.ok) {
      setOpener(by);
      setOrder(said.value);
    } else if (said.trouble.code === 'NO_PASS') changePass('');
    else setTrouble(said.trouble);
  }

  function changePass(next: string): void {
    keepPass(next);
    setPass(next);
    if (!next) setOrder(null);
  }

  // Coming from a filing just made, the answer is what is wanted, not the form.
  // biome-ignore lint/correctness/useExhaustiveDependencies: once, at the start
  useEffect(() => {
    if (known) void ask();
  }, []);

  function again(): void {
    setOrder(null);
    setOrderNo('');
    setCode('');
    setTimeout(() => first.current?.focus());
  }

  if (order)
    return (
      <>
        <Order
          order={order}
          busy={busy}
          refresh={() => void show(order.orderNo, opener)}
          again={again}
          opener={opener}
          changed={setOrder}
        />
        {trouble && <TroubleBox trouble={trouble} left={left} />}
      </>
    );
  return (
    <>
      <form
        noValidate
        onSubmit={(event) => {
          event.preventDefault();
          void ask();
        }}
      >
        <p>{W.progress.lead}</p>
        <Field
          name="orderNo"
          label={W.progress.orderNo}
          must
          hint={W.progress.orderNoHint}
          fault={faults.orderNo}
        >
          <input
            ref={first}
            {...describe('orderNo', W.progress.orderNoHint, faults.orderNo)}
            value={orderNo}
            onInput={(event) => setOrderNo(event.currentTarget.value)}
            maxLength={40}
            autocomplete="off"
            autocapitalize="characters"
            spellcheck={false}
          />
        </Field>
        <Field name="code" label={W.progress.code} must hint={W.progress.codeHint} fault={faults.code}>
          <input
            {...describe('code', W.progress.codeHint, faults.code)}
            class="short"
            value={code}
            onInput={(event) => setCode(event.currentTarget.value)}
            maxLength={20}
            autocomplete="off"
            autocapitalize="characters"
            spellcheck={false}
          />
        </Field>
        {trouble && <TroubleBox trouble={trouble} left={left} />}
        <button type="submit" class="main" aria-disabled={busy || left > 0 ? 'true' : undefined}>
          {W.progress.ask}
        </button>
        {busy && <Waiting what={W.progress.asking} />}
        <p class="note">{W.progress.lost}</p>
      </form>
      <Mine pass={pass} setPass={changePass} open={(number) => void show(number, { pass })} />
    </>
  );
}
