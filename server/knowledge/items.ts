/** An approved, sourced, dated answer (知识), as stored and as exchanged: one JSON object a line. */
import { readFileSync } from 'node:fs';
import { z } from 'zod';
import type { Passage } from '../../bot/decision.js';

const day = z.string().regex(/^\d{4}-\d{2}-\d{2}$/);

export const knowledgeItem = z.object({
  id: z.string().min(1).max(64),
  title: z.string().min(1),
  /** The wording for the public; sent verbatim. */
  answer: z.string().min(1),
  /** Other ways in which people ask the same. */
  similar: z.string().array().default([]),
  category: z.string().regex(/^\d{2}$/),
  hotline: z.string().nullable().default(null),
  unit: z.string().min(1),
  region: z.string().regex(/^\d{6}$/),
  audience: z.enum(['citizen', 'enterprise', 'both']).default('both'),
  basis: z.string().array().default([]),
  channels: z.enum(['PUBLIC', 'AGENT', 'DEPT']).array().min(1),
  effectiveFrom: day,
  /** Last day on which it may still be quoted; open where absent. */
  effectiveTo: day.nullable().default(null),
  reviewBy: day.optional(),
  /** Last change; the day it took effect where it was never changed. */
  updated: day.optional(),
});

export type KnowledgeItem = z.infer<typeof knowledgeItem>;

/** Reads JSON Lines; a bad line is an error that names its number. */
export function parseItems(text: string): KnowledgeItem[] {
  const seen = new Set<string>();
  return text.split('\n').flatMap((line, index) => {
    if (line.trim() === '') return [];
    let item: KnowledgeItem;
    try {
      item = knowledgeItem.parse(JSON.parse(line));
    } catch (error) {
      throw new Error(`line ${index + 1}: ${error instanceof Error ? error.message : String(error)}`);
    }
    if (seen.has(item.id)) throw new Error(`line ${index + 1}: id ${item.id} twice`);
    seen.add(item.id);
    return [item];
  });
}

export const readItems = (path: string | URL): KnowledgeItem[] => parseItems(readFileSync(path, 'utf8'));

const shipped = (name: string) => new URL(`../../nlu/${name}.jsonl`, import.meta.url);

/** The first 260 items, by which figures stay comparable. */
export const SHIPPED = shipped('knowledge');
/** All that ship for demonstration. */
export const SHIPPED_ALL = [SHIPPED, shipped('knowledge-b'), shipped('knowledge-c')];

export const passageOf = (item: KnowledgeItem): Passage => ({
  id: item.id,
  title: item.title,
  answer: item.answer,
  unit: item.unit,
  basis: item.basis,
  updated: item.updated ?? item.effectiveFrom,
  hotline: item.hotline,
  category: item.category,
  region: item.region,
});

/** May the public be told this on that day (Asia/Shanghai)? An expired item vanishes at once. */
export function quotable(item: KnowledgeItem, now: Date): boolean {
  const today = new Date(now.getTime() + 8 * 3600_000).toISOString().slice(0, 10);
  return (
    item.channels.includes('PUBLIC') &&
    item.effectiveFrom <= today &&
    today <= (item.effectiveTo ?? '9999-12-31')
  );
}
