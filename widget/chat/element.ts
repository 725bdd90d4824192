/** `<jiesu-chat>`: the button in the corner and the panel it opens, shut off from the page's own styles. */
import tokens from '../ui/tokens.css';
import * as W from '../ui/words.js';
import css from './chat.css';
import { type Conversation, converse } from './conversation.js';
import { button, el } from './el.js';
import { type Keep, keepOn, usable } from './keep.js';
import { last } from './log.js';
import { type Panel, panel } from './panel.js';

const makeId = () => [...crypto.getRandomValues(new Uint32Array(4))].map((n) => n.toString(36)).join('-');

/** Where the script came from, unless the page says otherwise. */
let home = location.origin;
export const setHome = (server: string) => {
  home = server;
};

export class JiesuChat extends HTMLElement {
  #keep!: Keep;
  #talk!: Conversation;
  #panel!: Panel;
  #launch!: HTMLButtonElement;
  #opener: Element | null = null;
  #unread = 0;

  connectedCallback() {
    if (this.shadowRoot) return;
    const server = (this.getAttribute('server') ?? home).replace(/\/$/, '');
    const shelf = usable([() => localStorage, () => sessionStorage]);
    this.#keep = keepOn(shelf, `jiesu:${server}:`);
    this.#talk = converse(server, this.#keep, makeId, () => this.#changed());
    this.#panel = panel(server, this.#keep, this.#talk, {
      close: () => this.close(),
      large: () => this.#large(!this.#keep.get('large')),
      isLarge: () => !!this.#keep.get('large'),
    });
    this.#launch = button(W.launch, () => this.open(), { class: 'launch', 'aria-label': W.launchHint });
    this.#panel.node.hidden = true;
    this.#panel.node.addEventListener('keydown', (event) => {
      if (event.key === 'Escape' && !event.isComposing) this.close();
    });
    const root = this.attachShadow({ mode: 'open' });
    root.adoptedStyleSheets = [css, tokens].map((text) => {
      const sheet = new CSSStyleSheet();
      sheet.replaceSync(text);
      return sheet;
    });
    root.append(this.#launch, this.#panel.node);
    this.#large(!!this.#keep.get('large'));
    addEventListener('online', this.#talk.nudge);
    document.addEventListener('visibilitychange', () => this.#changed());
    // Open before the reload means open after it; unsent words go out even when the chat stays shut.
    if (this.#keep.get('open')) this.open();
    else if (this.#talk.picture.box.length) this.#talk.resume();
  }

  open() {
    if (!this.#panel.node.hidden) return this.#panel.focus();
    this.#opener = document.activeElement;
    this.#panel.node.hidden = false;
    this.#launch.hidden = true;
    this.#keep.set('open', true);
    this.#talk.resume();
    this.#changed();
    this.#panel.focus();
  }

  /** Opens with words the page carries over, said in order. */
  carry(...said: string[]) {
    this.open();
    for (const text of said) this.#talk.say(text);
  }

  close() {
    this.#panel.node.hidden = true;
    this.#launch.hidden = false;
    this.#keep.set('open', null);
    this.#changed();
    const back = this.#opener;
    if (back instanceof HTMLElement && back !== this && back !== document.body) back.focus();
    else this.#launch.focus();
  }

  #large(on: boolean) {
    this.#keep.set('large', on || null);
    this.dataset.type = on ? 'large' : '';
  }

  #changed() {
    if (!this.#panel) return;
    const { log } = this.#talk.picture;
    const top = last(log);
    this.#panel.update();
    if (!this.#panel.node.hidden && !document.hidden) {
      this.#talk.seen();
      this.#unread = top;
    }
    const unread = log.filter((line) => line.seq > this.#unread && line.from !== 'citizen').length;
    this.#launch.replaceChildren(W.launch, ...(unread ? [el('mark', {}, String(unread))] : []));
    this.#launch.setAttribute('aria-label', unread ? `${W.launchHint}，${W.unread(unread)}` : W.launchHint);
  }
}
