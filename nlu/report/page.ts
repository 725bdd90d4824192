import { readFileSync } from 'node:fs';
import type { Cell, Document, Plot, Section, Table } from './document.js';
import { element, safe } from './markup.js';
import { type Term, term } from './words.js';

const style = readFileSync(new URL('./page.css', import.meta.url), 'utf8');

/** Nothing is loaded from anywhere, whatever a message in the list of mistakes may say. */
const POLICY = "default-src 'none'; style-src 'unsafe-inline'";

const both = ({ zh, en }: Term): string =>
  zh === en ? safe(zh) : `${safe(zh)} ${element('span', { lang: 'en' }, safe(en))}`;

const scrolls = (name: Term, content: string): string =>
  element('div', { class: 'scroll', role: 'region', 'aria-label': name.zh, tabindex: 0 }, content);

function cellOf(cell: Cell, figure: boolean, first: boolean): string {
  const tone = typeof cell === 'string' ? '' : cell.tone;
  const classes = [figure ? 'figure' : '', tone].filter(Boolean).join(' ');
  const text = safe(typeof cell === 'string' ? cell : cell.text);
  // A message may hold marks that turn the direction of what follows.
  const content = tone === 'said' ? element('bdi', {}, text) : text;
  return element(
    first ? 'th' : 'td',
    { ...(first ? { scope: 'row' } : {}), ...(classes ? { class: classes } : {}) },
    content,
  );
}

function tableOf({ caption, columns, rows, folded }: Table): string {
  const heads = columns.map((column) =>
    element('th', { scope: 'col', ...(column.figure ? { class: 'figure' } : {}) }, both(column)),
  );
  const lines = rows.map((row) =>
    element('tr', {}, row.map((cell, i) => cellOf(cell, columns[i]?.figure ?? false, i === 0)).join('')),
  );
  const head = element('thead', {}, element('tr', {}, heads.join('')));
  const name = element('caption', {}, both(caption));
  const whole = scrolls(caption, element('table', {}, name + head + element('tbody', {}, lines.join('\n'))));
  return folded ? element('details', {}, element('summary', {}, both(caption)) + whole) : whole;
}

function plotOf({ caption, svg, wide }: Plot): string {
  return element(
    'figure',
    {},
    element('figcaption', {}, both(caption)) + (wide ? scrolls(caption, svg) : svg),
  );
}

function sectionOf({ id, title, notes, plots, tables }: Section): string {
  const parts = [
    element('h2', { id: `${id}-title` }, both(title)),
    ...notes.map((note) => element('p', { class: 'note' }, safe(note))),
    ...(plots.length ? [element('div', { class: 'plots' }, plots.map(plotOf).join('\n'))] : []),
    ...tables.map(tableOf),
  ];
  return element('section', { id, 'aria-labelledby': `${id}-title` }, parts.join('\n'));
}

/** One file that needs nothing else: readable on a phone, in the dark, by a screen reader, on paper. */
export function page({ title, about, sections }: Document): string {
  const links = sections.map((one) =>
    element('li', {}, element('a', { href: `#${one.id}` }, safe(one.title.zh))),
  );
  const head = [
    '<meta charset="utf-8" />',
    `<meta http-equiv="Content-Security-Policy" content="${POLICY}" />`,
    '<meta name="viewport" content="width=device-width, initial-scale=1" />',
    element('title', {}, safe(title.zh)),
    element('style', {}, style),
  ];
  const body = [
    element(
      'header',
      {},
      [element('h1', {}, both(title)), ...about.map((line) => element('p', {}, safe(line)))].join('\n'),
    ),
    element('nav', { 'aria-label': term('contents').zh }, element('ul', {}, links.join(''))),
    element('main', {}, sections.map(sectionOf).join('\n')),
  ];
  return [
    '<!DOCTYPE html>',
    '<html lang="zh-CN">',
    element('head', {}, head.join('\n')),
    element('body', {}, body.join('\n')),
    '</html>',
    '',
  ].join('\n');
}
