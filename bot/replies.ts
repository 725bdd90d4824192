/** Short replies to what the bot has just asked: the words of its own buttons and what people type instead. */
import { readFileSync } from 'node:fs';

type Reply = 'yes' | 'no' | 'none' | 'leave' | 'useful' | 'unsolved' | 'urge' | 'progress';

type Field = 'content' | 'place' | 'time' | 'party' | 'demand' | 'name' | 'phone';

const { ordinals, fields, changed, around, ...table } = JSON.parse(
  readFileSync(new URL('./replies.json', import.meta.url), 'utf8'),
) as Record<Reply | 'ordinals' | 'changed' | 'around', string[]> & { fields: Record<Field, string[]> };

const bare = (text: string): string =>
  text
    .normalize('NFKC')
    .toLowerCase()
    .replace(/[\s\p{P}]/gu, '');

const said = new Map(
  (Object.keys(table) as Reply[]).map((reply) => [reply, new Set(table[reply].map(bare))] as const),
);

export const replies = (text: string, reply: Reply): boolean => said.get(reply)!.has(bare(text));

/** Same words, whatever the marks and spaces. */
export const sameWords = (one: string, other: string): boolean => bare(one) === bare(other);

/** 「2」「第二个」「选二」 → 1; -1 where it is no choice among `count`. */
export function chosen(text: string, count: number): number {
  const match = /^(?:选|第)?([1-9一二三四五])(?:个|条|项)?$/u.exec(bare(text));
  if (!match) return -1;
  const index = ordinals.includes(match[1]!) ? ordinals.indexOf(match[1]!) : Number(match[1]) - 1;
  return index < count ? index : -1;
}

const names = new Map(
  (Object.keys(fields) as Field[]).flatMap((field) => fields[field].map((word) => [word, field] as const)),
);
const longestFirst = (words: Iterable<string>): string =>
  [...words].sort((a, b) => b.length - a.length).join('|');
const CORRECTION = new RegExp(
  `(?:^|[，,；;。\\s])(?:把|将)?(${longestFirst(names.keys())})(?:${longestFirst(changed)})[：:]?\\s*([^，,；;。\\n]+)`,
  'gu',
);

/** 「地点改成学苑街 12 号」 says which field and what, in the citizen's own order. */
export function corrections(text: string): Partial<Record<Field, string>> {
  return Object.fromEntries(
    [...text.matchAll(CORRECTION)].map(([, name, value]) => [names.get(name!)!, value!.trim()]),
  );
}

/** Words around what is meant: 「那租房的呢」 is 租房. */
function core(text: string): string {
  let rest = bare(text);
  for (let before = ''; before !== rest; ) {
    before = rest;
    for (const word of around) {
      if (rest.startsWith(word)) rest = rest.slice(word.length);
      if (rest.endsWith(word)) rest = rest.slice(0, rest.length - word.length);
    }
  }
  return rest;
}

const LONGEST_NAME = 12;

/** The one title that has these words in it; null where none or several have. */
export function named<T extends { title: string }>(text: string, offered: readonly T[]): T | null {
  const word = core(text);
  if (word.length < 2 || word.length > LONGEST_NAME) return null;
  const fit = offered.filter(({ title }) => bare(title).includes(word));
  return fit.length === 1 ? fit[0]! : null;
}
