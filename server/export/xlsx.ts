/** A workbook written row by row: a hundred thousand orders need no more memory than one. */
import type { Writable } from 'node:stream';
import { excel } from '../print/libraries.js';
import { WORDS } from './words.js';

export interface Sheet {
  columns: readonly { name: string; width: number }[];
  /** Stands in the first row and at the foot of every page. */
  mark: string;
}

export async function writeXlsx(
  out: Writable,
  { columns, mark }: Sheet,
  rows: AsyncIterable<readonly string[]>,
  last: () => readonly string[],
): Promise<void> {
  const book = new (excel().stream.xlsx.WorkbookWriter)({ stream: out as never, useStyles: true });
  const sheet = book.addWorksheet(WORDS.sheet, {
    views: [{ state: 'frozen', ySplit: 2 }],
    pageSetup: { orientation: 'landscape', fitToPage: true, fitToWidth: 1, fitToHeight: 0 },
    headerFooter: { oddFooter: `&L${mark.replaceAll('&', '&&')}&R${WORDS.page}` },
  });
  sheet.columns = columns.map(({ width }) => ({
    width,
    style: { alignment: { wrapText: true, vertical: 'top' } },
  }));
  sheet.addRow([mark]).commit();
  const head = sheet.addRow(columns.map(({ name }) => name));
  head.font = { bold: true };
  head.commit();
  // Strings are written as strings: nothing a citizen wrote becomes a formula.
  for await (const row of rows) sheet.addRow([...row]).commit();
  for (const line of last()) sheet.addRow([line]).commit();
  sheet.commit();
  await book.commit();
}
