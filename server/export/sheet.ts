/**
 * 工单样式: one order on paper, as the field fills it in, with the reader's account and the time across every
 * page. What is masked on the screen is masked on paper.
 */
import type { OrderPage } from '../http/contract-orders.js';
import { chineseFont } from '../print/font.js';
import { pdf } from '../print/libraries.js';
import { timeIn } from './columns.js';
import { SHEET as W } from './sheet-words.js';

const A4 = { width: 595.28, height: 841.89 };
const MARGIN = 48;
const WIDTH = A4.width - 2 * MARGIN;
const LABEL = 76;
const PAD = 5;

export interface SheetNames {
  type(code: string): string;
  category(code: string | null): string;
  hotline(number: string | null): string;
  region(code: string | null): string;
  urgency(code: string): string;
  state(code: string): string;
  channel: string;
}

/** Cells of one line of the form: label and value, side by side. */
type Line = [label: string, value: string][];

function linesOf(order: OrderPage, names: SheetNames): Line[] {
  const { card, caller, assignments } = order;
  const lead = assignments.findLast(({ part }) => part === 'lead');
  const day = (at: string | null | undefined): string => (at ? timeIn(new Date(at)) : '');
  const others = assignments.filter(({ part }) => part !== 'lead').map(({ unitName }) => unitName);
  return [
    [
      [W.no, card.orderNo],
      [W.created, day(card.createdAt)],
    ],
    [
      [W.channel, names.channel],
      [W.urgency, names.urgency(card.urgency)],
    ],
    [
      [W.caller, caller.name],
      [W.phone, caller.phone],
    ],
    [
      [W.type, names.type(card.type)],
      [W.category, names.category(card.category)],
    ],
    [
      [W.hotline, names.hotline(order.hotline)],
      [W.region, names.region(card.region)],
    ],
    [[W.place, order.place]],
    [[W.title, card.title]],
    [[W.content, order.content]],
    [[W.demand, order.demand]],
    [
      [W.lead, lead?.unitName ?? ''],
      [W.assist, others.join('、')],
    ],
    [
      [W.sent, day(order.clocks?.started)],
      [W.due, day(order.clocks?.due)],
    ],
    [[W.opinion, lead?.opinion ?? '']],
    [[W.handling, lead?.reply?.handling ?? '']],
    [[W.answer, lead?.reply?.public ?? '']],
    [
      [W.state, card.stateName],
      [W.answered, day(order.clocks?.stopped)],
    ],
    [
      [W.sign, ''],
      [W.date, ''],
    ],
  ];
}

export function orderSheet(
  order: OrderPage,
  names: SheetNames,
  reader: { account: string; seat: string; now: Date },
): NodeJS.ReadableStream {
  const doc = pdf({
    size: 'A4',
    margin: MARGIN,
    bufferPages: true,
    info: { Title: `${W.heading} ${order.card.orderNo}`, Creator: W.product },
  });
  doc.registerFont('zh', chineseFont()).font('zh');
  doc.fontSize(18).text(W.heading, { align: 'center' });
  doc.moveDown(0.8).fontSize(10);
  let y = doc.y;
  const room = (height: number): void => {
    if (y + height <= A4.height - MARGIN - 20) return;
    doc.addPage();
    y = MARGIN;
  };
  for (const line of linesOf(order, names)) {
    const each = WIDTH / line.length;
    const text = each - LABEL - 2 * PAD;
    const heights = line.map(([, value]) => doc.heightOfString(value || ' ', { width: text }));
    const height = Math.min(A4.height - 2 * MARGIN - 40, Math.max(...heights) + 2 * PAD);
    room(height);
    line.forEach(([label, value], at) => {
      const x = MARGIN + at * each;
      doc
        .rect(x, y, LABEL, height)
        .rect(x + LABEL, y, each - LABEL, height)
        .lineWidth(0.6)
        .stroke('#555');
      doc.fillColor('#333').text(label, x + PAD, y + PAD, { width: LABEL - 2 * PAD });
      // What does not fit on a page is cut with a sign, never printed over what follows.
      doc.fillColor('#000').text(value, x + LABEL + PAD, y + PAD, { width: text, height, ellipsis: true });
    });
    y += height;
  }
  y += 14;
  room(40);
  doc.fontSize(12).fillColor('#000').text(W.timeline, MARGIN, y);
  y = doc.y + 4;
  doc.fontSize(9);
  for (const row of order.timeline) {
    const told = [
      timeIn(new Date(row.at)),
      row.actor,
      row.action,
      row.from === row.to ? '' : names.state(row.to),
      row.reason ?? '',
    ]
      .filter(Boolean)
      .join('  ');
    const height = doc.heightOfString(told, { width: WIDTH }) + 4;
    room(height);
    doc.text(told, MARGIN, y, { width: WIDTH });
    y += height;
  }
  watermarked(doc, `${reader.account} ${reader.seat}  ${timeIn(reader.now)}`);
  doc.end();
  return doc;
}

/** On every page, under 30 degrees, light enough to read through and dark enough to be on a photograph. */
function watermarked(doc: PDFKit.PDFDocument, mark: string): void {
  const { start, count } = doc.bufferedPageRange();
  for (let page = start; page < start + count; page++) {
    doc.switchToPage(page);
    doc.save().fillColor('#000').opacity(0.09).fontSize(15);
    for (let row = 0; row < 7; row++)
      for (let column = 0; column < 3; column++) {
        const x = column * 230 - 40 + (row % 2) * 90;
        const y = row * 135 + 60;
        doc
          .save()
          .rotate(-30, { origin: [x, y] })
          .text(mark, x, y, { lineBreak: false })
          .restore();
      }
    doc.restore();
    doc.opacity(1).fontSize(8).fillColor('#555');
    const foot = W.foot.replace('{page}', String(page - start + 1)).replace('{pages}', String(count));
    // Below the margin pdfkit would begin a new page.
    doc.page.margins.bottom = 0;
    doc.text(`${mark}    ${foot}`, MARGIN, A4.height - 34, {
      width: WIDTH,
      align: 'center',
      lineBreak: false,
    });
  }
}
