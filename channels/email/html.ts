/**
 * HTML to text that a person can read: lines, list points, table rows, links. What a client marks as quoted
 * gets 「> 」 before each line, so that one judgement (quotes.ts) serves plain and HTML mail. Nothing is
 * fetched; hidden text and pictures without words are dropped.
 */
import { entities } from './entities.js';

/** Longer is cut: the whole mail is kept as a file anyway. */
const LONGEST = 2_000_000;
const DEEPEST = 500;

const BLOCK = new Set(
  'address article blockquote center dd div dl dt fieldset footer form h1 h2 h3 h4 h5 h6 header hr li main nav ol p pre section table tbody tfoot thead tr ul includetail'.split(
    ' ',
  ),
);
const MUTE = new Set('head script style title template svg noscript object'.split(' '));
const VOID = new Set('area base br col embed hr img input link meta source wbr'.split(' '));

/** How clients mark what they quote. */
const QUOTE =
  /\b(gmail_quote|yahoo_quoted|moz-cite-prefix|protonmail_quote|zmail_extra|isReplyContent|ntes-mailmaster-quote|ntes-pcmail-quote|mail-?editor-reference-message-container|foxmail_quote|replyquote)\b/i;

interface Open {
  name: string;
  quote: boolean;
  mute: boolean;
  href: string;
  /** Where the text of this element begins. */
  from: number;
  count: number;
}

/** Private signs: \ue001 stands between cells until the row is whole, \ue002 marks a quoted line. */
const CELL = '\ue001';

export function htmlToText(html: string): string {
  const open: Open[] = [];
  const out: string[] = [];
  let muted = 0;
  let quoted = 0;
  let pre = 0;

  const line = () => {
    if (out.length > 0 && !out.at(-1)?.endsWith('\n')) out.push('\n');
    if (quoted > 0 && out.at(-1) !== '\ue002') out.push('\ue002');
  };
  const say = (text: string) => {
    if (muted > 0) return;
    const told = entities(text).replace(/[\ue001\ue002]/g, '');
    if (pre > 0) {
      out.push(quoted > 0 ? told.replaceAll('\n', '\n\ue002') : told);
      return;
    }
    const flat = told.replace(/[ \t\r\n\f]+/g, ' ');
    if (flat.trim() === '' && /[\s\ue001\ue002]$/.test(out.at(-1) ?? '\n')) return;
    out.push(flat);
  };
  const close = (one: Open) => {
    if (one.mute) muted -= 1;
    if (one.name === 'pre') pre -= 1;
    if (muted > 0 || one.mute) return;
    if (one.name === 'a') say(link(one.href, out.slice(one.from).join('')));
    if (one.name === 'td' || one.name === 'th') out.push(CELL);
    if (one.name === 'tr') out.splice(one.from, out.length, row(out.slice(one.from).join('')));
    if (one.quote) quoted -= 1;
    if (BLOCK.has(one.name)) line();
  };

  for (const token of tokens(html.slice(0, LONGEST))) {
    if (token.kind === 'text') {
      say(token.text);
      continue;
    }
    const { name, attributes } = token;
    if (token.kind === 'close') {
      const at = open.findLastIndex((one) => one.name === name);
      // A cell may not close what lies around its table.
      if (at < 0) continue;
      for (const one of open.splice(at).reverse()) close(one);
      continue;
    }
    if (name === 'li' || name === 'p' || name === 'tr' || name === 'td' || name === 'th') {
      // Their end may be left out: a new one ends the old one, within the same list or table.
      const edge = open.findLastIndex((one) => ['ul', 'ol', 'table', 'div', 'blockquote'].includes(one.name));
      const at = open.findLastIndex((one) => one.name === name);
      if (at > edge) for (const one of open.splice(at).reverse()) close(one);
    }
    if (muted === 0 && BLOCK.has(name)) line();
    if (muted === 0 && name === 'br') out.push('\n', ...(quoted > 0 ? ['\ue002'] : []));
    if (muted === 0 && name === 'img') say(attribute(attributes, 'alt'));
    if (muted === 0 && name === 'hr') out.push('________________________________\n');
    if (VOID.has(name) || token.selfClosed || open.length >= DEEPEST) continue;
    const quote =
      (name === 'blockquote' && /type\s*=\s*["']?cite/i.test(attributes)) ||
      name === 'includetail' ||
      // The quote of Gmail holds its own answers in between: only its blockquotes are history.
      (QUOTE.test(`${attribute(attributes, 'class')} ${attribute(attributes, 'id')}`) &&
        (name === 'blockquote' || !/gmail_quote/i.test(attributes)));
    const mute = MUTE.has(name) || /display\s*:\s*none/i.test(attribute(attributes, 'style'));
    if (quote) {
      quoted += 1;
      line();
    }
    if (mute) muted += 1;
    if (name === 'pre') pre += 1;
    if (name === 'li' && muted === 0) out.push(point(open));
    open.push({ name, quote, mute, href: attribute(attributes, 'href'), from: out.length, count: 0 });
  }
  for (const one of open.reverse()) close(one);
  return tidy(out.join(''));
}

function point(open: Open[]): string {
  const list = open.findLast(({ name }) => name === 'ul' || name === 'ol');
  if (list?.name !== 'ol') return '- ';
  list.count += 1;
  return `${list.count}. `;
}

const link = (href: string, text: string): string => {
  const target = href.replace(/^mailto:|^tel:/i, '');
  if (!/^(https?|mailto|tel):/i.test(href) || text.trim() === '' || text.includes(target)) return '';
  const same = target.replace(/^https?:\/\/|\/$/g, '');
  return text.replace(/^https?:\/\/|\/$/g, '').trim() === same ? '' : `（${target}）`;
};

/** Short cells side by side make a row; a table that only lays out the page makes lines. */
function row(text: string): string {
  if (!text.includes(CELL)) return text;
  const cells = text.split(CELL).map((cell) => cell.replace(/^[\s\ue002]+|[\s\ue002]+$/g, ''));
  const full = cells.filter((cell) => cell !== '');
  const flat = full.every((cell) => !cell.includes('\n')) && full.join('').length <= 400;
  const mark = text.includes('\ue002') ? '\ue002' : '';
  return `${mark}${full.join(flat ? ' | ' : `\n${mark}`)}\n`;
}

const tidy = (text: string): string =>
  text
    .replaceAll(CELL, ' ')
    .split('\n')
    .map((one) => (one.includes('\ue002') ? `> ${one.replaceAll('\ue002', '').trim()}` : one.trimEnd()))
    .map((one) => one.replace(/^ /, ''))
    .join('\n')
    .replace(/(\n> ){3,}/g, '\n> \n> ')
    .replace(/\n{3,}/g, '\n\n')
    .trim();

function attribute(attributes: string, name: string): string {
  const found = new RegExp(`(?:^|\\s)${name}\\s*=\\s*(?:"([^"]*)"|'([^']*)'|([^\\s"'>]+))`, 'i').exec(
    attributes,
  );
  return entities(found?.[1] ?? found?.[2] ?? found?.[3] ?? '').trim();
}

type Token =
  | { kind: 'text'; text: string }
  | { kind: 'open' | 'close'; name: string; attributes: string; selfClosed: boolean };

/** Always forward: each sign is looked at a fixed number of times, whatever the sender made of it. */
function* tokens(html: string): Generator<Token> {
  let at = 0;
  // Asked again and again after a sign that opens nothing: the answer is kept.
  let angle = html.indexOf('>');
  while (at < html.length) {
    const tag = html.indexOf('<', at);
    if (tag < 0) {
      yield { kind: 'text', text: html.slice(at) };
      return;
    }
    if (tag > at) yield { kind: 'text', text: html.slice(at, tag) };
    if (html.startsWith('<!--', tag)) {
      const end = html.indexOf('-->', tag + 4);
      if (end < 0) return;
      at = end + 3;
      continue;
    }
    const shape = /^<(\/?)([a-zA-Z][a-zA-Z0-9:]{0,30})|^<[!?]/.exec(html.slice(tag, tag + 40));
    if (angle >= 0 && angle < tag) angle = html.indexOf('>', tag);
    const end = shape ? endOf(html, tag, angle) : -1;
    if (!shape || end < 0) {
      yield { kind: 'text', text: '<' };
      at = tag + 1;
      continue;
    }
    at = end + 1;
    if (shape[2] === undefined) continue;
    const attributes = html.slice(tag + shape[0].length, end);
    const name = shape[2].toLowerCase();
    yield {
      kind: shape[1] === '/' ? 'close' : 'open',
      name,
      attributes,
      selfClosed: attributes.endsWith('/'),
    };
  }
}

const TAG = 20_000;

/** A sign `>` within quotes does not end a tag; a quote nobody closes does not eat the mail. */
function endOf(html: string, from: number, plain: number): number {
  if (plain < 0 || plain - from > TAG) return -1;
  let end = plain;
  for (let tries = 0; tries < 4; tries++) {
    const quotes = html.slice(from, end).split('"').length - 1;
    if (quotes % 2 === 0) return end;
    const next = html.indexOf('>', end + 1);
    if (next < 0 || next - from > TAG) break;
    end = next;
  }
  return plain;
}
