/** Short replies to what the bot has just asked: the words of its own buttons and what people type instead. */
import { readFileSync } from 'node:fs';

type Reply = 'yes' | 'no' | 'none' | 'leave' | 'useful' | 'unsolved';

const { ordinals, ...table } = JSON.parse(
  readFileSync(new URL('./replies.json', import.meta.url), 'utf8'),
) as Record<Reply | 'ordinals', string[]>;

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
