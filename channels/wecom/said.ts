/** What a citizen said, before its files are fetched: the one shape that both kinds of WeCom channel make. */
import { fill } from '../wechat/words.js';
import { WORDS } from './words.js';

export type MediaKind = 'image' | 'voice' | 'video' | 'file';

export interface Said {
  /** The platform's id; 1 to 128 characters of printable ASCII. */
  id: string;
  thread: string;
  at: Date;
  /** May be empty where there is a file. */
  text: string;
  /** Where it is, if that was said and nothing else: with words for it, not with numbers alone. */
  place: string | null;
  media: { id: string; kind: MediaKind; name: string } | null;
}

const MOST_TEXT = 4000;
const HALF = /\p{Surrogate}/gu;

/** What the house can keep: no half characters, not longer than a message may be. */
export const clean = (text: string): string => text.slice(0, MOST_TEXT).replace(HALF, '\ufffd');

export type Body = Pick<Said, 'text' | 'place' | 'media'>;

export const words = (text: string): Body => ({ text, place: null, media: null });

export const mediaBody = (kind: MediaKind, id: string): Body => ({
  text: '',
  place: null,
  media: { id, kind, name: WORDS.name[kind] },
});

/** A place in words that the gazetteer can read, with the numbers for whoever drives there. */
export function placeBody(label: string, lat: string, lng: string): Body {
  const place = fill(label === '' ? WORDS.placeBare : WORDS.place, { label, lat, lng });
  return { ...words(fill(WORDS.location, { place })), place: label === '' ? null : place };
}

export const linkBody = (title: string, url: string): Body => words(fill(WORDS.link, { title, url }).trim());
