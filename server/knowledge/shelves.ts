/**
 * Who may be told what, where and when. Items that agree in all of it share a shelf, and a shelf is judged once a
 * search, inside it and not after: nothing is compared that could not be told.
 */
import { clockOf, inForce, type KnowledgeItem, type Language, type Reader } from './item.js';
import { writtenIn } from './language.js';

export interface Telling {
  now: Date;
  /** The region of the matter and all above it; null = anywhere. */
  above: readonly string[] | null;
  language: Language;
  audience?: 'citizen' | 'enterprise' | undefined;
  /** Two digits; absent or null = any. */
  category?: string | null | undefined;
  /** For whom it must be visible, any of these; absent = the public. */
  readers?: readonly Reader[] | undefined;
}

export interface Shelves {
  set(place: number, item: KnowledgeItem): void;
  drop(place: number): void;
  /** Of a place: may what stands there be told so? */
  open(telling: Telling): (place: number) => boolean;
}

/** The shelf of what is no longer there. */
const NOWHERE = -1;

const keyOf = ({
  region,
  regions,
  audience,
  category,
  channels,
  effectiveFrom,
  effectiveTo,
  language,
}: KnowledgeItem): string =>
  [region, regions, audience, category, channels, effectiveFrom, effectiveTo, language].join('|');

export function createShelves(): Shelves {
  const numbers = new Map<string, number>();
  const samples: KnowledgeItem[] = [];
  /** By place, beside the entries: a walk over all of them must not touch an object each. */
  let at = new Int32Array(1024);

  function shelfOf(item: KnowledgeItem): number {
    const key = keyOf(item);
    const known = numbers.get(key);
    if (known !== undefined) return known;
    numbers.set(key, samples.length);
    return samples.push(item) - 1;
  }

  return {
    set(place, item) {
      if (place >= at.length) {
        const wider = new Int32Array(place * 2);
        wider.set(at);
        at = wider;
      }
      at[place] = shelfOf(item);
    },
    drop(place) {
      at[place] = NOWHERE;
    },
    open({ now, above, language, audience, category, readers = ['PUBLIC'] }) {
      const clock = clockOf(now);
      const here = ({ region, regions }: KnowledgeItem): boolean =>
        above === null || above.includes(region) || regions?.some((one) => above.includes(one)) === true;
      const told = Uint8Array.from(samples, (item) =>
        writtenIn(item) === language &&
        inForce(item, clock) &&
        here(item) &&
        readers.some((reader) => item.channels.includes(reader)) &&
        (!category || item.category === category) &&
        (!audience || item.audience === 'both' || item.audience === audience)
          ? 1
          : 0,
      );
      return (place) => told[at[place]!] === 1;
    },
  };
}
