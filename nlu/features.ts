import { fnv } from './hash.js';
import { jieba } from './jieba.js';

/** What the stages before the heads have seen; each becomes one feature of its own. */
export interface Signs {
  rules: string[];
  groups: string[];
  inside: boolean;
  outside: boolean;
  outsideFirst: boolean;
}

/** Hashes of what the heads look at, by kind: characters, words, edges of the message, signs. */
export interface Found {
  chars: Set<number>;
  words: Set<number>;
  edges: Set<number>;
  signs: Set<number>;
}

export const words = (text: string): string[] => jieba().cut(text, true);

const SKIP = /^[\s\p{P}]+$/u;

function grams(text: string, least: number, most: number, mark: string, into: Set<number>): void {
  const seed = fnv(mark);
  for (let size = least; size <= most; size++) {
    for (let at = 0; at + size <= text.length; at++) into.add(fnv(text.slice(at, at + size), seed));
  }
}

const LENGTHS = [5, 10, 25, 80, 200];

/** Features of a normalised text. Any digit is one digit, blanks are none. */
export function features(text: string, signs: Signs): Found {
  const tight = text.toLowerCase().replace(/\d/g, '0');
  const plain = tight.replace(/\s+/g, '');
  const found: Found = { chars: new Set(), words: new Set(), edges: new Set(), signs: new Set() };
  grams(plain, 1, 4, 'c', found.chars);
  // The asked act stands at the end or the beginning more often than in the middle.
  grams(plain.slice(-14), 2, 3, 'z', found.edges);
  grams(plain.slice(0, 10), 2, 3, 'a', found.edges);
  const cut = words(tight).filter((word) => !SKIP.test(word));
  cut.forEach((word, i) => {
    found.words.add(fnv(word, fnv('w')));
    const next = cut[i + 1];
    if (next) found.words.add(fnv(`${word} ${next}`, fnv('ww')));
  });
  const sign = (name: string) => found.signs.add(fnv(name, fnv('s')));
  for (const rule of signs.rules) sign(rule);
  for (const group of signs.groups) sign(`group ${group}`);
  if (signs.inside) sign('inside');
  if (signs.outside) sign('outside');
  if (signs.outsideFirst) sign('outsideFirst');
  if (signs.outside && !signs.inside) sign('outsideOnly');
  sign(`length${LENGTHS.filter((length) => text.length >= length).length}`);
  return found;
}
