import type { Sign } from './contract.js';
import { shared } from './grams.js';
import { isDoor, type Name, sameStem, TOWN, unitOf } from './names.js';
import { cosine, sameSender, type Traits } from './traits.js';

/** `vector` is left out where there are no two vectors to compare. */
export type Signs = Record<Exclude<Sign, 'vector'>, number> & { vector?: number };

const DAY = 86_400_000;

/** A banner lies in its league, and a matter of which only the league is known may be in any of its banners. */
function regions(a: string | null, b: string | null): 'same' | 'within' | 'other' | 'unknown' {
  if (a === null || b === null) return 'unknown';
  if (a === b) return 'same';
  const league = a.slice(0, 4) === b.slice(0, 4);
  if (a.endsWith('0000') || b.endsWith('0000')) return 'within';
  return league && (a.endsWith('00') || b.endsWith('00')) ? 'within' : 'other';
}

const has = (grams: Int32Array, gram: number): boolean => {
  let low = 0;
  let high = grams.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (grams[middle]! < gram) low = middle + 1;
    else high = middle;
  }
  return grams[low] === gram;
};

const known = (name: Name, other: Traits): boolean =>
  other.names.some((one) => sameStem(one.stem, name.stem)) || has(other.grams, name.tail);

/** How many names the two share, and whether there is a kind of which both name some and share none. */
function names(a: Traits, b: Traits, which: (kind: string) => boolean): { same: number; other: number } {
  const kinds = [...new Set(a.names.map((name) => name.kind))].filter(which);
  let same = 0;
  let other = 0;
  for (const kind of kinds) {
    const mine = a.names.filter((name) => name.kind === kind);
    const theirs = b.names.filter((name) => name.kind === kind);
    // A name may lack its kind on one side, 「桥西花园」 in full and then only 「桥西」.
    const met = Math.max(
      mine.filter((name) => known(name, b)).length,
      theirs.filter((name) => known(name, a)).length,
    );
    same += met;
    if (met === 0 && theirs.length > 0) other = 1;
  }
  const more = b.names.filter(({ kind }) => which(kind) && !kinds.includes(kind));
  same += more.filter((name) => known(name, a)).length;
  return { same: Math.min(2, same) / 2, other };
}

function numbers(a: Traits, b: Traits): { same: number; other: number } {
  let same = 0;
  let other = 0;
  for (const kind of new Set(a.numbers.map(unitOf))) {
    const theirs = b.numbers.filter((number) => unitOf(number) === kind);
    if (theirs.length === 0) continue;
    if (a.numbers.some((number) => theirs.includes(number))) same = 1;
    else if (!isDoor(kind)) other = 1;
  }
  return { same, other };
}

/** A cosine of the network for comparing below this is that of any two messages; what is above is spread over 0 to 1. */
const ANY = 0.75;

/** What speaks for and against one matter; each value lies between 0 and about 1. The order of the two is no matter. */
export function signsOf(a: Traits, b: Traits): Signs {
  const both = shared(a.topic, b.topic);
  const words = both / Math.max(1e-9, a.topicMass + b.topicMass - both);
  const least = Math.min(a.topicMass, b.topicMass);
  const region = regions(a.region, b.region);
  const number = numbers(a, b);
  const own = sameSender(a, b);
  const later = (a.at === b.at ? a.id > b.id : a.at > b.at) ? a : b;
  const vector = cosine(a.vector, b.vector);
  const categories = a.category !== null && b.category !== null;
  const town = names(a, b, (kind) => kind === TOWN);
  const fine = names(a, b, (kind) => kind !== TOWN);
  const named = Math.min(a.namedMass, b.namedMass);
  return {
    sameRegion: region === 'same' ? 1 : region === 'within' ? 0.5 : 0,
    // Who names the same street twice means one town, whatever the region was read as.
    otherRegion: region === 'other' && fine.same === 0 ? 1 : 0,
    sameTown: town.same > 0 ? 1 : 0,
    otherTown: town.other,
    sameName: fine.same,
    otherName: fine.other,
    nameWords: named > 0 ? shared(a.named, b.named) / named : 0,
    sameNumber: number.same,
    otherNumber: number.other,
    ownPlace: own && later.names.length === 0 && later.region === null ? 1 : 0,
    sameSender: own ? 1 : 0,
    words,
    covered: least > 0 ? both / least : 0,
    sameCategory: categories && a.category === b.category ? 1 : 0,
    otherCategory: categories && a.category !== b.category ? 1 : 0,
    refersBack: own && later.refersBack ? 1 : 0,
    ownWords: own ? words : 0,
    apart: Math.log1p(Math.abs(a.at - b.at) / DAY) / 4,
    ...(vector === null ? {} : { vector: Math.max(0, (vector - ANY) / (1 - ANY)) }),
  };
}
