/**
 * Which items know which terms, and how rare a term is; grows and shrinks item by item. Items stand on numbered
 * places (0, 1, 2 …). A term is kept as a number, so that a hundred thousand items fit and nothing is looked up by
 * a string while they are compared.
 */
import type { Terms } from './terms.js';

/** A term's number and, in the lowest four bits, its weight in quarters. */
export type Marks = Int32Array;

export interface Postings {
  /** Takes in what an item says; the place must be new. */
  add(place: number, bags: Terms[]): Marks[];
  /** Its terms no longer count; the place is passed over from now on. */
  drop(place: number): void;
  /** Inverse document frequency; a term never seen is as rare as can be, so unknown matter lowers the score. */
  rarity(term: number): number;
  /** The question's terms as numbers (−1 where no item knows the term), with weight × rarity. */
  read(query: Terms): Asked[];
  /** Terms that items have, with the number of items. */
  terms(): Iterable<[term: string, items: number]>;
  /** Rises with every change. */
  changes(): number;
  /** The places that share most with the question, best first, among those that are open. */
  gather(asked: Asked[], most: number, open: (place: number) => boolean): number[];
}

export interface Asked {
  term: number;
  mass: number;
}

/** Entries looked at in one search: the rarest terms come first, and what nearly every item says tells nothing. */
const VISITS = 400_000;
/** Terms of a long message that carry it. */
const CARRYING = 24;

export const termOf = (mark: number): number => mark >>> 4;
export const weightOf = (mark: number): number => (mark & 15) / 4;

export function createPostings(): Postings {
  const numbers = new Map<string, number>();
  const places: number[][] = [];
  const counts: number[] = [];
  const own = new Map<number, Int32Array>();
  let sums = new Float32Array(1024);
  let changes = 0;

  function numberOf(term: string): number {
    const known = numbers.get(term);
    if (known !== undefined) return known;
    numbers.set(term, places.length);
    places.push([]);
    counts.push(0);
    return places.length - 1;
  }

  const rarity = (term: number): number => Math.log(1 + own.size / ((counts[term] ?? 0) + 0.5));

  /** Dropped places leave their entries behind; a list that is mostly these is swept when it grows. */
  function enter(term: number, place: number): void {
    const list = places[term]!;
    if (list.length > 64 && list.length > 2 * counts[term]!)
      places[term] = list.filter((one) => own.get(one)?.includes(term));
    places[term]!.push(place);
    counts[term]!++;
  }

  return {
    rarity,
    *terms() {
      for (const [term, number] of numbers) if (counts[number]! > 0) yield [term, counts[number]!];
    },
    changes: () => changes,
    add(place, bags) {
      changes++;
      const all = new Set<number>();
      const marks = bags.map((bag) =>
        Int32Array.from([...bag], ([term, weight]) => {
          const number = numberOf(term);
          all.add(number);
          return (number << 4) | (weight * 4);
        }),
      );
      own.set(place, Int32Array.from(all));
      for (const term of all) enter(term, place);
      if (place >= sums.length) {
        const wider = new Float32Array(place * 2);
        wider.set(sums);
        sums = wider;
      }
      return marks;
    },
    drop(place) {
      changes++;
      for (const term of own.get(place) ?? []) counts[term]!--;
      own.delete(place);
    },
    read: (query) =>
      [...query].map(([word, weight]) => {
        const term = numbers.get(word) ?? -1;
        return { term, mass: weight * rarity(term) };
      }),
    gather(asked, most, open) {
      const carrying = asked
        .filter(({ term }) => term >= 0)
        .sort((a, b) => b.mass - a.mass)
        .slice(0, CARRYING);
      const met: number[] = [];
      let visits = 0;
      for (const { term, mass } of carrying) {
        const list = places[term]!;
        visits += list.length;
        if (visits > VISITS && met.length >= most) break;
        for (const place of list) {
          if (sums[place] === 0) met.push(place);
          sums[place]! += mass;
        }
      }
      // Half of all items may be met: only the best are kept in order.
      const found: number[] = [];
      for (const place of met) {
        const sum = sums[place]!;
        if (found.length === most && sum <= sums[found[most - 1]!]!) continue;
        if (!own.has(place) || !open(place)) continue;
        if (found.length === most) found.pop();
        let at = found.length;
        while (at > 0 && sums[found[at - 1]!]! < sum) at--;
        found.splice(at, 0, place);
      }
      for (const place of met) sums[place] = 0;
      return found;
    },
  };
}
