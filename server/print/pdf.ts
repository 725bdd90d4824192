/** Sets an official document as PDF. The font is embedded, so it looks the same wherever it is opened. */
import { type CopyMark, type OfficialDocument, SHEET, TYPE } from './document.js';
import { chineseFont } from './font.js';
import { pdf } from './libraries.js';

type Doc = PDFKit.PDFDocument;

const MM = 72 / 25.4;
const WIDTH = (SHEET.width - SHEET.left - SHEET.right) * MM;
/** The font's own line is higher than its size: what is left of a line of 29 points. */
const GAP = { text: 5.8, title: 4 };

export function setPdf(document: OfficialDocument, mark: CopyMark): Promise<Buffer> {
  const doc = pdf({
    size: 'A4',
    margins: {
      top: SHEET.top * MM,
      left: SHEET.left * MM,
      right: SHEET.right * MM,
      bottom: SHEET.bottom * MM,
    },
    bufferPages: true,
    lang: 'zh-CN',
    displayTitle: true,
    info: { Title: `${document.title} ${document.number}`, Author: document.house },
  });
  const done = collect(doc);
  doc.registerFont('text', chineseFont()).font('text');
  // A page that begins by itself is marked too, below what is written on it.
  doc.on('pageAdded', () => watermark(doc, mark));
  watermark(doc, mark);
  head(doc, document);
  text(doc, document);
  sign(doc, document);
  pageNumbers(doc);
  doc.end();
  return done;
}

function head(doc: Doc, { house, number, title, to }: OfficialDocument): void {
  doc.fontSize(TYPE.title).fillColor('black').text(house, { align: 'center', characterSpacing: 1 });
  doc.moveDown(0.3);
  doc.fontSize(TYPE.text).text(number, { align: 'center' });
  const y = doc.y + 6;
  doc
    .moveTo(SHEET.left * MM, y)
    .lineTo(SHEET.left * MM + WIDTH, y)
    .lineWidth(1)
    .stroke();
  doc.y = y + TYPE.line;
  doc.fontSize(TYPE.title).text(title, { align: 'center', lineGap: GAP.title });
  doc.moveDown(1);
  doc.fontSize(TYPE.text).text(`${to.join('、')}：`, { lineGap: GAP.text });
}

function text(doc: Doc, { body, basis }: OfficialDocument): void {
  const paragraph = (words: string) =>
    doc.fontSize(TYPE.text).text(words, { indent: TYPE.text * 2, lineGap: GAP.text });
  for (const words of body) paragraph(words);
  paragraph(basis.head);
  for (const [i, row] of basis.rows.entries()) {
    const words = `${i + 1}. ${row}`;
    // A signature never stands on a page of its own (GB/T 9704-2012): the last paragraph goes with it.
    if (i === basis.rows.length - 1 && !fits(doc, words)) doc.addPage();
    paragraph(words);
  }
}

const SIGN = TYPE.line * 3.2;
const fits = (doc: Doc, words: string): boolean =>
  doc.y + doc.heightOfString(words, { width: WIDTH, lineGap: GAP.text, indent: TYPE.text * 2 }) + SIGN <=
  doc.page.height - SHEET.bottom * MM;

/** Issuer and date stand together, the date four signs from the right edge. */
function sign(doc: Doc, { sign: { by, on } }: OfficialDocument): void {
  const right = SHEET.left * MM + WIDTH - TYPE.text * 4;
  doc.y += TYPE.line;
  doc.fontSize(TYPE.text);
  const width = Math.max(doc.widthOfString(by), doc.widthOfString(on));
  const left = Math.max(SHEET.left * MM, right - width);
  for (const line of [by, on]) {
    doc.text(line, left, doc.y, { width: right - left, align: 'center', lineGap: GAP.text });
  }
}

/** — 1 —: odd pages to the right, even ones to the left, one sign in from the edge. */
function pageNumbers(doc: Doc): void {
  const { start, count } = doc.bufferedPageRange();
  for (let page = start; page < start + count; page++) {
    doc.switchToPage(page);
    const y = doc.page.height - SHEET.bottom * MM + 7 * MM;
    const { bottom } = doc.page.margins;
    // Below the text there is no room for text: without this the number would begin a page of its own.
    doc.page.margins.bottom = 0;
    doc
      .fontSize(TYPE.page)
      .fillColor('black')
      .text(`— ${page + 1} —`, SHEET.left * MM + TYPE.page, y, {
        width: WIDTH - TYPE.page * 2,
        align: page % 2 === 0 ? 'right' : 'left',
        lineBreak: false,
      });
    doc.page.margins.bottom = bottom;
  }
}

function watermark(doc: Doc, { text: words }: CopyMark): void {
  const { x, y } = doc;
  const { width, height, margins } = doc.page;
  const { bottom } = margins;
  margins.bottom = 0;
  doc.save().fillColor('black').fillOpacity(0.1).fontSize(13);
  const step = 190;
  for (let top = 60; top < height; top += step)
    for (let left = 50; left < width - 200; left += 270)
      doc
        .save()
        .rotate(-24, { origin: [left, top] })
        .text(words, left, top, { lineBreak: false })
        .restore();
  doc.restore().fillOpacity(1);
  margins.bottom = bottom;
  doc.x = x;
  doc.y = y;
}

function collect(doc: Doc): Promise<Buffer> {
  const parts: Buffer[] = [];
  return new Promise((resolve, reject) => {
    doc.on('data', (part: Buffer) => parts.push(part));
    doc.on('end', () => resolve(Buffer.concat(parts)));
    doc.on('error', reject);
  });
}
