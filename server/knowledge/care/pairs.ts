/**
 * Items that ask nearly the same in the same place: near-duplicates, and those among them whose amounts, days or
 * percentages differ: two answers to one question. A person looks at each; nothing is merged by itself.
 */
import { createHash } from 'node:crypto';
import type { KnowledgeItem } from '../item.js';
import type { Candidate, Knowledge } from '../search.js';

export interface Pair {
  a: { id: string; title: string; answer: string };
  b: { id: string; title: string; answer: string };
  /** Cosine of their questions; of their words where there are no vectors. */
  likeness: number;
  /** What one says and the other says otherwise, by unit of measure; empty for a mere near-duplicate. */
  differs: { unit: string; a: string[]; b: string[] }[];
}

const NEAR_MEANING = 0.86;
const NEAR_WORDS = 0.72;
/** Newest first: past that a night's work, not a page's. */
const MOST = 5_000;
/** Items looked at before others may have the processor. */
const BREATH = 10;

const FACT =
  /(\d+(?:\.\d+)?)\s*(万元|元|%|％|个工作日|工作日|小时|分钟|日内|天|个月|周岁|平方米|平米|℃|度|人|次|倍)/gu;
const SAME_UNIT: Record<string, string> = {
  '％': '%',
  个工作日: '工作日',
  日内: '天',
  平米: '平方米',
  '℃': '度',
};

export function factsOf(answer: string): Map<string, Set<string>> {
  const facts = new Map<string, Set<string>>();
  for (const [, number = '', said = ''] of answer.normalize('NFKC').matchAll(FACT)) {
    const unit = SAME_UNIT[said] ?? said;
    facts.set(unit, (facts.get(unit) ?? new Set()).add(String(Number(number))));
  }
  return facts;
}

/** Of a unit both speak of, and agree on nothing. */
export function differences(a: string, b: string): Pair['differs'] {
  const [left, right] = [factsOf(a), factsOf(b)];
  return [...left].flatMap(([unit, own]) => {
    const other = right.get(unit);
    if (!other || [...own].some((number) => other.has(number))) return [];
    return [{ unit, a: [...own], b: [...other] }];
  });
}

const nearOf = ({ meaning, likeness }: Candidate): boolean =>
  meaning === null ? likeness >= NEAR_WORDS : meaning >= NEAR_MEANING;

const audiences = (a: KnowledgeItem, b: KnowledgeItem): boolean =>
  a.audience === 'both' || b.audience === 'both' || a.audience === b.audience;

/** What the two say now; said otherwise, they are looked at again. */
export const printOf = ({ a, b }: Pick<Pair, 'a' | 'b'>): string =>
  createHash('sha256')
    .update(JSON.stringify([a.title, a.answer, b.title, b.answer]))
    .digest('base64url');

export const pairKey = (a: string, b: string): string => (a < b ? `${a} ${b}` : `${b} ${a}`);

export async function pairsOf(knowledge: Pick<Knowledge, 'all' | 'near'>, now: Date): Promise<Pair[]> {
  const items = [...knowledge.all()].sort((a, b) =>
    (b.updated ?? b.effectiveFrom) < (a.updated ?? a.effectiveFrom) ? -1 : 1,
  );
  const byId = new Map(items.map((item) => [item.id, item]));
  const pairs = new Map<string, Pair>();
  for (const [n, item] of items.slice(0, MOST).entries()) {
    if (n % BREATH === 0) await new Promise((resolve) => setImmediate(resolve));
    for (const candidate of knowledge.near(item.id, now).filter(nearOf)) {
      const other = byId.get(candidate.passage.id);
      if (!other || !audiences(item, other)) continue;
      const [a, b] = item.id < other.id ? [item, other] : [other, item];
      pairs.set(pairKey(a.id, b.id), {
        a: { id: a.id, title: a.title, answer: a.answer },
        b: { id: b.id, title: b.title, answer: b.answer },
        likeness: Number((candidate.meaning ?? candidate.likeness).toFixed(3)),
        differs: differences(a.answer, b.answer),
      });
    }
  }
  return [...pairs.values()].sort((x, y) => y.differs.length - x.differs.length || y.likeness - x.likeness);
}
