/** /qa and /qa/:id: whole pages that a search engine reads and a browser without script uses. */
import { findPersonal } from '../../nlu/pii.js';
import { Problem } from '../errors.js';
import type { QaFound, QaItem } from '../http/contract-qa.js';
import { readForm } from '../http/form.js';
import type { Asked, Handlers } from '../http/handler.js';
import { OPEN } from '../knowledge/open/words.js';
import { originOf } from '../site/address.js';
import { elsewhere, pageAnswer } from '../site/answers.js';
import { html, jsonLd, type Markup } from '../site/markup.js';
import type { Regions } from '../site/region-field.js';
import { SITE } from '../site/words.js';
import type { Qa } from './ask.js';
import { filtersOf } from './handlers.js';
import { answerBody, askForm, itemPath, langOf, links, noticeBox, usefulForm, ways } from './parts.js';
import type { Topic, Topics } from './topics.js';
import { passingToken, type Useful } from './useful.js';
import { fill, QA } from './words.js';

export interface PageParts {
  qa: Qa;
  topics: Topics;
  useful: Useful;
  regions: Regions;
  categories: readonly { code: string; name: string }[];
  /** A page of an item was opened. */
  read: (id: string) => void;
  publicUrl: string | null;
  now: () => Date;
}

const FEW = 5;
const DESCRIBED = 140;

const found = (said: QaFound, region: string): Markup => {
  const [first, ...others] = said.hits;
  if (said.band === 'none' || !first)
    return html`<p>${said.notices.length > 0 ? QA.onlyNotice : QA.none}</p>`;
  if (said.band === 'suggest') return html`<p>${QA.suggest}</p>${links(said.hits, region)}`;
  const more = others.length > 0 ? html`<h3>${QA.more}</h3>${links(others, region)}` : null;
  return html`<article><h3><a href="${itemPath(first.id, region)}"${langOf(first)}>${first.title}</a></h3>
${answerBody(first)}${usefulForm(first.id, region)}</article>${more}`;
};

/** Other words, each a link; what was typed stays in the field as it was. */
const meantLine = (texts: string[], query: Record<string, string>): Markup | null =>
  texts.length === 0
    ? null
    : html`<p class="meant">${QA.meant}：${texts.map((q) => html`<a href="/qa?${new URLSearchParams({ ...query, q }).toString()}">${q}</a> `)}</p>`;

const topicList = (rows: Topic[], region: string): Markup => html`<section aria-labelledby="topics">
<h2 id="topics">${QA.topics}</h2>
<div class="topics">${rows
  .filter((topic) => topic.rows.length > 0)
  .map(
    (topic) => html`<section><h3>${topic.name}</h3>${links(topic.rows.slice(0, FEW), region)}
<p><a href="${categoryPath(topic.category, region)}" aria-label="${topic.name}，${fill(QA.all, { n: topic.rows.length })}">${fill(QA.all, { n: topic.rows.length })}</a></p></section>`,
  )}</div></section>`;

const categoryPath = (category: string, region: string): string =>
  `/qa?category=${category}${region === '' ? '' : `&region=${region}`}`;

/** Schema.org: one question, its one approved answer. */
const questionData = (item: QaItem, url: string): object => ({
  '@context': 'https://schema.org',
  '@type': 'QAPage',
  mainEntity: {
    '@type': 'Question',
    name: item.title,
    text: item.title,
    answerCount: 1,
    acceptedAnswer: {
      '@type': 'Answer',
      text: item.answer,
      url,
      dateModified: item.updated,
      author: { '@type': 'GovernmentOrganization', name: item.unit },
    },
  },
});

export function qaPages(parts: PageParts): Handlers<'qaPage' | 'qaItemPage' | 'qaUsefulPage'> {
  const { qa, regions, topics } = parts;
  const home = (asked: Pick<Asked, 'headers'>): string => originOf(parts.publicUrl, asked);

  async function start(asked: Asked, region: string, category: string) {
    const rows = await topics(region || null);
    const one = rows.find((topic) => topic.category === category);
    if (category !== '' && !one) throw new Problem('NOT_FOUND');
    const title = one ? fill(QA.allOf, { category: one.name }) : QA.title;
    const body = one
      ? html`${one.rows.length > 0 ? links(one.rows, region) : html`<p>${QA.emptyCategory}</p>`}<p><a href="/qa">${QA.otherCategories}</a></p>`
      : topicList(rows, region);
    return pageAnswer({
      title,
      description: one ? fill(QA.allDescription, { category: one.name, n: one.rows.length }) : QA.description,
      canonical: `${home(asked)}${one ? categoryPath(category, '') : '/qa'}`,
      place: 'qa',
      head: [siteData(home(asked)), feedLink],
      body: html`<p>${QA.lead}</p>${askForm('', region, regions, { ...narrowed(asked.query), categories: parts.categories })}${body}${ways('')}`,
    });
  }

  return {
    async qaPage(asked) {
      const { q = '', region = '', category = '' } = asked.query;
      const question = q.trim();
      if (question === '') return start(asked, region, category);
      const said = await qa.ask(question, region || null, filtersOf(asked.query));
      const personal = findPersonal(question).length > 0 ? html`<p class="note">${QA.personal}</p>` : null;
      return pageAnswer({
        title: QA.title,
        description: QA.description,
        // A page of somebody's own words is nobody else's.
        canonical: null,
        place: 'qa',
        body: html`${said.notices.map(noticeBox)}${askForm(question, region, regions, { ...narrowed(asked.query), categories: parts.categories })}
<section aria-labelledby="result" class="result"><h2 id="result">${said.band === 'answer' ? QA.answer : QA.resultTitle}</h2>
${meantLine(said.meant, { region, ...narrowed(asked.query) })}${found(said, region)}${said.related.length > 0 ? html`<h3>${QA.related}</h3>${links(said.related, region)}` : null}${personal}</section>${ways(question)}`,
      });
    },

    async qaItemPage(asked) {
      const { region = '', said } = asked.query;
      const item = qa.item(asked.params.id ?? '', region || null);
      if (!item) throw new Problem('NOT_FOUND');
      parts.read(item.id);
      const url = `${home(asked)}${itemPath(item.id, '')}`;
      const related =
        item.related.length > 0
          ? html`<section aria-labelledby="related"><h2 id="related">${QA.related}</h2>${links(item.related, region)}</section>`
          : null;
      return pageAnswer({
        title: item.title,
        description: [...item.answer.replace(/\s+/g, ' ')].slice(0, DESCRIBED).join(''),
        canonical: url,
        place: 'qa',
        head: [jsonLd(questionData(item, url))],
        body: html`<article>${answerBody(item)}${said === undefined ? usefulForm(item.id, region) : html`<p role="status" class="said">${QA.thanks}</p>`}</article>
${related}${ways(item.title)}<p><a href="/qa">${QA.title}</a></p>`,
      });
    },

    async qaUsefulPage(asked) {
      const { fields } = await readForm(asked, {
        fieldBytes: 1024,
        files: 0,
        keep: () => Promise.reject(new Problem('FILE_COUNT')),
      });
      const { item = '', useful, region = '' } = fields;
      if (!/^[\w.:-]{1,64}$/.test(item) || (useful !== 'yes' && useful !== 'no'))
        throw new Problem('INVALID');
      const token = passingToken(asked.ip, asked.headers['user-agent'] ?? '', parts.now());
      await parts.useful({ item, token, useful: useful === 'yes', ip: asked.ip });
      const back = /^\d{6}$/.test(region) ? `&region=${region}` : '';
      return elsewhere(`/qa/${encodeURIComponent(item)}?said=${useful}${back}`);
    },
  };
}

const feedLink = html`<link rel="alternate" type="application/rss+xml" title="${OPEN.feed}" href="/knowledge.rss">`;
const narrowed = ({ audience = '', category = '' }: Record<string, string>) => ({ audience, category });

const siteData = (home: string): Markup =>
  jsonLd({
    '@context': 'https://schema.org',
    '@type': 'WebSite',
    name: SITE.name,
    url: `${home}/qa`,
    potentialAction: {
      '@type': 'SearchAction',
      target: `${home}/qa?q={question}`,
      'query-input': 'required name=question',
    },
  });
