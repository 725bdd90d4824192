/** The photos of a form: made smaller, uploaded at once, seen, taken away, sent again; kept with the draft. */
import { button, el } from '../../chat/el.js';
import type { Say } from './data.js';
import type { KeptPhoto } from './draft.js';
import { shrink } from './shrink.js';
import { type Upload, upload } from './upload.js';

export interface Photos {
  kept(): KeptPhoto[];
  /** Why the form can't be sent yet; null = it can. */
  trouble(): 'waitPhoto' | 'badPhoto' | null;
  restore(photos: KeptPhoto[]): void;
  clear(): void;
}

interface Photo {
  name: string;
  id: string | null;
  failed: boolean;
  running: Upload | null;
  preview: string | null;
  row: HTMLLIElement;
}

const NONE: Photos = { kept: () => [], trouble: () => null, restore() {}, clear() {} };

export function photosOf(field: HTMLElement | null, say: Say, changed: () => void): Photos {
  const plain = field?.querySelector('input');
  if (!field || !plain) return NONE;
  const most = Number(field.dataset.photos);
  const photos: Photo[] = [];
  const list = el('ul', { class: 'photos' });
  const note = el('p', { class: 'fault', role: 'alert', hidden: true });
  const label = el('label', { class: 'file' }, el('span', {}, say('addPhoto')));
  plain.removeAttribute('aria-label');
  // Sent on their own; the form carries ids alone.
  plain.removeAttribute('name');
  plain.replaceWith(list, note, label);
  label.append(plain);

  function shown(): void {
    label.hidden = photos.length >= most;
    changed();
  }
  function tell(text: string): void {
    note.textContent = text;
    note.hidden = text === '';
  }

  function drop(photo: Photo): void {
    photo.running?.stop();
    photo.running = null;
    if (photo.preview) URL.revokeObjectURL(photo.preview);
    photo.row.remove();
    photos.splice(photos.indexOf(photo), 1);
    tell('');
    shown();
  }

  function rowOf(photo: Photo, state: HTMLElement): void {
    const image = photo.preview ? el('img', { src: photo.preview, alt: '' }) : null;
    const remove = button(
      say('remove'),
      () => {
        drop(photo);
        plain?.focus();
      },
      { 'aria-label': say('removeOf', { name: photo.name }) },
    );
    photo.row.replaceChildren(
      ...(image ? [image] : []),
      el('span', { class: 'name' }, photo.name),
      state,
      remove,
    );
  }

  async function send(photo: Photo, file: File): Promise<void> {
    photo.failed = false;
    const bar = el('progress', { max: 100, value: 0, 'aria-label': say('photoOf', { name: photo.name }) });
    const words = el('span', {}, say('shrinking'));
    rowOf(photo, el('span', { class: 'going' }, bar, words));
    const small = await shrink(file).catch(() => null);
    if (!photos.includes(photo)) return;
    if (!small) {
      fail(photo, file, say('notPhoto'), false);
      return;
    }
    words.textContent = say('waiting');
    const running = upload(small, photo.name, (percent, going) => {
      bar.value = percent;
      words.textContent = say(going ? 'uploading' : 'paused', { percent });
    });
    photo.running = running;
    const said = await running.done;
    if (photo.running !== running) return;
    photo.running = null;
    if (said.ok) {
      photo.id = said.value.id;
      rowOf(photo, el('span', {}, say('uploaded')));
    } else fail(photo, file, said.trouble.message || say('offline'), true);
    shown();
  }

  function fail(photo: Photo, file: File, why: string, again: boolean): void {
    photo.failed = true;
    const state = el('span', { class: 'going' }, el('span', { class: 'fault', role: 'alert' }, why));
    if (again) state.append(button(say('retry'), () => void send(photo, file)));
    rowOf(photo, state);
  }

  function add(name: string, id: string | null, file: File | null): void {
    const preview = file ? URL.createObjectURL(file) : null;
    const photo: Photo = { name, id, failed: false, running: null, preview, row: el('li') };
    photos.push(photo);
    list.append(photo.row);
    if (file) void send(photo, file);
    else rowOf(photo, el('span', {}, say('uploaded')));
  }

  plain.addEventListener('change', () => {
    const chosen = [...(plain.files ?? [])];
    const room = most - photos.length;
    tell(chosen.length > room ? say('tooMany', { n: most }) : '');
    for (const file of chosen.slice(0, room)) add(file.name, null, file);
    // The same file may be chosen again after it was taken away.
    plain.value = '';
    shown();
  });

  return {
    kept: () => photos.flatMap(({ id, name }) => (id ? [{ id, name }] : [])),
    trouble: () =>
      photos.some((photo) => photo.failed)
        ? 'badPhoto'
        : photos.some((photo) => photo.id === null)
          ? 'waitPhoto'
          : null,
    restore(all) {
      for (const { id, name } of all.slice(0, most)) add(name, id, null);
      shown();
    },
    clear() {
      for (const photo of [...photos]) drop(photo);
    },
  };
}
