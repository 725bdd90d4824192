/** Up to three photos: each goes up as soon as it is chosen, and can be taken away or sent again. */
import { useEffect, useRef, useState } from 'preact/hooks';
import { type Upload, uploadPhoto } from './api.js';
import type { KeptPhoto } from './draft.js';
import { describe, idOf, Mark, Notes } from './field.js';
import { repair as W } from './words.js';

export const MOST_PHOTOS = 3;

export interface Photo {
  key: string;
  name: string;
  /** Set once the server has it. */
  id: string | null;
  /** Of this page's own file; none for a photo restored from a draft. */
  preview: string | null;
  percent: number;
  fault: string | null;
  file: File | null;
}

export const restored = (photos: KeptPhoto[]): Photo[] =>
  photos.map(({ id, name }) => ({ key: id, name, id, preview: null, percent: 100, fault: null, file: null }));

interface PhotosParts {
  photos: Photo[];
  change(turn: (photos: Photo[]) => Photo[]): void;
  fault: string | undefined;
}

let count = 0;

export function Photos({ photos, change, fault }: PhotosParts) {
  const input = useRef<HTMLInputElement>(null);
  const running = useRef(new Map<string, Upload>());
  const [tooMany, setTooMany] = useState(false);
  useEffect(
    () => () => {
      for (const upload of running.current.values()) upload.stop();
    },
    [],
  );

  const set = (key: string, part: Partial<Photo>) =>
    change((all) => all.map((photo) => (photo.key === key ? { ...photo, ...part } : photo)));

  function start(key: string, file: File): void {
    const upload = uploadPhoto(file, file.name, (percent) => set(key, { percent }));
    running.current.set(key, upload);
    void upload.done.then((said) => {
      if (running.current.get(key) !== upload) return;
      running.current.delete(key);
      if (said.ok) set(key, { id: said.value.id, percent: 100, fault: null });
      else set(key, { fault: said.trouble.message });
    });
  }

  function add(files: FileList | null): void {
    const chosen = [...(files ?? [])];
    const room = MOST_PHOTOS - photos.length;
    setTooMany(chosen.length > room);
    const added = chosen.slice(0, room).map((file) => {
      count += 1;
      const preview = URL.createObjectURL(file);
      return { key: `p${count}`, name: file.name, id: null, preview, percent: 0, fault: null, file };
    });
    change((all) => [...all, ...added]);
    for (const photo of added) start(photo.key, photo.file);
    // The same file may be chosen again after it was taken away.
    if (input.current) input.current.value = '';
  }

  function remove({ key, preview }: Photo): void {
    const upload = running.current.get(key);
    running.current.delete(key);
    upload?.stop();
    if (preview) URL.revokeObjectURL(preview);
    change((all) => all.filter((photo) => photo.key !== key));
    setTooMany(false);
    input.current?.focus();
  }

  function again({ key, file }: Photo): void {
    if (!file) return;
    set(key, { fault: null, percent: 0 });
    start(key, file);
  }

  // Where the focus goes when the form cannot be sent because of a photo.
  const firstBad = photos.find((photo) => photo.id === null);
  return (
    <fieldset class="field">
      <legend>
        {W.photo} <Mark must={false} />
      </legend>
      <Notes name="photo" hint={W.photoHint} fault={fault ?? (tooMany ? W.photoCount : undefined)} />
      <ul class="photos">
        {photos.map((photo) => (
          <li key={photo.key}>
            {photo.preview && <img src={photo.preview} alt="" />}
            <span class="name">{photo.name}</span>
            {photo.id === null && !photo.fault && (
              <>
                <progress max={100} value={photo.percent} aria-label={W.uploadOf(photo.name)} />
                <span>{W.uploading(photo.percent)}</span>
              </>
            )}
            {photo.fault && (
              <p class="fault" role="alert">
                {photo.fault}
              </p>
            )}
            {photo.fault && photo.file && (
              <button type="button" onClick={() => again(photo)}>
                {W.retry}
              </button>
            )}
            <button
              type="button"
              id={photo === firstBad ? idOf('photo-bad') : undefined}
              onClick={() => remove(photo)}
              aria-label={W.remove(photo.name)}
            >
              {W.removeShort}
            </button>
          </li>
        ))}
      </ul>
      <label class="file" hidden={photos.length >= MOST_PHOTOS}>
        <span>{W.addPhoto}</span>
        <input
          ref={input}
          {...describe('photo', W.photoHint, fault)}
          type="file"
          accept="image/jpeg,image/png,image/webp"
          multiple
          onChange={(event) => add(event.currentTarget.files)}
        />
      </label>
    </fieldset>
  );
}
