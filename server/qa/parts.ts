/** The pieces that the pages of 智能问答 are made of. */
import type { QaHit, QaItem, QaLink, QaNotice } from '../http/contract-qa.js';
import { html, lines, type Markup } from '../site/markup.js';
import { type Regions, regionOptions } from '../site/region-field.js';
import { SITE } from '../site/words.js';
import { fill, QA } from './words.js';

export const itemPath = (id: string, region: string): string =>
  `/qa/${encodeURIComponent(id)}${region === '' ? '' : `?region=${region}`}`;

/** Said where it is not the page's own: a screen reader reads it so, and Mongolian runs down the page. */
export const langOf = ({ language }: Pick<QaLink, 'language'>): Markup | null =>
  language && language !== 'zh' ? html` lang="${language}"` : null;

export const links = (rows: readonly QaLink[], region: string): Markup =>
  html`<ul class="links">${rows.map((row) => html`<li><a href="${itemPath(row.id, region)}"${langOf(row)}>${row.title}</a></li>`)}</ul>`;

export interface Narrowed {
  category: string;
  audience: string;
  categories: readonly { code: string; name: string }[];
}

const choice = (value: string, name: string, chosen: string): Markup =>
  value === chosen
    ? html`<option value="${value}" selected>${name}</option>`
    : html`<option value="${value}">${name}</option>`;

export function askForm(q: string, region: string, regions: Regions, narrowed: Narrowed): Markup {
  const { category, audience, categories } = narrowed;
  return html`<search><form method="get" action="/qa" class="ask">
<div class="field">
<label for="q">${QA.question}</label>
<p class="hint" id="q-hint">${QA.hint}</p>
<div class="row"><div class="combo"><input id="q" name="q" value="${q}" maxlength="300" required autocomplete="off" aria-describedby="q-hint" data-suggest="${QA.suggestions}"></div>
<button type="submit" class="main">${QA.ask}</button></div>
</div>
<div class="field">
<label for="region">${SITE.region} <span class="may">${SITE.may}</span></label>
<select id="region" name="region">${regionOptions(regions, region)}</select>
</div>
<div class="field">
<label for="category">${QA.category} <span class="may">${SITE.may}</span></label>
<select id="category" name="category">${choice('', QA.anyCategory, category)}${categories.map(({ code, name }) => choice(code, name, category))}</select>
</div>
<div class="field">
<label for="audience">${QA.audience} <span class="may">${SITE.may}</span></label>
<select id="audience" name="audience">${choice('', QA.anyAudience, audience)}${choice('citizen', QA.citizen, audience)}${choice('enterprise', QA.enterprise, audience)}</select>
</div>
</form></search>`;
}

export function noticeBox({ kind, text, doors }: QaNotice): Markup {
  const door = ({ name, number, url }: QaNotice['doors'][number]): Markup => {
    const dial = number ? html` <a class="number" href="tel:${number}">${number}</a>` : null;
    const go = url?.startsWith('https://') ? html` <a href="${url}" rel="noopener">${url}</a>` : null;
    return html`<li>${name}${dial}${go}</li>`;
  };
  const list = html`<ul>${doors.map(door)}</ul>`;
  const role = kind === 'refusal' ? 'note' : 'alert';
  // The number first: whoever is in danger reads one line.
  return html`<section class="notice ${kind}" role="${role}" aria-label="${QA.notices[kind]}">${kind === 'emergency' ? [list, lines(text)] : [lines(text), list]}</section>`;
}

export function answerBody(item: Omit<QaHit, 'score'> | QaItem): Markup {
  const basis =
    item.basis.length > 0 ? item.basis.map((one) => html`<dd>${one}</dd>`) : html`<dd>${QA.noBasis}</dd>`;
  const service = item.service
    ? html`<p><a class="act" href="${item.service.url}" rel="noopener">${fill(QA.service, { name: item.service.name })}</a></p>
`
    : null;
  return html`<div class="answer"${langOf(item)}>${lines(item.answer)}</div>
${service}<details class="source"><summary>${QA.where}</summary>
<dl>
<div><dt>${QA.basis}</dt>${basis}</div>
<div><dt>${QA.unit}</dt><dd>${item.unit}</dd></div>
<div><dt>${QA.updated}</dt><dd><time datetime="${item.updated}">${item.updated}</time></dd></div>
<div><dt>${QA.holds}</dt><dd>${item.regionName}</dd></div>
</dl>
<p>${QA.explain}</p>
</details>`;
}

export function usefulForm(id: string, region: string): Markup {
  return html`<form method="post" action="/qa/useful" class="useful" data-useful="${id}" data-thanks="${QA.thanks}">
<input type="hidden" name="item" value="${id}"><input type="hidden" name="region" value="${region}">
<p id="useful-${id}">${QA.useful}</p>
<button type="submit" name="useful" value="yes" aria-describedby="useful-${id}">${QA.yes}</button>
<button type="submit" name="useful" value="no" aria-describedby="useful-${id}">${QA.no}</button>
</form>`;
}

/** Every page ends at a person; what was asked goes along. */
export function ways(question: string): Markup {
  const letter = `/letters/write${question === '' ? '' : `?content=${encodeURIComponent(question)}`}`;
  return html`<section class="ways" aria-labelledby="ways"><h2 id="ways">${QA.ways}</h2>
<ul class="acts">
<li><button type="button" data-chat data-say="${question}" hidden>${QA.chat}</button></li>
<li><button type="button" data-chat data-say="${question}" data-person hidden>${QA.person}</button></li>
<li><a class="act" href="${letter}">${QA.letter}</a></li>
<li><a class="act" href="/portal/forms">${QA.order}</a></li>
<li><a class="act" href="tel:12345">${QA.dial}</a></li>
</ul></section>`;
}
