/** A table of units as it comes from people: XLSX or CSV, in UTF-8 or as an older Excel saves it (GB 18030). */
import { parse } from 'csv-parse/sync';
import type excel from 'exceljs';
import * as libraries from '../print/libraries.js';

export interface Cell {
  text: string;
  formula: boolean;
}

/** Rows with their numbers as the person sees them. Null = cannot be read; 'large' = too much of it. */
export type Sheet = { row: number; cells: Cell[] }[];

const MOST_ROWS = 20_000;

export async function readSheet(bytes: Buffer): Promise<Sheet | 'unreadable' | 'large'> {
  try {
    const sheet = bytes.subarray(0, 2).toString('latin1') === 'PK' ? await fromXlsx(bytes) : fromCsv(bytes);
    return sheet.length > MOST_ROWS ? 'large' : sheet;
  } catch {
    return 'unreadable';
  }
}

async function fromXlsx(bytes: Buffer): Promise<Sheet> {
  const book = new (libraries.excel().Workbook)();
  await book.xlsx.load(bytes as never);
  const sheet = book.worksheets[0];
  const rows: Sheet = [];
  sheet?.eachRow((row, number) => {
    const cells: Cell[] = [];
    row.eachCell({ includeEmpty: true }, (cell, column) => {
      cells[column - 1] = { text: textOf(cell.value), formula: cell.formula !== undefined };
    });
    rows.push({ row: number, cells: Array.from(cells, (cell) => cell ?? { text: '', formula: false }) });
  });
  return rows;
}

/** A day typed as a day comes as a date at 00:00 UTC. */
function textOf(value: excel.CellValue): string {
  if (value === null || value === undefined) return '';
  if (value instanceof Date) return value.toISOString().slice(0, 10);
  if (typeof value !== 'object') return String(value).trim();
  if ('richText' in value)
    return value.richText
      .map(({ text }) => text)
      .join('')
      .trim();
  if ('text' in value) return textOf(value.text as excel.CellValue);
  if ('result' in value) return textOf(value.result as excel.CellValue);
  return '';
}

function fromCsv(bytes: Buffer): Sheet {
  let text: string;
  try {
    text = new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    text = new TextDecoder('gb18030', { fatal: true }).decode(bytes);
  }
  if (text.includes('\0')) throw new Error('not text');
  const rows = parse(text, { bom: true, relax_column_count: true, info: true }) as unknown as {
    record: string[];
    info: { lines: number };
  }[];
  return rows.map(({ record, info }) => ({
    row: info.lines,
    cells: record.map((cell) => ({ text: cell.trim().replace(/^'(?=[=+\-@])/, ''), formula: false })),
  }));
}
