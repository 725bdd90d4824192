/** Where the citizen writes. Enter sends, Shift+Enter breaks the line, an input method's Enter does neither. */
import type { FileView } from '../../server/http/contract-chat.js';
import * as W from '../ui/words.js';
import { attachments } from './attachments.js';
import { button, el } from './el.js';
import type { Keep } from './keep.js';
import type { Pass } from './wire.js';

const LONGEST = 4000;

interface Written {
  text: string;
  files: FileView[];
}

export interface Composer {
  node: HTMLElement;
  focus(): void;
  empty(): boolean;
  /** Puts words before what is typed already. */
  put(text: string, files?: FileView[]): void;
  /** Files belong to a thread that has been left. */
  dropFiles(): void;
}

export function composer(
  server: string,
  keep: Keep,
  pass: () => Promise<Pass>,
  /** False: not now, the words stay. */
  send: (text: string, files: FileView[]) => boolean,
  /** Called at every stroke while there is something written. */
  typing: () => void,
): Composer {
  const files = attachments(server, pass, changed);
  const fault = el('p', { class: 'fault', role: 'status' });
  const input = el('textarea', {
    rows: 1,
    'aria-label': W.input,
    placeholder: W.hint,
    enterkeyhint: 'send',
    input() {
      changed();
      if (input.value.trim()) typing();
    },
    keydown(event: KeyboardEvent) {
      // Safari ends a composition before the keydown: only the old code 229 tells.
      if (event.key !== 'Enter' || event.shiftKey || event.isComposing || event.keyCode === 229) return;
      event.preventDefault();
      go();
    },
    paste(event: ClipboardEvent) {
      const pasted = event.clipboardData?.files;
      if (!pasted?.length) return;
      event.preventDefault();
      files.add(pasted);
    },
  });
  const picker = el('input', {
    type: 'file',
    multiple: true,
    hidden: true,
    accept: 'image/jpeg,image/png,image/webp,application/pdf',
    change() {
      files.add(picker.files ?? []);
      picker.value = '';
    },
  });

  function changed() {
    const { text, files: views } = { text: input.value, files: files.ready() };
    keep.set('written', text || views.length ? { text, files: views } : null);
    fault.textContent = text.length > LONGEST ? W.tooLong(text.length) : '';
    input.style.height = 'auto';
    input.style.height = `${input.scrollHeight + 2}px`;
  }

  function go() {
    const text = input.value.trim();
    if (input.value.length > LONGEST) return input.focus();
    if (files.busy()) fault.textContent = W.waitUpload;
    else if ((text || files.ready().length) && send(text, files.ready())) {
      input.value = '';
      files.clear();
    }
    input.focus();
  }

  const node = el('div', { class: 'composer' }, [
    files.node,
    fault,
    el(
      'form',
      {
        submit(event: Event) {
          event.preventDefault();
          go();
        },
      },
      [
        picker,
        button('+', () => picker.click(), { 'aria-label': W.attach, title: W.attach }),
        input,
        el('button', { type: 'submit', class: 'main' }, W.send),
      ],
    ),
  ]);

  function put(text: string, views: FileView[] = []) {
    input.value = [text, input.value].filter(Boolean).join('\n');
    files.restore(views);
    changed();
  }
  const before = keep.get<Written>('written');
  if (before) put(before.text, before.files);
  return {
    node,
    focus: () => input.focus(),
    empty: () => !input.value,
    put,
    dropFiles: files.clear,
  };
}
