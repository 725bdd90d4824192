/**
 * Pages written as templates in which everything that is filled in is escaped, unless it is markup of ours
 * already. The mark is a symbol, so no value that came in as JSON can pass for markup.
 */
import { esc } from '../http/html.js';

const MARK = Symbol('markup');

export interface Markup {
  readonly [MARK]: string;
}

export type Piece = string | number | Markup | null | false | undefined | readonly Piece[];

const text = (piece: Piece): string => {
  if (piece === null || piece === undefined || piece === false) return '';
  if (typeof piece === 'string') return esc(piece);
  if (typeof piece === 'number') return String(piece);
  return MARK in piece ? piece[MARK] : piece.map(text).join('');
};

/** Attribute values stand in double quotes in the template: what is filled in cannot leave them. */
export const html = (parts: TemplateStringsArray, ...pieces: Piece[]): Markup => ({
  [MARK]: parts.reduce((whole, part, at) => whole + text(pieces[at - 1]) + part),
});

export const plain = (markup: Markup): string => markup[MARK];

const hex = (sign: string): string => `\\u${sign.charCodeAt(0).toString(16).padStart(4, '0')}`;

/** Data for search engines. A `<` in it would end the script, whatever the JSON says. */
export const jsonLd = (value: object): Markup => ({
  [MARK]: `<script type="application/ld+json">${JSON.stringify(value).replace(/[<>&\u2028\u2029]/g, hex)}</script>`,
});

/** Lines of an approved text, with its own breaks. */
export const lines = (written: string): Markup[] =>
  written
    .split(/\n+/)
    .filter((line) => line.trim() !== '')
    .map((line) => html`<p>${line}</p>`);
