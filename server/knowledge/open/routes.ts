/** The knowledge base for other systems and for readers of news: what the public may be told now, and nothing else. */
import { Problem } from '../../errors.js';
import type { Handlers } from '../../http/handler.js';
import type { Policy } from '../../policy/types.js';
import { originOf } from '../../site/address.js';
import { textAnswer } from '../../site/answers.js';
import { html, plain } from '../../site/markup.js';
import { SITE } from '../../site/words.js';
import { type KnowledgeItem, passageOf, quotable } from '../item.js';
import { languageFrom, writtenIn } from '../language.js';
import { placesOf } from '../regions.js';
import type { Knowledge } from '../search.js';
import { OPEN } from './words.js';

export interface OpenParts {
  knowledge: Pick<Knowledge, 'all'>;
  policy: Policy;
  publicUrl: string | null;
  now: () => Date;
}

const PAGE = 100;
const NEWS = 50;
const TAGS = { zh: 'zh-CN', 'mn-Mong': 'mn-Mong-CN' } as const;
type Query = Record<string, string>;

export function openRoutes({ knowledge, policy, publicUrl, now }: OpenParts): Handlers<'kbOpen' | 'kbFeed'> {
  const places = placesOf(policy.regions);

  function told({ region = '', category = '', audience = '', language = '' }: Query): KnowledgeItem[] {
    if (region !== '' && !policy.regions.some(({ code }) => code === region))
      throw new Problem('BAD_REQUEST');
    const wanted = languageFrom(language);
    const above = region === '' ? null : places.above(region);
    const here = (item: KnowledgeItem) =>
      above === null || [item.region, ...(item.regions ?? [])].some((code) => above.includes(code));
    return [...knowledge.all()].filter(
      (item) =>
        quotable(item, now()) &&
        here(item) &&
        (category === '' || item.category === category) &&
        (wanted === null || writtenIn(item) === wanted) &&
        (audience === '' || item.audience === 'both' || item.audience === audience),
    );
  }

  const view = (item: KnowledgeItem) => ({
    ...passageOf(item),
    regions: item.regions ?? [],
    regionName: policy.regionName(item.region),
    audience: item.audience,
    language: writtenIn(item),
    effectiveFrom: item.effectiveFrom,
    effectiveTo: item.effectiveTo,
    sources: item.sources ?? [],
    service: item.service ?? null,
  });

  return {
    async kbOpen({ query }) {
      const rows = told(query).sort((a, b) => (a.id < b.id ? -1 : 1));
      const rest = rows.filter(({ id }) => id > (query.after ?? ''));
      const shown = rest.slice(0, Number(query.limit || PAGE));
      return {
        rows: shown.map(view),
        next: rest.length > shown.length ? (shown.at(-1)?.id ?? null) : null,
        total: rows.length,
      };
    },
    async kbFeed(asked) {
      const home = originOf(publicUrl, asked);
      const rows = told(asked.query)
        .map(view)
        .sort((a, b) => (a.updated < b.updated ? 1 : a.updated > b.updated ? -1 : a.id < b.id ? 1 : -1))
        .slice(0, NEWS);
      const page = html`<rss version="2.0" xmlns:atom="http://www.w3.org/2005/Atom" xmlns:dc="http://purl.org/dc/elements/1.1/"><channel>
<title>${SITE.name} ${OPEN.feed}</title>
<link>${home}/qa</link>
<description>${OPEN.about}</description>
<language>zh-CN</language>
<atom:link href="${home}/knowledge.rss" rel="self" type="application/rss+xml"/>
${rows.map(
  ({
    id,
    title,
    answer,
    unit,
    updated,
    language,
  }) => html`<item><title>${title}</title><link>${home}/qa/${id}</link><guid isPermaLink="false">${`${id}@${updated}`}</guid>
<pubDate>${new Date(`${updated}T00:00:00+08:00`).toUTCString()}</pubDate><dc:creator>${unit}</dc:creator><dc:language>${TAGS[language]}</dc:language><description>${answer}</description></item>
`,
)}</channel></rss>`;
      return textAnswer('application/rss+xml', `<?xml version="1.0" encoding="UTF-8"?>\n${plain(page)}`);
    },
  };
}
