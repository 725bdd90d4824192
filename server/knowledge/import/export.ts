/** Items out: XLSX, CSV, JSONL, Markdown; each can be brought in again and says the same. */
import { PassThrough, Readable } from 'node:stream';
import { excel } from '../../print/libraries.js';
import type { KnowledgeItem } from '../item.js';
import { COLUMNS } from './columns.js';
import { MARKDOWN_HEAD, toMarkdown } from './markdown.js';
import { IMPORT } from './words.js';

export const EXPORTS = {
  xlsx: 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet',
  csv: 'text/csv; charset=utf-8',
  jsonl: 'application/x-ndjson',
  md: 'text/markdown; charset=utf-8',
} as const;
export type ExportKind = keyof typeof EXPORTS;

const HEAD = COLUMNS.map(({ field }) => IMPORT.columns[field]);
const cellsOf = (item: KnowledgeItem): string[] => COLUMNS.map(({ write }) => guarded(write(item)));
/** What a spreadsheet would take for a formula. */
const guarded = (cell: string): string => (/^[=+\-@\t\r]/.test(cell) ? `'${cell}` : cell);
const csvLine = (cells: readonly string[]): string =>
  `${cells.map((cell) => `"${cell.replaceAll('"', '""')}"`).join(',')}\r\n`;

export function exported(items: Iterable<KnowledgeItem>, kind: ExportKind): Readable {
  if (kind === 'xlsx') return sheet(items);
  return Readable.from(lines(items, kind));
}

function* lines(items: Iterable<KnowledgeItem>, kind: Exclude<ExportKind, 'xlsx'>): Generator<string> {
  if (kind === 'csv') yield `\uFEFF${csvLine(HEAD)}`;
  if (kind === 'md') yield `${MARKDOWN_HEAD}\n\n`;
  for (const item of items)
    yield kind === 'csv'
      ? csvLine(cellsOf(item))
      : kind === 'md'
        ? `${toMarkdown(item)}\n`
        : `${JSON.stringify(item)}\n`;
}

function sheet(items: Iterable<KnowledgeItem>): Readable {
  const out = new PassThrough();
  const book = new (excel().stream.xlsx.WorkbookWriter)({ stream: out, useStyles: true });
  const page = book.addWorksheet(IMPORT.sheet, { views: [{ state: 'frozen', ySplit: 1 }] });
  page.columns = HEAD.map((header) => ({ header, width: 24 }));
  const write = async () => {
    for (const item of items) page.addRow(cellsOf(item)).commit();
    page.commit();
    await book.commit();
  };
  write().catch((error: Error) => out.destroy(error));
  return out;
}
