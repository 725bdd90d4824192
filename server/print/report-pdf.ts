/** Sets a report as PDF: headings, sentences, tables that go on over pages, and bars that need no colour to be read. */

import { fitted } from './columns.js';
import { chineseFont } from './font.js';
import { pdf } from './libraries.js';

type Doc = PDFKit.PDFDocument;

/** What is set, top to bottom. */
export type Block =
  | { set: 'heading'; text: string }
  | { set: 'text'; text: string; small?: boolean }
  | { set: 'table'; columns: readonly string[]; rows: readonly (readonly string[])[] }
  | { set: 'bars'; labels: readonly string[]; values: readonly (number | null)[]; told: readonly string[] }
  | { set: 'page' };

export interface PrintAsk {
  title: string;
  blocks: readonly Block[];
  /** Set as the document's own date, so that the same report is the same file. */
  at: Date;
  /** Who took it and when, across every page. */
  watermark: string;
  /** `{n}` and `{all}` */
  page: string;
}

const SIZE = { title: 18, heading: 13, text: 10, small: 8 };
const PAD = 3;

export function printReport({ title, blocks, at, watermark, page }: PrintAsk): Promise<Buffer> {
  const doc = pdf({
    ...{ size: 'A4', margin: 48, bufferPages: true, lang: 'zh-CN', displayTitle: true },
    info: { Title: title, CreationDate: at, ModDate: at },
  });
  const parts: Buffer[] = [];
  const done = new Promise<Buffer>((resolve, reject) => {
    doc.on('data', (part: Buffer) => parts.push(part));
    doc.on('end', () => resolve(Buffer.concat(parts)));
    doc.on('error', reject);
  });
  doc.registerFont('text', chineseFont()).font('text');
  doc.fontSize(SIZE.title).text(title);
  for (const block of blocks) set(doc, block);
  finish(doc, watermark, page);
  doc.end();
  return done;
}

const left = (doc: Doc): number => doc.page.margins.left;
const wide = (doc: Doc): number => doc.page.width - doc.page.margins.left - doc.page.margins.right;
const room = (doc: Doc): number => doc.page.height - doc.page.margins.bottom - doc.y;

function set(doc: Doc, block: Block): void {
  switch (block.set) {
    case 'page':
      doc.addPage();
      return;
    case 'heading':
      // A heading alone at the foot of a page heads nothing.
      if (room(doc) < 90) doc.addPage();
      doc.moveDown(0.8).fontSize(SIZE.heading).fillColor('black').text(block.text, left(doc));
      doc.moveDown(0.2);
      return;
    case 'text':
      doc.fontSize(block.small ? SIZE.small : SIZE.text).fillColor(block.small ? '#555' : 'black');
      doc.text(block.text, left(doc), doc.y, { width: wide(doc), lineGap: 2 });
      doc.moveDown(0.3);
      return;
    case 'bars':
      bars(doc, block);
      return;
    case 'table':
      table(doc, block);
  }
}

function bars(doc: Doc, { labels, values, told }: Extract<Block, { set: 'bars' }>): void {
  const most = Math.max(...values.map((value) => value ?? 0), Number.EPSILON);
  const height = SIZE.text + 4;
  const label = wide(doc) * 0.28;
  const track = wide(doc) * 0.55;
  doc.fontSize(SIZE.small).fillColor('black');
  for (const [i, name] of labels.entries()) {
    if (room(doc) < height) doc.addPage();
    const { y } = doc;
    const value = values[i] ?? 0;
    doc.text(name, left(doc), y, { width: label - 6, height, ellipsis: true, lineBreak: false });
    if (value > 0)
      doc.rect(left(doc) + label, y, Math.max(1, (value / most) * track), height - 4).fill('#1a5fb4');
    doc.fillColor('black').text(told[i] ?? '', left(doc) + label + track + 6, y, { lineBreak: false });
    doc.x = left(doc);
    doc.y = y + height;
  }
  doc.moveDown(0.4);
}

/** Columns as wide as their longest cell wants, and no wider than the page. */
function widths(doc: Doc, rows: readonly (readonly string[])[]): number[] {
  const wanted = (rows[0] ?? []).map((_, i) =>
    Math.min(
      260,
      Math.max(34, ...rows.slice(0, 200).map((row) => doc.widthOfString(row[i] ?? '') + 2 * PAD + 1)),
    ),
  );
  return fitted(wanted, wide(doc));
}

function table(doc: Doc, { columns, rows }: Extract<Block, { set: 'table' }>): void {
  doc.fontSize(SIZE.small);
  const sizes = widths(doc, [columns, ...rows]);
  const heightOf = (row: readonly string[]): number =>
    Math.max(...row.map((cell, i) => doc.heightOfString(cell || ' ', { width: sizes[i]! - 2 * PAD }))) +
    2 * PAD;
  const line = (row: readonly string[], head: boolean): void => {
    const height = heightOf(row);
    const { y } = doc;
    let x = left(doc);
    if (head) doc.rect(x, y, wide(doc), height).fill('#eef1f5');
    doc.fillColor('black');
    for (const [i, cell] of row.entries()) {
      doc.text(cell, x + PAD, y + PAD, { width: sizes[i]! - 2 * PAD });
      x += sizes[i]!;
    }
    doc
      .moveTo(left(doc), y + height)
      .lineTo(left(doc) + wide(doc), y + height)
      .lineWidth(0.4)
      .stroke('#bbb');
    doc.x = left(doc);
    doc.y = y + height;
  };
  line(columns, true);
  for (const row of rows) {
    // The head stands again on every page the table goes on to.
    if (room(doc) < heightOf(row)) {
      doc.addPage();
      doc.fontSize(SIZE.small);
      line(columns, true);
    }
    line(row, false);
  }
  doc.moveDown(0.4);
}

function finish(doc: Doc, watermark: string, page: string): void {
  const { start, count } = doc.bufferedPageRange();
  for (let i = start; i < start + count; i++) {
    doc.switchToPage(i);
    const { width, height, margins } = doc.page;
    // Below the text there is no room for text: without this the foot would begin a page of its own.
    const { bottom } = margins;
    margins.bottom = 0;
    doc.save().fillOpacity(0.08).fillColor('black').fontSize(13);
    for (let top = 80; top < height; top += 190)
      for (let x = 40; x < width - 150; x += 270)
        doc
          .save()
          .rotate(-24, { origin: [x, top] })
          .text(watermark, x, top, { lineBreak: false })
          .restore();
    doc.restore();
    const foot = page.replace('{n}', String(i + 1)).replace('{all}', String(count));
    doc.fillOpacity(1).fontSize(SIZE.small).fillColor('#555');
    doc.text(foot, margins.left, height - 36, {
      width: width - 2 * margins.left,
      align: 'center',
      lineBreak: false,
    });
    margins.bottom = bottom;
  }
}
