/** A report as a workbook: a sheet a question, numbers as numbers, no cell that could be a formula. */
import type { ReportData } from '../../http/contract-insight.js';
import { definitionRows, madeLine } from './pdf.js';
import { WORDS } from './words.js';

const WIDEST = 60;

/** A count or a share as a number, so that a sheet can go on calculating; anything else as text. */
function cellOf(text: string): string | number {
  if (/^\d+(\.\d+)?$/.test(text)) return Number(text);
  if (/^\d+(\.\d+)?%$/.test(text)) return Number(text.slice(0, -1)) / 100;
  return text;
}

export async function reportXlsx(data: ReportData, madeAt: Date, taken: string): Promise<Buffer> {
  const { default: excel } = await import('exceljs');
  const book = new excel.Workbook();
  book.created = madeAt;
  book.modified = madeAt;
  const sheet = (
    name: string,
    lead: readonly string[],
    columns: readonly string[],
    rows: readonly (readonly string[])[],
  ) => {
    const page = book.addWorksheet(name.replace(/[\\/?*[\]:]/g, '').slice(0, 31));
    for (const line of lead) page.addRow([line]);
    page.addRow([...columns]).font = { bold: true };
    for (const row of rows) {
      const added = page.addRow(row.map(cellOf));
      // A formula or a law is longer than any column.
      if (row.some((text) => text.length > WIDEST / 2)) added.alignment = { wrapText: true, vertical: 'top' };
      row.forEach((text, i) => {
        if (/%$/.test(text) && typeof cellOf(text) === 'number') added.getCell(i + 1).numFmt = '0.00%';
      });
    }
    columns.forEach((title, i) => {
      const longest = Math.max(title.length, ...rows.map((row) => row[i]?.length ?? 0));
      page.getColumn(i + 1).width = Math.min(WIDEST, longest * 2 + 2);
    });
    page.views = [{ state: 'frozen', ySplit: lead.length + 1 }];
    page.headerFooter.oddFooter = taken;
  };
  const head = [data.title, madeLine(data, madeAt)];
  sheet(
    WORDS.sheet.summary,
    head,
    WORDS.sections.rates.columns,
    data.headline.map(({ cells }) => cells),
  );
  for (const { question, text, columns, rows } of data.sections) sheet(question, [text], columns, rows);
  sheet(WORDS.sheet.definitions, [data.note], WORDS.definitionColumns, definitionRows(data));
  return Buffer.from(await book.xlsx.writeBuffer());
}
