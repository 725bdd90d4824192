/** A file of any kind as rows: its kind by its bytes, then tables as tables and documents cut into passages. */
import { createHash } from 'node:crypto';
import type { KnowledgeItem } from '../item.js';
import { type Block, docxBlocks, htmlBlocks, markdownBlocks, pdfBlocks } from './blocks.js';
import type { Names } from './columns.js';
import { type Row, rowsOf, type Where } from './items.js';
import { fromMarkdown, MARKDOWN_HEAD } from './markdown.js';
import { cut } from './passages.js';
import { isRefused, type Refused, refuse } from './refusal.js';
import { csvRows, xlsxRows } from './sheet.js';
import { type Kind, kindOf, textOf } from './sniff.js';

export interface Read {
  kind: Kind;
  rows: Row[];
  faults: Where[];
}

const MOST_PASSAGES = 2_000;
const TITLE = 60;

export async function readFile(file: Buffer, name: string, names: Names): Promise<Read | Refused> {
  const kind = kindOf(file, name);
  if (typeof kind === 'object') return kind;
  const read = await rowsIn(kind, file, name, names);
  if (isRefused(read)) return read;
  return read.rows.length === 0 ? refuse('none') : { kind, ...read };
}

async function rowsIn(
  kind: Kind,
  file: Buffer,
  name: string,
  names: Names,
): Promise<Omit<Read, 'kind'> | Refused> {
  if (kind === 'xlsx' || kind === 'csv') {
    const table = kind === 'xlsx' ? await xlsxRows(file) : csvRows(textOf(file));
    return isRefused(table) ? table : rowsOf(table, names);
  }
  if (kind === 'jsonl') return jsonRows(textOf(file));
  if (kind === 'md' && textOf(file).startsWith(MARKDOWN_HEAD))
    return { rows: fromMarkdown(textOf(file), names), faults: [] };
  const blocks = await blocksIn(kind, file);
  if (isRefused(blocks)) return blocks;
  const rows = documentRows(blocks, name);
  return rows.length > MOST_PASSAGES
    ? refuse('passages', { n: rows.length, most: MOST_PASSAGES })
    : { rows, faults: [] };
}

async function blocksIn(kind: Kind, file: Buffer): Promise<Block[] | Refused> {
  if (kind === 'pdf') return pdfBlocks(file);
  if (kind === 'docx') return docxBlocks(file);
  return kind === 'html' ? htmlBlocks(textOf(file)) : markdownBlocks(textOf(file));
}

function jsonRows(text: string): Omit<Read, 'kind'> {
  const faults: Where[] = [];
  const rows = text.split('\n').flatMap((line, index): Row[] => {
    if (line.trim() === '') return [];
    try {
      return [{ row: index + 1, said: JSON.parse(line) as Row['said'] }];
    } catch {
      faults.push({ row: index + 1, says: refuse('broken').refused });
      return [];
    }
  });
  return { rows, faults };
}

/** The same passage of the same document has the same name, however often it is brought in. */
const nameOf = (title: string, clause: string, text: string): string =>
  `d-${createHash('sha256')
    .update(JSON.stringify([title, clause, text]))
    .digest('hex')
    .slice(0, 12)}`;

function documentRows(blocks: readonly Block[], name: string): Row[] {
  const { title, number, passages } = cut(blocks, name);
  return passages.map(({ clause, text, page }, index) => ({
    row: index + 1,
    said: {
      id: nameOf(title, clause, text),
      title: `${title}：${clause}`.slice(0, 2 * TITLE),
      answer: text,
      sources: [
        { title, clause, ...(number ? { number } : {}), ...(page ? { page } : {}) },
      ] satisfies KnowledgeItem['sources'],
    },
  }));
}
