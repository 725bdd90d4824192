/** The files chosen for the next message: progress, preview, removal; kept across a reload once uploaded. */
import type { FileView } from '../../server/http/contract-chat.js';
import * as W from '../ui/words.js';
import { button, el } from './el.js';
import { unfit } from './judge.js';
import { type Upload, upload } from './upload.js';
import { type Pass, Refused } from './wire.js';

const MOST = 9;

interface Item {
  node: HTMLElement;
  view: FileView | null;
  busy: boolean;
}

export interface Attachments {
  node: HTMLElement;
  add(files: Iterable<File>): void;
  restore(views: FileView[]): void;
  /** Those that have arrived. */
  ready(): FileView[];
  busy(): boolean;
  clear(): void;
}

export function attachments(server: string, pass: () => Promise<Pass>, changed: () => void): Attachments {
  let items: Item[] = [];
  const list = el('ul', { 'aria-label': W.attached });
  const note = el('p', { class: 'fault', role: 'alert' });
  const node = el('div', { class: 'files', hidden: true }, list, note);

  function show() {
    node.hidden = !items.length && !note.textContent;
    changed();
  }

  function row(name: string, picture: Blob | null) {
    const said = el('span', { role: 'status' });
    const item: Item = { node: el('li'), view: null, busy: false };
    const thumb = picture && el('img', { src: URL.createObjectURL(picture), alt: '' });
    const remove = () => {
      if (thumb) URL.revokeObjectURL(thumb.src);
      items = items.filter((one) => one !== item);
      item.node.remove();
      show();
    };
    const off = button('×', remove, { 'aria-label': W.remove(name) });
    item.node.append(
      ...[thumb, el('span', { class: 'name' }, name), said, off].filter((part) => part != null),
    );
    items.push(item);
    list.append(item.node);
    return { item, said, off, thumb };
  }

  function start(file: File) {
    const { item, said, off, thumb } = row(file.name, file.type.startsWith('image/') ? file : null);
    const again = button(W.retry, go);
    let running: Upload | null = null;
    off.addEventListener('click', () => running?.cancel());
    async function go() {
      again.remove();
      said.className = '';
      said.textContent = W.uploading(0);
      item.busy = true;
      show();
      try {
        running = upload(server, await pass(), file, (percent) => {
          said.textContent = W.uploading(percent);
        });
        item.view = await running.done;
        said.textContent = '';
      } catch (error) {
        said.className = 'fault';
        // A failed opening of the thread is the network's, or the server's own sentence.
        said.textContent =
          error instanceof TypeError || !(error as Error).message ? W.uploadFailed : (error as Error).message;
        // The same file would be refused again.
        if (!(error instanceof Refused) || error.later || error.status < 400) off.before(again);
        else thumb?.remove();
      }
      item.busy = false;
      show();
    }
    void go();
  }

  return {
    node,
    add(files) {
      note.textContent = '';
      for (const file of files) {
        const fault = items.length >= MOST ? W.fileCount : unfit(file);
        if (fault) note.textContent = `${file.name}：${fault}`;
        else start(file);
      }
      show();
    },
    restore(views) {
      for (const view of views) row(view.name, null).item.view = view;
      show();
    },
    ready: () => items.flatMap((item) => item.view ?? []),
    busy: () => items.some((item) => item.busy),
    clear() {
      items = [];
      list.textContent = note.textContent = '';
      show();
    },
  };
}
