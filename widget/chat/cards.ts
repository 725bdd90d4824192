/** What a line carries besides its words: sources, doors, the number of an order, files. */
import type { FileView, Line } from '../../server/http/contract-chat.js';
import * as W from '../ui/words.js';
import { button, type Child, el, link, tel } from './el.js';

type Order = NonNullable<Line['order']>;

/** Folded: the answer first, where it comes from for whoever asks. */
export const sourcesCard = (sources: NonNullable<Line['sources']>, server?: string | false): Child =>
  el(
    'details',
    {},
    el('summary', {}, W.sources),
    sources.map((source) =>
      el('dl', {}, [
        el('dt', {}, W.basis),
        el(
          'dd',
          {},
          [source.title, ...source.basis].map((basis) => el('p', {}, basis)),
        ),
        el('dt', {}, W.unit),
        el('dd', {}, source.unit),
        el('dt', {}, W.updated),
        el('dd', {}, source.updated),
        server &&
          el(
            'dd',
            {},
            el('a', { href: `${server}/qa/${source.id}`, target: '_blank', rel: 'noopener' }, W.original),
          ),
      ]),
    ),
  );

export const doorsCard = (doors: NonNullable<Line['doors']>): Child =>
  el(
    'ul',
    { class: 'doors' },
    doors.map((door) =>
      el('li', {}, [
        el('span', {}, door.name),
        door.number && tel(door.number, door.number, { 'aria-label': W.dial(door.name, door.number) }),
        door.url && link(door.url, /^https:/i.test(door.url) ? W.site : door.url),
      ]),
    ),
  );

/** A page without https has no clipboard; the old command still works there. */
async function copy(text: string): Promise<boolean> {
  try {
    await navigator.clipboard.writeText(text);
    return true;
  } catch {
    const box = el('textarea', { 'aria-hidden': 'true' });
    // By property: a style attribute is what a strict page forbids.
    box.style.position = 'fixed';
    box.value = text;
    document.body.append(box);
    box.select();
    const done = document.execCommand('copy');
    box.remove();
    return done;
  }
}

function copied(what: string, text: string): Child {
  const name = W.copy(what);
  const node = button(name, async () => {
    node.textContent = (await copy(text)) ? W.copied : W.copyFailed;
    node.focus();
    setTimeout(() => {
      node.textContent = name;
    }, 2000);
  });
  return node;
}

const numbered = (what: string, text: string): Child => [
  el('dt', {}, what),
  el('dd', {}, [el('b', {}, text), copied(what, text)]),
];

/** `filed`: an order the citizen may follow; else the record of a refusal or an emergency. */
export const orderCard = (order: Order, filed: boolean, server: string): Child =>
  el('div', { class: filed ? 'order filed' : 'order' }, [
    filed && el('h3', {}, W.filed),
    el('dl', {}, [
      numbered(filed ? W.order : W.record, order.orderNo),
      order.code && numbered(W.code, order.code),
    ]),
    filed && [
      el('p', {}, W.keepCode),
      el('p', {}, [
        W.lookUp,
        el('a', { href: `${server}/portal`, target: '_blank', rel: 'noopener' }, W.portal),
      ]),
    ],
  ]);

/** `fetch` brings the bytes with the thread's pass; a plain link could not carry it. */
export const fileButton = (file: FileView, fetch: (id: string) => Promise<Blob>): Child => {
  const node = button(file.name, open, { class: 'file', 'aria-label': W.open(file.name) });
  async function open() {
    try {
      const url = URL.createObjectURL(await fetch(file.id));
      if (file.type.startsWith('image/')) node.replaceWith(el('img', { src: url, alt: file.name }));
      else el('a', { href: url, download: file.name }).click();
    } catch {
      node.textContent = W.openFailed;
    }
  }
  return node;
};
