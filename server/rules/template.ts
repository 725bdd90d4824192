/** The table to fill in: the columns by name, one example, how to fill them, and the codes of places. */
import type { Tables } from '../policy/schema.js';
import { excel } from '../print/libraries.js';
import { WORDS } from './words.js';

export async function unitsTemplate(regions: Tables['regions']): Promise<Buffer> {
  const book = new (excel().Workbook)();
  const sheet = book.addWorksheet(WORDS.sheet, { views: [{ state: 'frozen', ySplit: 1 }] });
  sheet.columns = Object.values(WORDS.columns).map((header) => ({
    header,
    width: 20,
    style: { numFmt: '@' },
  }));
  sheet.getRow(1).font = { bold: true };
  sheet.addRow([...WORDS.example]);
  const help = book.addWorksheet(WORDS.help);
  help.columns = [{ width: 90 }];
  for (const line of WORDS.helpLines) help.addRow([line]);
  const places = book.addWorksheet(WORDS.regionsSheet);
  places.columns = [{ width: 12 }, { width: 24 }];
  for (const { code, name } of regions) places.addRow([code, name]);
  return Buffer.from(await book.xlsx.writeBuffer());
}
