/** 我的工单: a phone proved by a short message, then its orders, each opened without a code. */
import { useEffect, useRef, useState } from 'preact/hooks';
import type { MyOrder, PhoneProved } from '../../server/http/contract-phone.js';
import { phoneOn } from '../ui/phone-on.js';
import { phoneProof } from '../ui/phone-proof.js';
import { when } from '../ui/times.js';
import { askMine } from './api.js';
import type { Trouble } from './said.js';
import { TroubleBox } from './trouble.js';
import { Waiting } from './waiting.js';
import { mine as W } from './words.js';

/** Of this tab alone: a shared computer must not keep it. */
const SHELF = 'jiesu:phone-pass';
export function keptPass(): string {
  try {
    return sessionStorage.getItem(SHELF) ?? '';
  } catch {
    return '';
  }
}
export function keepPass(pass: string): void {
  try {
    if (pass) sessionStorage.setItem(SHELF, pass);
    else sessionStorage.removeItem(SHELF);
  } catch {
    // Without a shelf it lasts as long as the page.
  }
}

interface MineParts {
  pass: string;
  setPass(pass: string): void;
  open(orderNo: string): void;
}

export function Mine({ pass, setPass, open }: MineParts) {
  const [on, setOn] = useState<boolean | null>(null);
  useEffect(() => {
    void phoneOn().then(setOn);
  }, []);
  return (
    <section class="mine" aria-labelledby="mine">
      <h2 id="mine">{W.title}</h2>
      {pass ? (
        <List pass={pass} setPass={setPass} open={open} />
      ) : on === null ? (
        <Waiting what={W.looking} />
      ) : on ? (
        <Door setPass={setPass} />
      ) : (
        <p>{W.off}</p>
      )}
    </section>
  );
}

function Door({ setPass }: Pick<MineParts, 'setPass'>) {
  const place = useRef<HTMLDivElement>(null);
  // biome-ignore lint/correctness/useExhaustiveDependencies: made once, it keeps what was typed
  useEffect(() => {
    const proof = phoneProof<PhoneProved>({
      codes: async () => '/api/phone/codes',
      proofs: async () => '/api/phone/proofs',
      purpose: 'orders',
      lead: W.lead,
      done: ({ pass }) => setPass(pass),
    });
    place.current?.replaceChildren(proof);
  }, []);
  return <div ref={place} />;
}

function List({ pass, setPass, open }: MineParts) {
  const [orders, setOrders] = useState<MyOrder[] | null>(null);
  const [trouble, setTrouble] = useState<Trouble | null>(null);
  const head = useRef<HTMLParagraphElement>(null);
  async function load(): Promise<void> {
    setTrouble(null);
    const said = await askMine(pass);
    if (said.ok) setOrders(said.value);
    else if (said.trouble.code === 'NO_PASS') setPass('');
    else setTrouble(said.trouble);
  }
  // biome-ignore lint/correctness/useExhaustiveDependencies: anew with each pass
  useEffect(() => {
    void load();
    head.current?.focus();
  }, [pass]);
  return (
    <>
      <p tabIndex={-1} ref={head} role="status">
        {orders === null ? (trouble ? '' : W.looking) : orders.length === 0 ? W.none : W.count(orders.length)}
      </p>
      {trouble && (
        <>
          <TroubleBox trouble={trouble} left={0} />
          <button type="button" onClick={() => void load()}>
            {W.retry}
          </button>
        </>
      )}
      {orders && orders.length > 0 && (
        <ul class="orders">
          {orders.map((order) => (
            <li key={order.orderNo}>
              <button type="button" onClick={() => open(order.orderNo)}>
                <strong>{order.title}</strong>
                <span>{order.state}</span>
                <span class="note">
                  {order.orderNo} · {when(order.createdAt, Date.now())}
                </span>
              </button>
            </li>
          ))}
        </ul>
      )}
      <p class="note">{W.others}</p>
      <p class="acts">
        <button type="button" onClick={() => setPass('')}>
          {W.leave}
        </button>
      </p>
    </>
  );
}
