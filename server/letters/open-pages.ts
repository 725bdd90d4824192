/** What everybody may read: list, letter, feeds. Reads the public copies alone. */
import { Problem } from '../errors.js';
import type { Asked, Handlers } from '../http/handler.js';
import type { Policy } from '../policy/types.js';
import { originOf } from '../site/address.js';
import { pageAnswer, textAnswer } from '../site/answers.js';
import { html, jsonLd, lines, type Markup } from '../site/markup.js';
import { regionOptions } from '../site/region-field.js';
import type { Entry } from '../site/site-map.js';
import { SITE } from '../site/words.js';
import type { LetterStore, PublicLetter } from '../store/letters.js';
import { type Feed, jsonFeed, rss } from './feeds.js';
import { PAGE } from './page-words.js';
import { KINDS } from './rules.js';
import { fill } from './words.js';

export interface OpenParts {
  letters: Pick<LetterStore, 'open' | 'openOne'>;
  policy: Pick<Policy, 'types' | 'regions' | 'regionName'>;
  publicUrl: string | null;
}

const PAGE_ROWS = 20;
const FEED_ROWS = 50;
const MAP_ROWS = 100;
const DAY_MS = 86_400_000;
const words = PAGE.open;

const day = (at: Date): string => new Date(at.getTime() + 8 * 3_600_000).toISOString().slice(0, 10);
const when = (at: Date): Markup => html`<time datetime="${at.toISOString()}">${day(at)}</time>`;

type Query = Partial<Record<'q' | 'kind' | 'region' | 'from' | 'to' | 'after', string>>;

/** Days are those of Asia/Shanghai. */
function filterOf({ q, kind, region, from, to, after }: Query) {
  const start = (text: string | undefined) => (text ? new Date(`${text}T00:00:00+08:00`) : undefined);
  const last = start(to);
  return {
    q: q || undefined,
    kind: kind || undefined,
    region: region && /^\d{6}$/.test(region) ? region : undefined,
    from: start(from),
    before: last && new Date(last.getTime() + DAY_MS),
    after: after || undefined,
  };
}

function address(path: string, query: Query, more: Query = {}): string {
  const search = new URLSearchParams();
  for (const [name, value] of Object.entries({ ...query, ...more })) if (value) search.set(name, value);
  return search.size > 0 ? `${path}?${search}` : path;
}

export function openPages(parts: OpenParts): Handlers<
  'lettersPage' | 'letterOpenPage' | 'lettersJson' | 'lettersRss'
> & {
  entries(): Promise<Entry[]>;
} {
  const { letters, policy } = parts;
  const home = (asked: Pick<Asked, 'headers'>) => originOf(parts.publicUrl, asked);
  const kindName = (kind: string) => policy.types.find(({ type }) => type === kind)?.name ?? kind;
  const placeName = ({ region }: PublicLetter) => (region ? policy.regionName(region) : '');

  const row = (letter: PublicLetter): Markup => html`<li>
<h2><a href="/letters/${letter.id}">${letter.title}</a></h2>
<p class="note">${[kindName(letter.kind), placeName(letter)].filter(Boolean).join(' · ')} · ${words.published} ${when(letter.publishedAt)}</p>
</li>`;

  function search(query: Query): Markup {
    const kind = (type: string) =>
      type === query.kind
        ? html`<option value="${type}" selected>${kindName(type)}</option>`
        : html`<option value="${type}">${kindName(type)}</option>`;
    return html`<search><form method="get" action="/letters" class="filters">
<div class="field"><label for="q">${words.search}</label><p class="hint" id="q-hint">${words.searchHint}</p><input id="q" name="q" value="${query.q}" maxlength="100" aria-describedby="q-hint"></div>
<div class="field"><label for="kind">${words.kind}</label><select id="kind" name="kind"><option value="">${words.anyKind}</option>${KINDS.map(kind)}</select></div>
<div class="field"><label for="region">${SITE.region}</label><select id="region" name="region">${regionOptions(policy.regions, query.region ?? '')}</select></div>
<div class="field"><label for="from">${words.from}</label><input id="from" name="from" type="date" value="${query.from}"></div>
<div class="field"><label for="to">${words.to}</label><input id="to" name="to" type="date" value="${query.to}"></div>
<button type="submit" class="main">${words.submit}</button>
</form></search>`;
  }

  async function feed(asked: Asked, path: string): Promise<Feed> {
    const { rows, next } = await letters.open({ ...filterOf(asked.query), limit: FEED_ROWS });
    const to = (more: Query = {}) => `${home(asked)}${address(path, asked.query, more)}`;
    return { home: home(asked), self: to(), next: next ? to({ after: next }) : null, rows, kindName };
  }

  const feeds = (): Markup[] => [
    html`<link rel="alternate" type="application/rss+xml" title="${words.title}" href="/letters.rss">`,
    html`<link rel="alternate" type="application/feed+json" title="${words.title}" href="/letters.json">`,
  ];

  return {
    async lettersPage(asked) {
      const query: Query = asked.query;
      const { rows, next, total } = await letters.open({ ...filterOf(query), limit: PAGE_ROWS });
      const plain = Object.keys(query).length === 0;
      const older = next
        ? html`<a class="act" rel="next" href="${address('/letters', query, { after: next })}">${words.next}</a>`
        : null;
      const newest = query.after
        ? html`<a class="act" href="${address('/letters', query, { after: '' })}">${words.first}</a>`
        : null;
      return pageAnswer({
        title: words.title,
        description: words.description,
        canonical: plain ? `${home(asked)}/letters` : null,
        head: feeds(),
        place: 'letters',
        body: html`<p>${words.lead}</p>${search(query)}
<p role="status">${rows.length === 0 ? words.empty : fill(words.count, { n: total })}</p>
<ul class="letters">${rows.map(row)}</ul>
<p class="acts">${newest}${older}<a class="act" href="/letters/write">${PAGE.write.title}</a></p>
<p class="note">${words.feed}：<a href="/letters.rss">${words.rss}</a> <a href="/letters.json">${words.json}</a></p>`,
      });
    },

    async letterOpenPage(asked) {
      const letter = await letters.openOne(asked.params.letter ?? '');
      if (!letter) throw new Problem('NOT_FOUND');
      // Search engines drop what says it is gone.
      if (!letter.live) throw new Problem('GONE');
      const url = `${home(asked)}/letters/${letter.id}`;
      const fact = (name: string, value: Markup | string) =>
        html`<div><dt>${name}</dt><dd>${value}</dd></div>`;
      return pageAnswer({
        title: letter.title,
        description: letter.content.replace(/\s+/g, ' ').slice(0, 140),
        canonical: url,
        head: [...feeds(), jsonLd(questionData(letter, url))],
        place: 'letters',
        body: html`<article>
<section aria-labelledby="letter"><h2 id="letter">${words.letter}</h2><div class="letter">${lines(letter.content)}</div></section>
<section aria-labelledby="reply"><h2 id="reply">${words.reply}</h2><div class="answer">${lines(letter.reply)}</div></section>
<dl>${fact(words.kind, kindName(letter.kind))}${letter.region ? fact(SITE.region, placeName(letter)) : null}${fact(words.received, when(letter.receivedAt))}${fact(words.replied, when(letter.repliedAt))}${fact(words.published, when(letter.publishedAt))}</dl>
</article>
<p class="note">${words.note}</p><p class="acts"><a class="act" href="/letters">${words.all}</a><a class="act" href="/letters/write">${PAGE.write.title}</a></p>`,
      });
    },

    async lettersJson(asked) {
      const made = await feed(asked, '/letters.json');
      return textAnswer('application/feed+json', JSON.stringify(jsonFeed(made)));
    },
    lettersRss: async (asked) => textAnswer('application/rss+xml', rss(await feed(asked, '/letters.rss'))),

    async entries() {
      const { rows } = await letters.open({ limit: MAP_ROWS });
      return [
        { path: '/letters' },
        { path: '/letters/write' },
        ...rows.map(({ id, publishedAt }) => ({ path: `/letters/${id}`, changed: day(publishedAt) })),
      ];
    },
  };
}

const questionData = (letter: PublicLetter, url: string): object => ({
  '@context': 'https://schema.org',
  '@type': 'QAPage',
  mainEntity: {
    '@type': 'Question',
    name: letter.title,
    text: letter.content,
    answerCount: 1,
    dateCreated: letter.receivedAt.toISOString(),
    acceptedAnswer: {
      '@type': 'Answer',
      text: letter.reply,
      url,
      dateCreated: letter.repliedAt.toISOString(),
    },
  },
});
