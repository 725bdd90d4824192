/** What a citizen said, before its files are fetched: the one shape that both kinds of WeCom channel make. */
import { fill, WORDS } from './words.js';

export type MediaKind = 'image' | 'voice' | 'video' | 'file';

export interface Said {
  /** The platform's id; 1 to 128 characters of printable ASCII. */
  id: string;
  thread: string;
  at: Date;
  /** May be empty where there is a file. */
  text: string;
  media: { id: string; kind: MediaKind; name: string } | null;
}

const MOST_TEXT = 4000;
const HALF = /\p{Surrogate}/gu;

/** What the house can keep: no half characters, not longer than a message may be. */
export const clean = (text: string): string => text.slice(0, MOST_TEXT).replace(HALF, '\ufffd');

/** A place in words that the gazetteer can read, with the numbers for whoever drives there. */
export const placeText = (place: { name: string; address: string; lat: string; lng: string }): string =>
  fill(WORDS.location, { ...place, address: place.address === place.name ? '' : place.address });

export const linkText = (title: string, url: string): string => fill(WORDS.link, { title, url });
