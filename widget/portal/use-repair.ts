/** The repair form's life: restored, typed, judged, sent, filed; nothing typed is lost on the way. */
import { useLayoutEffect, useState } from 'preact/hooks';
import type { FormFiled } from '../../server/http/contract-citizen.js';
import { fileRepair } from './api.js';
import { BLANK, type Draft, idFor, isBlank, readDraft, type Shelf, saveDraft } from './draft.js';
import { idOf } from './field.js';
import {
  EMPTY,
  type Faults,
  type FieldName,
  type Filling,
  faultsOf,
  faultsOfHint,
  formOf,
  ORDER,
} from './judge.js';
import { type Photo, restored } from './photos.js';
import type { Trouble } from './said.js';
import type { Taking, Typed } from './typed.js';
import { useCountdown } from './waiting.js';
import * as W from './words.js';

function shelf(): Shelf | null {
  try {
    return localStorage;
  } catch {
    return null;
  }
}

/** Fields whose focus is not the field's own: the first pick, the photo that is in the way. */
const SPOTS: Partial<Record<FieldName, string>> = { what: 'streetlight', photo: 'photo-bad' };

const kept = (photos: Photo[]) => photos.flatMap(({ id, name }) => (id ? [{ id, name }] : []));

/** What was typed just now comes before what was kept. */
function begun(typed: Typed): Draft {
  const draft = readDraft(shelf(), Date.now());
  const known = Object.fromEntries(Object.entries(typed).filter(([name]) => name in EMPTY));
  return { ...draft, form: { ...draft.form, ...known } };
}

export function useRepair(typed: Taking) {
  const [start] = useState(() => begun(typed()));
  const [form, setForm] = useState<Filling>(start.form);
  const [photos, setPhotos] = useState<Photo[]>(() => restored(start.photos));
  const [tried, setTried] = useState<Draft['tried']>(start.tried);
  const [faults, setFaults] = useState<Faults>({});
  const [busy, setBusy] = useState(false);
  const [trouble, setTrouble] = useState<Trouble | null>(null);
  const [filed, setFiled] = useState<FormFiled | null>(null);
  const [before, setBefore] = useState<{ form: Filling; photos: Photo[] } | null>(null);
  const left = useCountdown(trouble?.wait ?? 0, trouble);

  // With the change itself, not after the next picture: who reloads at once must find the last word too.
  useLayoutEffect(() => {
    saveDraft(shelf(), filed ? BLANK : { form, photos: kept(photos), tried, at: Date.now() });
  }, [form, photos, tried, filed]);

  function show(found: Faults): void {
    setFaults(found);
    const first = ORDER.find((name) => found[name] !== undefined);
    const spots = first ? [SPOTS[first], first] : [];
    spots
      .map((name) => (name ? document.getElementById(idOf(name)) : null))
      .find((spot) => spot !== null)
      ?.focus();
  }

  async function send(): Promise<void> {
    if (busy || left > 0) return;
    const found: Faults = faultsOf(form);
    if (photos.some((photo) => photo.fault)) found.photo = W.repair.badPhoto;
    else if (photos.some((photo) => photo.id === null)) found.photo = W.repair.waitPhoto;
    setTrouble(null);
    show(found);
    if (Object.keys(found).length > 0) return;
    const photo = kept(photos).map(({ id }) => id);
    const words = JSON.stringify(formOf(form, '', photo));
    const id = idFor(words, tried, () => crypto.getRandomValues(new Uint8Array(16)));
    setTried({ id, words });
    setBusy(true);
    const said = await fileRepair(formOf(form, id, photo));
    setBusy(false);
    if (said.ok) {
      setFiled(said.value);
      return;
    }
    const { code, hint } = said.trouble;
    const told = code === 'INVALID' && hint ? faultsOfHint(hint) : {};
    if (Object.keys(told).length > 0) show(told);
    else setTrouble(said.trouble);
    // They lay too long; their owner is asked to choose them anew.
    if (code === 'UNKNOWN_FILE') setPhotos((all) => all.filter((one) => one.file !== null).map(gone));
  }

  return {
    form,
    photos,
    faults,
    busy,
    trouble,
    left,
    filed,
    cleared: before !== null,
    blank: isBlank({ form, photos: kept(photos), tried, at: 0 }) && photos.length === 0,
    setPhotos,
    send,
    set(name: keyof Filling, value: string): void {
      setBefore(null);
      setForm((all) => ({ ...all, [name]: value }));
      // A fault goes as soon as it is being mended; it comes back only with the next try.
      setFaults(({ [name as FieldName]: _, ...rest }) => rest);
    },
    clear(): void {
      setBefore({ form, photos });
      setForm(EMPTY);
      setPhotos([]);
      setFaults({});
      setTrouble(null);
    },
    undo(): void {
      if (!before) return;
      setForm(before.form);
      setPhotos(before.photos);
      setBefore(null);
    },
    another(): void {
      setForm((all) => ({ ...EMPTY, name: all.name, phone: all.phone }));
      setPhotos([]);
      setTried(null);
      setFiled(null);
    },
  };
}

const gone = (photo: Photo): Photo => ({ ...photo, id: null, percent: 0, fault: W.repair.badPhoto });
