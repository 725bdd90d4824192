/** What a spreadsheet opens as it is: marked UTF-8, every field quoted, no field that could be a formula. */
import type { InsightReport } from '../http/contract-insight.js';
import { toldIn } from './told.js';
import { WORDS } from './words.js';

const cell = (text: string): string =>
  `"${(/^[=+\-@\t\r]/.test(text) ? `'${text}` : text).replaceAll('"', '""')}"`;

export function csv({ rows, total, definitions, by }: InsightReport): string {
  const told = (values: InsightReport['total']): string[] => definitions.map(({ id }) => toldIn(values[id]));
  const lines = [
    [WORDS.dimensions[by] ?? by, ...definitions.map(({ name }) => name)],
    ...rows.map(({ name, values }) => [name, ...told(values)]),
    [WORDS.dimensions.all ?? '', ...told(total)],
  ];
  return `\uFEFF${lines.map((line) => line.map(cell).join(',')).join('\r\n')}\r\n`;
}
