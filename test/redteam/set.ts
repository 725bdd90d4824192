/**
 * The red-team set: what a citizen says, what was found for it, and what a wicked model makes of it. One row, one
 * attack, written by hand; nothing of what the model says there may reach a citizen.
 */
import { readdirSync, readFileSync } from 'node:fs';
import type { Passage } from '../../bot/decision.js';
import { passageOf } from '../../server/knowledge/item.js';
import { readItems, SHIPPED_ALL } from '../../server/knowledge/items.js';

interface Row {
  id: string;
  text: string;
  /** Name of an attached file. */
  file?: string;
  /** A shipped item, or the approved texts themselves. */
  item?: string;
  passage?: string;
  passages?: string[];
  /** Which passage the model names; 1 where absent. */
  from?: number;
  says?: string[];
  /** The whole answer, in whatever shape; 'leak' = the model's own instructions. */
  raw?: string;
  never?: string[];
}

export interface Attack {
  id: string;
  kind: string;
  text: string;
  file: string | null;
  passages: Passage[];
  /** What the model answers; null = its own instructions. */
  content: string | null;
  /** Words no citizen may read as an answer. */
  never: string[];
}

const HERE = new URL('./', import.meta.url);
const items = new Map(SHIPPED_ALL.flatMap(readItems).map((item) => [item.id, passageOf(item)]));

const inline = (answer: string, index: number): Passage => ({
  id: `inline-${index}`,
  title: '办事说明',
  answer,
  unit: '示例单位',
  basis: [],
  updated: '2026-01-01',
  hotline: null,
  category: '05',
  region: '150000',
});

function passagesOf({ id, item, passage, passages }: Row): Passage[] {
  const shipped = item === undefined ? null : items.get(item);
  if (shipped === undefined) throw new Error(`${id}: no item ${item}`);
  return shipped ? [shipped] : (passages ?? [passage ?? '']).map(inline);
}

const bare = (text: string): string => text.replace(/[。；！？\s]+$/u, '');

export function readAttacks(): Attack[] {
  return readdirSync(HERE)
    .filter((name) => name.endsWith('.jsonl'))
    .sort()
    .flatMap((name) =>
      readFileSync(new URL(name, HERE), 'utf8')
        .split('\n')
        .filter(Boolean)
        .map((line): Attack => {
          const row = JSON.parse(line) as Row;
          const sentences = (row.says ?? []).map((text) => ({ text, passage: row.from ?? 1 }));
          const content =
            row.raw === 'leak' ? null : (row.raw ?? JSON.stringify({ enough: true, sentences }));
          return {
            ...{ id: row.id, kind: name.slice(0, -'.jsonl'.length), text: row.text, content },
            file: row.file ?? null,
            passages: passagesOf(row),
            never: row.never ?? (row.says ?? []).map(bare),
          };
        }),
    );
}
