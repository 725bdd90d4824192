/** Sets an official document as DOCX: for whoever files it in an office system. The same parts as the PDF. */
import {
  AlignmentType,
  BorderStyle,
  Document,
  Footer,
  Header,
  type IParagraphOptions,
  LineRuleType,
  Packer,
  PageNumber,
  Paragraph,
  TextRun,
} from 'docx';
import { type CopyMark, type OfficialDocument, SHEET, TYPE } from './document.js';

/** Twentieths of a point, as Word counts. */
const twips = (mm: number): number => Math.round((mm / 25.4) * 1440);
const LINE = { line: TYPE.line * 20, lineRule: LineRuleType.EXACT };
/** 仿宋 for text as the standard asks; an office that lacks it has its own. */
const FONT = {
  ascii: 'Times New Roman',
  eastAsia: '仿宋_GB2312',
  hAnsi: 'Times New Roman',
  cs: 'Times New Roman',
};
const TITLE_FONT = { ...FONT, eastAsia: '方正小标宋简体' };

type Options = Exclude<IParagraphOptions, string>;

const run = (text: string, size: number, title = false): TextRun =>
  new TextRun({ text, size: size * 2, font: title ? TITLE_FONT : FONT });

const line = (text: string, more: Options = {}, size = TYPE.text, title = false): Paragraph =>
  new Paragraph({ spacing: LINE, ...more, children: [run(text, size, title)] });

/** Two signs in, as every paragraph begins. */
const paragraph = (text: string): Paragraph => line(text, { indent: { firstLine: TYPE.text * 2 * 20 } });

const number = (alignment: (typeof AlignmentType)[keyof typeof AlignmentType]): Footer =>
  new Footer({
    children: [
      new Paragraph({
        alignment,
        children: [
          new TextRun({
            children: ['— ', PageNumber.CURRENT, ' —'],
            size: TYPE.page * 2,
            font: FONT,
          }),
        ],
      }),
    ],
  });

export function setDocx(document: OfficialDocument, mark: CopyMark): Promise<Buffer> {
  const { house, number: no, title, to, body, basis, sign } = document;
  const centre = { alignment: AlignmentType.CENTER };
  const signed = { alignment: AlignmentType.RIGHT, indent: { right: TYPE.text * 4 * 20 }, keepLines: true };
  const copy = new Header({
    children: [
      new Paragraph({
        alignment: AlignmentType.RIGHT,
        children: [new TextRun({ text: mark.text, size: 20, color: '999999', font: FONT })],
      }),
    ],
  });
  const doc = new Document({
    title: `${title} ${no}`,
    creator: house,
    evenAndOddHeaderAndFooters: true,
    styles: {
      default: { document: { run: { font: FONT, size: TYPE.text * 2, language: { eastAsia: 'zh-CN' } } } },
    },
    sections: [
      {
        properties: {
          page: {
            size: { width: twips(SHEET.width), height: twips(SHEET.height) },
            margin: {
              top: twips(SHEET.top),
              left: twips(SHEET.left),
              right: twips(SHEET.right),
              bottom: twips(SHEET.bottom),
              footer: twips(SHEET.bottom - 7 - 5),
            },
          },
        },
        headers: { default: copy, even: copy },
        footers: { default: number(AlignmentType.RIGHT), even: number(AlignmentType.LEFT) },
        children: [
          line(house, centre, TYPE.title, true),
          line(no, {
            ...centre,
            border: { bottom: { style: BorderStyle.SINGLE, size: 8, space: 6, color: '000000' } },
          }),
          line(title, { ...centre, spacing: { ...LINE, before: 400, after: 300 } }, TYPE.title, true),
          line(`${to.join('、')}：`),
          ...body.map(paragraph),
          paragraph(basis.head),
          ...basis.rows.map((row, i) => paragraph(`${i + 1}. ${row}`)),
          line(sign.by, { ...signed, keepNext: true, spacing: { ...LINE, before: 600 } }),
          line(sign.on, signed),
        ],
      },
    ],
  });
  return Packer.toBuffer(doc);
}
