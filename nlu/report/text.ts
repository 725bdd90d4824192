import type { Cell, Document, Table } from './document.js';
import type { Term } from './words.js';

/** Letters that take two columns of a terminal (East Asian Width W and F, the blocks that occur). */
const WIDE =
  /[\u1100-\u115f\u2e80-\ua4cf\uac00-\ud7a3\uf900-\ufaff\ufe30-\ufe6f\uff00-\uff60\uffe0-\uffe6]/gu;

export const widthOf = (text: string): number => [...text].length + (text.match(WIDE)?.length ?? 0);

const plain = (cell: Cell): string => (typeof cell === 'string' ? cell : cell.text);
/** A message may hold line breaks and marks that would move the cursor. */
const flat = (cell: Cell): string => plain(cell).replace(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]+/gu, ' ');

function lines({ columns, rows }: Table): string[] {
  // Headings in English: a terminal is narrow, and the section has its Chinese name.
  const cells = [columns.map((column) => column.en), ...rows.map((row) => row.map(flat))];
  const widths = columns.map((_, i) => Math.max(...cells.map((row) => widthOf(row[i] ?? ''))));
  return cells.map((row) =>
    row
      .map((text, i) => {
        const space = ' '.repeat(widths[i]! - widthOf(text));
        return columns[i]!.figure ? space + text : text + space;
      })
      .join('  ')
      .trimEnd(),
  );
}

const heading = ({ zh, en }: Term) => (zh === en ? zh : `${zh} ${en}`);

/** What a terminal shows: sentences and tables. The first line is the first of `about`. */
export function printed({ title, about, sections }: Document): string {
  const parts = sections.flatMap((section) => [
    '',
    `== ${heading(section.title)}`,
    ...section.notes,
    ...section.tables.flatMap((table) => [
      '',
      ...(heading(table.caption) === heading(section.title) ? [] : [`-- ${heading(table.caption)}`]),
      ...lines(table),
    ]),
  ]);
  return `${[...about, heading(title), ...parts].join('\n')}\n`;
}
