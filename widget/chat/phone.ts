/** 「验证手机号」 in the chat: there where a short message can be sent; the rest of it is fetched when it is opened. */
import { phoneOn } from '../ui/phone-on.js';
import * as W from '../ui/phone-words.js';
import { button, el } from './el.js';
import type * as part from './phone-part.js';
import type { Pass } from './wire.js';

export function phoneDoor(server: string, pass: () => Promise<Pass>, joined: () => void): HTMLElement {
  const box = el('div', { hidden: true });
  const fold = (shut: boolean) => {
    box.hidden = shut;
    toggle.setAttribute('aria-expanded', String(!shut));
  };
  const toggle = button(W.open, async () => {
    fold(!box.hidden);
    if (box.hidden) return;
    try {
      const { chatProof } = (await import(`${server}/chat-phone.js`)) as typeof part;
      const proof = chatProof(server, pass, () => {
        fold(true);
        toggle.focus();
        joined();
      });
      box.replaceChildren(proof);
      proof.querySelector('input')?.focus();
    } catch {
      box.textContent = W.offline;
    }
  });
  const node = el('div', { class: 'phone', hidden: true }, toggle, box);
  void phoneOn(server).then((on) => {
    node.hidden = !on;
    fold(true);
  });
  return node;
}
