/**
 * What must not become public: all that the finder of personal data finds, and wherever the letter's own name
 * and number stand, found or not. Stars that cover it already are nothing to find.
 */
import { findPersonal } from '../../nlu/pii.js';
import type { Span } from '../../nlu/understanding.js';
import { PUBLIC_FIELDS, type PublicField, type PublicText, type Waiver } from './letter.js';

export interface Known {
  name: string;
  phone: string;
}

const COVERED = /^[*＊\s]*$/u;
/** Of a number that stands with gaps or dashes in it. */
const GAP = '[\\s\\p{Pd}\\p{Cf}]{0,2}';

const literally = (text: string): string => text.replace(/[\\^$.*+?()[\]{}|/-]/g, '\\$&');

function ownIn(text: string, { name, phone }: Known): Span[] {
  const rows: [string, RegExp][] = [];
  if ([...name.trim()].length >= 2) rows.push(['name', new RegExp(literally(name.trim()), 'gu')]);
  if (phone.length >= 7) rows.push(['phone', new RegExp([...phone].map(literally).join(GAP), 'gu')]);
  return rows.flatMap(([kind, pattern]) =>
    [...text.matchAll(pattern)].map((match) => ({
      kind,
      from: match.index,
      to: match.index + match[0].length,
    })),
  );
}

export function personalIn(text: string, known: Known): Span[] {
  const own = ownIn(text, known);
  const found = findPersonal(text).filter(
    (span) => !own.some(({ from, to }) => from <= span.from && span.to <= to),
  );
  return [...own, ...found]
    .filter(({ from, to }) => !COVERED.test(text.slice(from, to)))
    .sort((a, b) => a.from - b.from || a.to - b.to);
}

/** Stars over all of it, unit for unit. */
export function covered(text: string, spans: readonly Span[]): string {
  const units = text.split('');
  for (const { from, to } of spans) units.fill('*', from, to);
  return units.join('');
}

export type Left = Record<PublicField, Span[]>;

export const leftIn = (texts: PublicText, known: Known): Left => ({
  title: personalIn(texts.title, known),
  content: personalIn(texts.content, known),
  reply: personalIn(texts.reply, known),
});

/** Those for which nobody gave a reason, and the reasons that meet something found. */
export function weighWaivers(
  left: Left,
  waived: readonly Omit<Waiver, 'kind'>[],
): { open: { field: PublicField; span: Span }[]; used: Waiver[] } {
  const open: { field: PublicField; span: Span }[] = [];
  const used: Waiver[] = [];
  for (const field of PUBLIC_FIELDS)
    for (const span of left[field]) {
      const waiver = waived.find(
        (one) => one.field === field && one.from === span.from && one.to === span.to,
      );
      if (waiver) used.push({ ...waiver, kind: span.kind });
      else open.push({ field, span });
    }
  return { open, used };
}
