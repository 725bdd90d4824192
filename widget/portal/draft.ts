/**
 * What was typed outlives the page: kept for seven days on this device. With it goes the filing's id, so
 * that a reply lost on the way and sent for again is one filing; changed words are another one.
 */
import { EMPTY, type Filling } from './judge.js';

export interface KeptPhoto {
  id: string;
  name: string;
}

export interface Draft {
  form: Filling;
  photos: KeptPhoto[];
  /** The last try and what it said. */
  tried: { id: string; words: string } | null;
  at: number;
}

export interface Shelf {
  getItem(key: string): string | null;
  setItem(key: string, value: string): void;
  removeItem(key: string): void;
}

const KEY = 'jiesu:portal:repair';
const KEPT_MS = 7 * 86_400_000;
/** The server keeps photos of no filing for a day; an hour is left for filling in the rest. */
const PHOTO_MS = 23 * 3_600_000;

export const BLANK: Draft = { form: EMPTY, photos: [], tried: null, at: 0 };

export const isBlank = ({ form, photos }: Draft): boolean =>
  photos.length === 0 && Object.values(form).every((value) => value === '');

/** Private browsing may refuse to store, or throw when full: the page goes on without. */
export function saveDraft(shelf: Shelf | null, draft: Draft): void {
  try {
    if (isBlank(draft)) shelf?.removeItem(KEY);
    else shelf?.setItem(KEY, JSON.stringify(draft));
  } catch {
    // Nothing to be done, and nothing on the screen is lost.
  }
}

const text = (value: unknown): string => (typeof value === 'string' ? value : '');

export function readDraft(shelf: Shelf | null, now: number): Draft {
  try {
    const kept = JSON.parse(shelf?.getItem(KEY) ?? 'null') as Partial<Draft> | null;
    if (!kept || typeof kept.at !== 'number' || now - kept.at > KEPT_MS || kept.at > now) return BLANK;
    const { form = EMPTY, photos = [], tried = null, at } = kept;
    const what = form.what === 'road' || form.what === 'streetlight' ? form.what : '';
    const { place, region, description, name, phone } = form;
    return {
      form: {
        what,
        place: text(place),
        region: text(region),
        description: text(description),
        name: text(name),
        phone: text(phone),
      },
      photos: now - at > PHOTO_MS ? [] : photos.filter((photo) => text(photo.id) !== '').slice(0, 3),
      tried,
      at,
    };
  } catch {
    return BLANK;
  }
}

/** `random` gives 16 bytes. `crypto.randomUUID` is missing where a page came by plain http. */
export function idFor(words: string, tried: Draft['tried'], random: () => Uint8Array): string {
  if (tried?.words === words) return tried.id;
  return `form-${[...random()].map((byte) => byte.toString(16).padStart(2, '0')).join('')}`;
}
