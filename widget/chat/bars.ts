/** The lines between header and log: the emergency's number, who has the conversation, how the network is. */
import type { Line } from '../../server/http/contract-chat.js';
import * as W from '../ui/words.js';
import type { Picture } from './conversation.js';
import { button, el, tel } from './el.js';
import { holderWords } from './wait.js';

export interface Bars {
  node: HTMLElement;
  update(picture: Picture, emergency: Line | null): void;
}

export function bars(restart: () => void, nudge: () => void, fold: (id: string) => void): Bars {
  const banner = el('div', { class: 'banner', role: 'alert', hidden: true });
  const holder = bar();
  const net = bar();

  function bar() {
    const node = el('div', { class: 'bar', role: 'status', hidden: true });
    let was = '';
    return {
      node,
      /** The same words again are not said again, and a focused button stays. */
      say(words: string, label: string, act: () => void) {
        if (words + label === was) return;
        was = words + label;
        node.replaceChildren(words, ...(label ? [button(label, act)] : []));
        node.hidden = !words;
      },
    };
  }

  return {
    node: el('div', {}, banner, holder.node, net.node),
    update(picture, emergency) {
      const { status, fault, state } = picture;
      if (banner.dataset.line !== (emergency?.id ?? '')) {
        banner.dataset.line = emergency?.id ?? '';
        banner.hidden = !emergency;
        banner.replaceChildren();
        if (emergency)
          banner.append(
            ...(emergency.doors ?? []).flatMap(({ number, name }) =>
              number ? tel(number, `${number} ${name}`, { 'aria-label': W.dial(name, number) }) : [],
            ),
            el('p', {}, W.urgentNow),
            button(W.fold, () => fold(emergency.id)),
          );
      }
      const words = holderWords(state, Date.now());
      holder.say(words, state?.holder === 'closed' ? W.restart : '', restart);
      if (status === 'expired') net.say(W.expired, W.restart, restart);
      else if (fault) net.say(fault, W.retry, nudge);
      else if (status === 'offline') net.say(navigator.onLine ? W.unreachable : W.offline, W.retry, nudge);
      else if (status === 'connecting') net.say(W.connecting, '', nudge);
      else net.say(status === 'loading' ? W.loading : '', '', nudge);
    },
  };
}
