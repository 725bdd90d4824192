/** Tables in: XLSX and CSV as rows of text, whatever the cells were. */
import { parse } from 'csv-parse/sync';
import exceljs from 'exceljs';
import { type Refused, refuse } from './refusal.js';

export const MOST_ROWS = 5_000;

export function csvRows(text: string): string[][] | Refused {
  try {
    const rows = parse(text, {
      bom: true,
      relax_column_count: true,
      skip_empty_lines: true,
      max_record_size: 400_000,
    }) as string[][];
    return rows.length > MOST_ROWS + 1
      ? refuse('rows', { n: rows.length - 1, most: MOST_ROWS })
      : rows.map((row) => row.map(unguarded));
  } catch {
    return refuse('broken');
  }
}

/** What was guarded against being taken for a formula on its way out. */
const unguarded = (cell: string): string => (/^'[=+\-@\t\r]/.test(cell) ? cell.slice(1) : cell);

export async function xlsxRows(file: Buffer): Promise<string[][] | Refused> {
  const book = new exceljs.Workbook();
  try {
    await book.xlsx.load(file as never);
  } catch {
    return refuse('broken');
  }
  const sheet = book.worksheets[0];
  if (!sheet) return refuse('none');
  if (sheet.actualRowCount > MOST_ROWS + 1)
    return refuse('rows', { n: sheet.actualRowCount - 1, most: MOST_ROWS });
  const rows: string[][] = [];
  sheet.eachRow((row) => {
    const cells: string[] = [];
    row.eachCell({ includeEmpty: true }, (cell, at) => {
      cells[at - 1] = unguarded(told(cell.value));
    });
    rows.push(Array.from(cells, (cell) => cell ?? ''));
  });
  return rows;
}

/** A formula counts as what it came to; a date as the day that is shown. */
function told(value: exceljs.CellValue): string {
  if (value === null || value === undefined) return '';
  if (value instanceof Date) return value.toISOString().slice(0, 10);
  if (typeof value !== 'object') return String(value);
  if ('richText' in value) return value.richText.map(({ text }) => text).join('');
  if ('hyperlink' in value)
    return typeof value.text === 'string' ? value.text : told(value.text as exceljs.CellValue);
  if ('result' in value) return told(value.result as exceljs.CellValue);
  return '';
}
