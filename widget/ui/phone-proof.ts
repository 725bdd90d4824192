/** A phone proved by six figures: in the chat, among the orders, in a form. No form element: it stands inside one. */
import type { Fault } from '../../server/http/contract.js';
import type { CodeSent } from '../../server/http/contract-phone.js';
import { button, el } from '../chat/el.js';
import * as W from './phone-words.js';

export interface ProofParts<T> {
  /** Where codes are asked for, and shown. */
  codes: () => Promise<string>;
  proofs: () => Promise<string>;
  /** Of a conversation. */
  token?: () => Promise<string>;
  /** Goes along with both. */
  purpose?: 'orders' | 'form';
  /** The field that stands on the page already; absent = one of its own. */
  phone?: () => string;
  lead?: string;
  done: (proved: T, phone: string) => void;
}

const figures = (typed: string): string =>
  typed
    .normalize('NFKC')
    .replace(/[\s\p{Cf}\p{Pd}]/gu, '')
    .replace(/^\+?86(?=1\d{10}$)/, '');

type Said<T> = { value: T } | { why: string; wait: number };

async function post<T>(url: string, body: object, token: string | undefined): Promise<Said<T>> {
  try {
    const reply = await fetch(url, {
      method: 'POST',
      credentials: 'omit',
      headers: {
        'content-type': 'application/json',
        ...(token ? { authorization: `Bearer ${token}` } : {}),
      },
      body: JSON.stringify(body),
    });
    const answer = (await reply.json().catch(() => null)) as (T & Partial<Fault>) | null;
    if (reply.ok && answer) return { value: answer };
    const fault = answer?.error;
    return {
      why: fault ? `${fault.message}${fault.hint ?? ''}` : W.strange,
      wait: Number(reply.headers.get('retry-after')) || 0,
    };
  } catch {
    return { why: W.offline, wait: 0 };
  }
}

let count = 0;

export function phoneProof<T>(parts: ProofParts<T>): HTMLElement {
  const name = `phone-proof-${++count}`;
  const phone = el('input', {
    id: `${name}-phone`,
    type: 'tel',
    inputmode: 'numeric',
    autocomplete: 'tel-national',
    maxlength: 20,
    'aria-describedby': `${name}-why`,
  });
  const code = el('input', {
    id: `${name}-code`,
    class: 'short',
    inputmode: 'numeric',
    autocomplete: 'one-time-code',
    maxlength: 12,
    'aria-describedby': `${name}-why`,
  });
  const status = el('p', { role: 'status', class: 'note' });
  const why = el('p', { role: 'alert', class: 'fault', id: `${name}-why`, hidden: true });
  const get = button(W.get, () => void ask());
  const show = button(W.prove, () => void prove(), { class: 'main' });
  const shown = el(
    'div',
    { class: 'field', hidden: true },
    el('label', { for: code.id }, W.code),
    code,
    show,
  );
  let sent: { id: string; phone: string } | null = null;
  let busy = false;
  let free = 0;
  let clock: ReturnType<typeof setInterval> | undefined;

  function tell(sentence: string, at?: HTMLInputElement): void {
    why.textContent = sentence;
    why.hidden = !sentence;
    for (const input of [phone, code])
      if (sentence && input === at) input.setAttribute('aria-invalid', 'true');
      else input.removeAttribute('aria-invalid');
    at?.focus();
  }

  function wait(seconds: number): void {
    free = Date.now() + seconds * 1000;
    clearInterval(clock);
    const tick = () => {
      const left = Math.ceil((free - Date.now()) / 1000);
      get.textContent = left > 0 ? W.left(left) : sent ? W.again : W.get;
      if (left > 0) get.setAttribute('aria-disabled', 'true');
      else {
        get.removeAttribute('aria-disabled');
        clearInterval(clock);
      }
    };
    clock = setInterval(tick, 1000);
    tick();
  }

  async function during<V>(what: string, url: () => Promise<string>, body: object): Promise<Said<V>> {
    busy = true;
    tell('');
    status.textContent = what;
    try {
      const purpose = parts.purpose ? { purpose: parts.purpose } : {};
      return await post<V>(await url(), { ...purpose, ...body }, await parts.token?.());
    } catch {
      return { why: W.offline, wait: 0 };
    } finally {
      busy = false;
      status.textContent = '';
    }
  }

  async function ask(): Promise<void> {
    if (busy || Date.now() < free) return;
    const to = figures(parts.phone?.() ?? phone.value);
    if (!/^1[3-9]\d{9}$/.test(to)) return tell(W.phoneWrong, parts.phone ? undefined : phone);
    const said = await during<CodeSent>(W.sending, parts.codes, { phone: to });
    if (!('value' in said)) {
      tell(said.why);
      if (said.wait > 0) wait(said.wait);
      return;
    }
    sent = { id: said.value.id, phone: to };
    const { minutes, sure } = said.value;
    status.textContent = sure ? W.sent(minutes) : W.perhaps(minutes);
    wait(said.value.again);
    shown.hidden = false;
    code.value = '';
    code.focus();
  }

  async function prove(): Promise<void> {
    const six = figures(code.value);
    if (busy || !sent) return;
    if (!/^\d{6}$/.test(six)) return tell(W.codeWrong, code);
    const { id, phone: to } = sent;
    const said = await during<T>(W.proving, parts.proofs, { id, phone: to, code: six });
    if (!('value' in said)) return tell(said.why, code);
    clearInterval(clock);
    node.replaceChildren(status);
    status.textContent = W.proved;
    parts.done(said.value, to);
  }

  const own = parts.phone
    ? null
    : el('div', { class: 'field' }, el('label', { for: phone.id }, W.phone), phone);
  const node = el(
    'div',
    { class: 'phone-proof', role: 'group', 'aria-label': W.title },
    parts.lead ? el('p', {}, parts.lead) : null,
    own,
    el('p', {}, get),
    shown,
    why,
    status,
  );
  // Inside a form Enter would send the whole of it.
  node.addEventListener('keydown', (event) => {
    if (event.key !== 'Enter' || !(event.target instanceof HTMLInputElement)) return;
    event.preventDefault();
    void (event.target === code ? prove() : ask());
  });
  return node;
}
