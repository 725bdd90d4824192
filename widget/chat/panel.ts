/** The open chat: header, bars, log, composer; and where the eye and the focus go when something comes. */
import { when } from '../ui/times.js';
import * as W from '../ui/words.js';
import { bars } from './bars.js';
import { composer } from './composer.js';
import type { Conversation } from './conversation.js';
import { button, el, tel } from './el.js';
import type { Keep } from './keep.js';
import type { Hands } from './lines.js';
import { emergencyOf } from './log.js';
import { logView } from './log-view.js';
import { phoneDoor } from './phone.js';
import { waitWords } from './wait.js';
import { getFile } from './wire.js';

export interface Panel {
  node: HTMLElement;
  update(): void;
  focus(): void;
}

export function panel(
  server: string,
  keep: Keep,
  talk: Conversation,
  acts: { close(): void; large(): void; isLarge(): boolean },
): Panel {
  const hands: Hands = {
    server,
    keep,
    say: (text, fields) => talk.say(text, [], fields),
    retry: talk.retry,
    drop: talk.drop,
    edit(parcel) {
      talk.drop(parcel.id);
      write.put(parcel.text, parcel.files);
      write.focus();
    },
    bytes: async (file) => getFile(server, await talk.pass(), file),
  };
  const write = composer(
    server,
    keep,
    talk.pass,
    (text, files) => {
      if (talk.picture.status === 'expired') return false;
      talk.say(text, files);
      return true;
    },
    talk.typing,
  );
  const top = bars(restart, talk.nudge, (id) => {
    keep.set('folded', id);
    update();
    write.focus();
  });
  const person = button(W.person, () => talk.say(W.person));
  const large = button(W.large, () => {
    acts.large();
    update();
  });
  const matters = el('div', { class: 'choices', role: 'group', 'aria-label': W.common }, [
    W.matters.map(({ label, say }) => button(label, () => talk.say(say))),
  ]);
  const hello = el('div', { class: 'hello' }, [el('p', {}, W.hello), el('small', {}, W.privacy), matters]);
  const lines = logView(hands);
  const typing = el('p', { class: 'typing', role: 'status', hidden: true });
  const log = el(
    'div',
    { role: 'log', 'aria-live': 'polite', 'aria-label': W.log, tabindex: 0, scroll: nearEnd },
    hello,
    lines.node,
  );
  const newer = button(W.newer, () => toEnd(null), { class: 'newer', hidden: true });
  const node = el(
    'section',
    { class: 'panel', role: 'dialog', 'aria-label': W.title, tabindex: -1 },
    el('div', { class: 'head' }, el('h2', {}, W.title), person, large, button(W.close, acts.close)),
    el('div', { class: 'calls', role: 'group', 'aria-label': W.emergency }, [
      el('span', {}, W.emergency),
      W.emergencies.map(([number = '', name = '']) =>
        tel(number, number, { 'aria-label': W.dial(name, number) }),
      ),
    ]),
    top.node,
    log,
    typing,
    newer,
    phoneDoor(server, talk.pass, talk.resume),
    write.node,
  );

  function restart() {
    write.dropFiles();
    write.put(talk.restart());
    keep.drop('draft:');
    write.focus();
  }

  function nearEnd(): boolean {
    const near = log.scrollHeight - log.scrollTop - log.clientHeight < 80;
    if (near) newer.hidden = true;
    return near;
  }

  /** A long answer is read from its first line. */
  function toEnd(first: HTMLElement | null) {
    const end = log.scrollHeight;
    log.scrollTop = first ? Math.min(end, first.offsetTop - 8) : end;
    newer.hidden = true;
  }

  function update() {
    const { picture } = talk;
    const root = node.getRootNode() as ShadowRoot;
    const near = nearEnd();
    const held = lines.node.contains(root.activeElement);
    log.setAttribute('aria-live', picture.status === 'loading' ? 'off' : 'polite');
    const { fresh, mine } = lines.update(picture);
    matters.hidden = picture.status === 'loading' || picture.log.length + picture.box.length > 0;
    person.disabled = picture.state?.holder === 'queue' || picture.state?.holder === 'agent';
    large.setAttribute('aria-pressed', String(acts.isLarge()));
    top.update(picture, emergencyOf(picture.log, keep.get<string>('folded') ?? '', Date.now()));
    tick();
    // Whatever made the log shorter or longer, who was reading its end stays there.
    if (mine || near) toEnd(mine ? null : fresh);
    else if (fresh) newer.hidden = false;
    if (fresh && picture.log.some((line) => line.order)) keep.drop('draft:');
    // A pressed button is gone with its line: the focus must not fall out of the chat.
    if (held && !lines.node.contains(root.activeElement)) log.focus({ preventScroll: true });
    if (fresh && write.empty()) lines.node.querySelector<HTMLElement>('[data-missing]')?.focus();
  }

  function tick() {
    const words = waitWords(talk.picture, Date.now());
    typing.hidden = !words;
    if (typing.textContent !== words) typing.textContent = words;
    for (const time of node.querySelectorAll('time')) {
      const now = when(time.dateTime, Date.now());
      if (time.textContent !== now) time.textContent = now;
    }
  }

  setInterval(() => node.isConnected && !node.hidden && tick(), 1000);
  return {
    node,
    update,
    focus() {
      // On a telephone the focus in the input would bring up the keyboard over the first screen.
      if (matchMedia('(hover: hover)').matches) write.focus();
      else node.focus();
    },
  };
}
