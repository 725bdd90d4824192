/** RSS 2.0 and JSON Feed 1.1 of the public letters: the redacted copies, nothing else. */
import { html, plain } from '../site/markup.js';
import { SITE } from '../site/words.js';
import type { PublicLetter } from '../store/letters.js';
import { PAGE } from './page-words.js';

export interface Feed {
  home: string;
  /** Of this very answer, with its filters. */
  self: string;
  next: string | null;
  rows: PublicLetter[];
  kindName: (kind: string) => string;
}

/** XML 1.0 has no place for these, not even escaped. */
// biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is taken out
const NO_XML = /[\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffe\uffff]/g;
const clean = (text: string): string => text.replace(NO_XML, '');

const told = ({ content, reply }: PublicLetter): string =>
  `${PAGE.open.letter}\n${content}\n\n${PAGE.open.reply}\n${reply}`;

const title = `${PAGE.open.title} · ${SITE.name}`;

export function rss({ home, self, rows, kindName }: Feed): string {
  const items = rows.map(
    (row) => html`<item>
<title>${clean(row.title)}</title>
<link>${home}/letters/${row.id}</link>
<guid isPermaLink="true">${home}/letters/${row.id}</guid>
<category>${kindName(row.kind)}</category>
<pubDate>${row.publishedAt.toUTCString()}</pubDate>
<description>${clean(told(row))}</description>
</item>
`,
  );
  const whole = html`<rss version="2.0" xmlns:atom="http://www.w3.org/2005/Atom">
<channel>
<title>${title}</title>
<link>${home}/letters</link>
<description>${PAGE.open.description}</description>
<language>zh-CN</language>
<atom:link href="${self}" rel="self" type="application/rss+xml"/>
${items}</channel>
</rss>
`;
  return `<?xml version="1.0" encoding="UTF-8"?>\n${plain(whole)}`;
}

export const jsonFeed = ({ home, self, next, rows, kindName }: Feed): object => ({
  version: 'https://jsonfeed.org/version/1.1',
  title,
  home_page_url: `${home}/letters`,
  feed_url: self,
  ...(next ? { next_url: next } : {}),
  description: PAGE.open.description,
  language: 'zh-CN',
  items: rows.map((row) => ({
    id: `${home}/letters/${row.id}`,
    url: `${home}/letters/${row.id}`,
    title: row.title,
    content_text: told(row),
    date_published: row.publishedAt.toISOString(),
    tags: [kindName(row.kind)],
  })),
});
