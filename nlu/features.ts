import { Jieba } from '@node-rs/jieba';
import { dict } from '@node-rs/jieba/dict.js';
import { fnv } from './hash.js';

/** What the stages before the heads have seen; each becomes one feature of its own. */
export interface Signs {
  rules: string[];
  inside: boolean;
  outside: boolean;
  outsideFirst: boolean;
}

let jieba: Jieba | undefined;
/** The dictionary takes a quarter of a second and 60 MB: once a process. */
export function words(text: string): string[] {
  jieba ??= Jieba.withDict(dict);
  return jieba.cut(text, true);
}

const SKIP = /^[\s\p{P}]+$/u;

function grams(text: string, least: number, most: number, mark: string, into: Set<number>): void {
  const seed = fnv(mark);
  for (let size = least; size <= most; size++) {
    for (let at = 0; at + size <= text.length; at++) into.add(fnv(text.slice(at, at + size), seed));
  }
}

/** Hashes of everything the heads look at in a normalised text. Digits are one digit, blanks none. */
export function features(text: string, signs: Signs): Set<number> {
  const found = new Set<number>();
  const tight = text.toLowerCase().replace(/\d/g, '0');
  const plain = tight.replace(/\s+/g, '');
  grams(plain, 1, 4, 'c', found);
  // The asked act stands at the end or the beginning more often than in the middle.
  grams(plain.slice(-14), 2, 3, 'z', found);
  grams(plain.slice(0, 10), 2, 3, 'a', found);
  const cut = words(tight).filter((word) => !SKIP.test(word));
  cut.forEach((word, i) => {
    found.add(fnv(word, fnv('w')));
    const next = cut[i + 1];
    if (next) found.add(fnv(`${word} ${next}`, fnv('ww')));
  });
  for (const rule of signs.rules) found.add(fnv(rule, fnv('r')));
  if (signs.inside) found.add(fnv('inside', fnv('s')));
  if (signs.outside) found.add(fnv('outside', fnv('s')));
  if (signs.outsideFirst) found.add(fnv('outsideFirst', fnv('s')));
  if (signs.outside && !signs.inside) found.add(fnv('outsideOnly', fnv('s')));
  const length = plain.length;
  const size = length < 5 ? 0 : length < 10 ? 1 : length < 25 ? 2 : length < 80 ? 3 : length < 200 ? 4 : 5;
  found.add(fnv(`length${size}`, fnv('s')));
  return found;
}
