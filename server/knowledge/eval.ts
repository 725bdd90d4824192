/**
 * Measures the search on questions it has not seen. Positives: each item's similar questions, held out fold
 * by fold. Negatives: corpus messages that ask nothing of the knowledge (complaints, reports, refusals…).
 * Thresholds may be tuned on the half 'tune' only; what is reported is the half 'report'.
 */
import { createHash } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { KnowledgeItem } from './items.js';
import { createKnowledge, type KnowledgePolicy } from './search.js';

export type Half = 'tune' | 'report';

/** By the item or the text alone, so that a row never changes sides. */
export const halfOf = (key: string): Half =>
  createHash('sha256').update(key).digest()[0]! % 2 === 0 ? 'tune' : 'report';

export interface Asked {
  text: string;
  expected: string;
  /** Best first. */
  ids: string[];
  band: 'answer' | 'suggest' | 'none';
}

/** Fold n: the n-th similar question of every item is taken out of the index and asked. */
export function heldOut(items: KnowledgeItem[], policy: KnowledgePolicy, half: Half, now: Date): Asked[] {
  const folds = Math.max(...items.map((item) => item.similar.length));
  return Array.from({ length: folds }, (_, fold) => {
    const knowledge = createKnowledge(
      items.map((item) => ({ ...item, similar: item.similar.filter((__, i) => i !== fold) })),
      policy,
    );
    return items
      .filter((item) => item.channels.includes('PUBLIC') && halfOf(item.id) === half)
      .flatMap((item): Asked[] => {
        const text = item.similar[fold];
        if (text === undefined) return [];
        const found = knowledge.find(text, { now, region: item.region });
        return [{ text, expected: item.id, ids: found.hits.map((hit) => hit.passage.id), band: found.band }];
      });
  }).flat();
}

export interface CorpusRow {
  text: string;
  gate: string;
  type: string;
  category: string | null;
  region: string | null;
}

export const CORPUS = fileURLToPath(new URL('../../nlu/corpus', import.meta.url));

export function corpus(dir: string, half: Half): CorpusRow[] {
  return readdirSync(dir)
    .filter((name) => name.endsWith('.jsonl'))
    .sort()
    .flatMap((name) => readFileSync(join(dir, name), 'utf8').split('\n').filter(Boolean))
    .map((line) => JSON.parse(line) as CorpusRow)
    .filter((row) => halfOf(row.text) === half);
}

const share = (part: number, whole: number): number => (whole === 0 ? Number.NaN : part / whole);

export interface Figures {
  asked: number;
  r1: number;
  r5: number;
  mrr: number;
  /** Share of questions answered at once, and how many of those answers were the right one. */
  answered: number;
  precision: number;
  /** Share of right items among those answered or offered. */
  reachable: number;
  /** Messages that are no questions, and how many of them would have been answered. */
  others: number;
  othersAnswered: number;
  /** Consultations of the corpus answered at once, and how many by an item of another category. */
  consults: number;
  consultsAnswered: number;
  consultsAstray: number;
}

export function measure(
  items: KnowledgeItem[],
  policy: KnowledgePolicy,
  rows: CorpusRow[],
  half: Half,
  now: Date,
): Figures {
  const asked = heldOut(items, policy, half, now);
  const rank = (row: Asked) => row.ids.indexOf(row.expected) + 1;
  const answered = asked.filter((row) => row.band === 'answer');
  const knowledge = createKnowledge(items, policy);
  const answer = (row: CorpusRow) => {
    const found = knowledge.find(row.text, { now, region: row.region });
    return found.band === 'answer' ? found.hits[0]!.passage : null;
  };
  const consults = rows.filter((row) => row.type === 'consult' && row.gate === 'accept');
  const others = rows.filter((row) => row.type !== 'consult' || row.gate !== 'accept');
  const replies = consults.map((row) => ({ row, passage: answer(row) })).filter(({ passage }) => passage);
  return {
    asked: asked.length,
    r1: share(asked.filter((row) => rank(row) === 1).length, asked.length),
    r5: share(asked.filter((row) => rank(row) >= 1 && rank(row) <= 5).length, asked.length),
    mrr: share(
      asked.reduce((sum, row) => sum + (rank(row) ? 1 / rank(row) : 0), 0),
      asked.length,
    ),
    answered: share(answered.length, asked.length),
    precision: share(answered.filter((row) => rank(row) === 1).length, answered.length),
    reachable: share(
      asked.filter((row) => row.band !== 'none' && rank(row) >= 1 && rank(row) <= 5).length,
      asked.length,
    ),
    others: others.length,
    othersAnswered: others.filter((row) => answer(row)).length,
    consults: consults.length,
    consultsAnswered: replies.length,
    consultsAstray: replies.filter(({ row, passage }) => row.category !== passage!.category).length,
  };
}
