/** CSV as spreadsheets on Windows read it: UTF-8 with its mark, CRLF, and no cell that could be a formula. */
import type { Writable } from 'node:stream';

export const BOM = '\ufeff';

/** Full-width signs too: some programs fold them before they look. */
const FORMULA = /^[\s]*[=+\-@＝＋－＠|%]/u;

/** The apostrophe is what a spreadsheet itself writes before text that must stay text. */
export const safe = (cell: string): string =>
  FORMULA.test(cell) || /^[\t\r\n]/.test(cell) ? `'${cell}` : cell;

const quoted = (cell: string): string => {
  const text = safe(cell);
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
};

export const csvLine = (cells: readonly string[]): string => `${cells.map(quoted).join(',')}\r\n`;

/** Waits where the disk is slower than the rows come. */
export async function writeCsv(
  out: Writable,
  header: readonly string[],
  rows: AsyncIterable<readonly string[]>,
  last: () => readonly string[],
): Promise<void> {
  const write = (text: string): Promise<void> =>
    new Promise((resolve, reject) => {
      out.write(text, (error) => (error ? reject(error) : resolve()));
    });
  await write(BOM + csvLine(header));
  for await (const row of rows) await write(csvLine(row));
  for (const line of last()) await write(csvLine([line]));
  await new Promise<void>((resolve) => out.end(resolve));
}
