/** One line of the log, or one parcel on its way, as an element. */
import type { Line } from '../../server/http/contract-chat.js';
import { exact, when } from '../ui/times.js';
import * as W from '../ui/words.js';
import { doorsCard, fileButton, orderCard, sourcesCard } from './cards.js';
import { draftCard } from './draft.js';
import { button, type Child, el, link } from './el.js';
import type { Keep } from './keep.js';
import type { Parcel } from './outbox.js';

export interface Hands {
  server: string;
  keep: Keep;
  say(text: string, fields?: Record<string, string>): void;
  retry(id: string): void;
  drop(id: string): void;
  /** Back into the input. */
  edit(parcel: Parcel): void;
  bytes(file: string): Promise<Blob>;
}

export const time = (iso: string): HTMLElement =>
  el('time', { datetime: iso, title: exact(iso) }, when(iso, Date.now()));

/** https addresses in our own side's words become links; a citizen's never do. */
const words = (text: string, ours: boolean): Child =>
  ours ? text.split(/(https:\/\/[\w./?=&%#-]+)/).map((part, i) => (i % 2 ? link(part, part) : part)) : text;

const who = ({ from, seat }: Line): string =>
  from === 'agent' ? W.seat(seat ?? '') : from === 'citizen' ? W.me : from === 'bot' ? W.bot : W.system;

/** The draft card has these three itself. */
const OWN = new Set<string>([W.confirm, W.amend, W.cancel]);

export function lineNode(line: Line, active: boolean, hands: Hands): HTMLElement {
  const mine = line.from === 'citizen';
  const choices = (active && line.choices?.filter((choice) => !line.draft || !OWN.has(choice.say))) || [];
  return el(
    'article',
    // What one has just said need not be read back; what is being written is read when it is whole.
    { class: `${line.from} ${line.decision ?? ''}`, 'aria-live': (mine || !line.seq) && 'off' },
    el('p', { class: 'who' }, [who(line), ' ', time(line.at)]),
    el('div', { class: 'bubble' }, [
      line.text && el('p', { class: 'text' }, words(line.text, !mine)),
      line.aiWorded && el('p', { class: 'ai' }, W.ai),
      line.doors && doorsCard(line.doors),
      line.order && orderCard(line.order, line.decision === 'file', hands.server),
      line.files?.map((file) => fileButton(file, hands.bytes)),
      line.draft && draftCard(line.draft, active, hands.keep, hands.say),
      line.sources && sourcesCard(line.sources, line.aiWorded && hands.server),
    ]),
    choices.length > 0 &&
      el(
        'div',
        { class: 'choices', role: 'group', 'aria-label': W.choices },
        choices.map((choice) => button(choice.label, () => hands.say(choice.say))),
      ),
  );
}

/** `moving`: being sent now; else it waits for the network, or for the citizen where it was refused. */
export function parcelNode(parcel: Parcel, moving: boolean, hands: Hands): HTMLElement {
  const { fault, id } = parcel;
  return el(
    'article',
    { class: 'citizen', 'aria-live': 'off' },
    el('p', { class: 'who' }, [W.me, ' ', fault ? W.unsent : moving ? W.sending : W.waiting]),
    el('div', { class: 'bubble unsent' }, [
      el('p', { class: 'text' }, parcel.text),
      parcel.files.map((file) => el('p', { class: 'file' }, file.name)),
    ]),
    fault && [
      el('p', { class: 'fault', role: 'alert' }, fault),
      el('div', { class: 'choices' }, [
        button(W.retry, () => hands.retry(id)),
        button(W.edit, () => hands.edit(parcel)),
        button(W.drop, () => hands.drop(id)),
      ]),
    ],
  );
}
