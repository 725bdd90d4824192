/** The portal's pages of the forms: the list, one form, what was filed. */
import type { FormCard, FormDef, FormFiledReply, FormWarning } from '../http/contract-forms.js';
import { esc, rows } from '../http/html.js';
import type { Live } from './catalogue.js';
import { dataHtml, type Filling, fieldsHtml, idOf, photosHtml } from './html.js';
import type { Places } from './places.js';
import type { Wish } from './routes.js';
import { CLIENT_WORDS, fill, VALUE_WORDS, PAGE_WORDS as W } from './words.js';

const NUMBERS = ['110', '119', '120', '122'];

export function portalPage(title: string, main: string, script = ''): string {
  const numbers = NUMBERS.map((number) => `<a href="tel:${number}">${number}</a>`).join(' ');
  return `<!doctype html>
<html lang="zh-CN">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${esc(title)} · ${W.site}</title>
<link rel="icon" href="/portal/icon.svg" type="image/svg+xml">
<link rel="stylesheet" href="/portal/app.css">
<link rel="stylesheet" href="/portal/form.css">
<script src="/portal/form.js" type="module"></script>
</head>
<body>
<a class="skip" href="#main">${W.skip}</a>
<header>
<p class="site"><a href="/">${W.site}</a></p>
<p class="urgent">${W.urgent} ${numbers}</p>
<button type="button" id="large" aria-pressed="false" hidden>${W.large}</button>
</header>
<nav aria-label="${W.nav}">
<a href="/portal#progress">${W.progress}</a>
<a href="/portal/forms"${title === W.listTitle ? ' aria-current="page"' : ''}>${W.forms}</a>
</nav>
<main id="main">
<h1>${esc(title)}</h1>
${main}
</main>
<footer><p><a href="tel:12345">${W.call}</a> · <a href="/">${W.home}</a></p></footer>
${script}
</body>
</html>
`;
}

const AUDIENCES = ['person', 'firm'] as const;

function filterHtml({ audience, region, q }: Wish, places: Places): string {
  const option = (value: string, label: string, given: string) =>
    `<option value="${esc(value)}"${value === given ? ' selected' : ''}>${esc(label)}</option>`;
  const leagues = places.groups().map(({ place }) => option(place.code, place.name, region));
  return `<form class="find" method="get" action="/portal/forms" role="search">
<div class="field"><label for="find-q">${W.search}</label><input id="find-q" type="search" name="q" value="${esc(q)}" maxlength="40" placeholder="${W.searchHint}" autocomplete="off"></div>
<div class="field"><label for="find-audience">${W.audience}</label><select id="find-audience" name="audience">${option('', W.anyone, audience)}${AUDIENCES.map((one) => option(one, W.audiences[one], audience)).join('')}</select></div>
<div class="field"><label for="find-region">${W.where}</label><select id="find-region" name="region">${option('', W.everywhere, region)}${leagues.join('')}</select></div>
<button type="submit">${W.find}</button>
</form>`;
}

export function listPage(cards: FormCard[], wish: Wish, places: Places): string {
  const items = cards.map(
    ({ id, title, summary, audience }) =>
      `<li><a href="/portal/forms/${esc(id)}"><strong>${esc(title)}</strong><span>${esc(summary)}</span>${audience === 'both' ? '' : `<em>${W.audiences[audience]}</em>`}</a></li>`,
  );
  const found = items.length > 0 ? `<ul class="forms">${items.join('')}</ul>` : `<p>${W.none}</p>`;
  return portalPage(W.listTitle, `<p>${W.listLead}</p>${filterHtml(wish, places)}${found}`);
}

export const doorsHtml = (
  doors: { name: string; number?: string | undefined; url?: string | undefined }[],
): string =>
  doors.length === 0
    ? ''
    : `<ul class="doors">${doors
        .map(({ name, number, url }) => {
          const call = number ? ` <a href="tel:${esc(number)}">${esc(number)}</a>` : '';
          const site = url ? ` <a href="${esc(url)}" rel="noreferrer">${W.site2}</a>` : '';
          return `<li>${esc(name)}${call}${site}</li>`;
        })
        .join('')}</ul>`;

function warningHtml(warning: FormWarning): string {
  const text = `<p>${esc(warning.text)}</p>`;
  switch (warning.kind) {
    case 'emergency':
      return `<div class="warn urgent-box">${text}<p class="dial">${warning.doors.map(({ name, number }) => `<a href="tel:${esc(number ?? '')}">${esc(number ?? '')} ${esc(name)}</a>`).join(' ')}</p></div>`;
    case 'otherForm':
      return `<div class="warn">${text}<p><a href="/portal/forms/${esc(warning.form)}">${esc(fill(W.goTo, { title: warning.title }))}</a></p></div>`;
    default:
      return `<div class="warn grey">${text}${doorsHtml(warning.doors)}</div>`;
  }
}

/** An emergency stands first whatever else is to be said. */
const warningsHtml = (warnings: FormWarning[]): string =>
  warnings.length === 0
    ? '<div id="warnings" tabindex="-1"></div>'
    : `<div id="warnings" tabindex="-1" role="alert"><h2>${W.seen}</h2>${warnings.map(warningHtml).join('')}</div>`;

function summaryHtml(form: FormDef, faults: Record<string, string>): string {
  const names = Object.keys(faults);
  const items = names.map(
    (name) =>
      `<li><a href="#${idOf(name)}">${esc(fill(W.summaryOf, { label: form.ui.fields[name]?.label ?? W.photo, why: faults[name] ?? '' }))}</a></li>`,
  );
  return `<div id="summary" class="trouble summary" tabindex="-1" role="alert"${names.length === 0 ? ' hidden' : ''}><h2>${fill(W.summary, { n: names.length })}</h2><ul>${items.join('')}</ul></div>`;
}

export interface FormPage extends Filling {
  live: Live;
  warnings: FormWarning[];
  /** Shown in the editor: nothing can be sent. */
  preview?: boolean;
}

/** The part of a form's page that is the form. */
export function formPage(
  { live, values, faults, warnings, preview = false }: FormPage,
  places: Places,
): string {
  const { form, version } = live;
  const seen = warnings.length > 0;
  const main = `<p class="lead">${esc(form.lead)}</p>
${preview ? `<p class="note">${W.preview}</p>` : ''}
${warningsHtml(warnings)}
${summaryHtml(form, faults)}
<form id="form" method="post" action="/portal/forms/${esc(form.id)}" enctype="multipart/form-data"${preview ? ' data-preview' : ''}>
<input type="hidden" name="version" value="${version}">
${seen ? '<input type="hidden" name="seen" value="1">' : ''}
${fieldsHtml(form, { values, faults }, places)}
${photosHtml(form)}
<p class="note">${W.privacy}</p>
<div id="trouble"></div>
<p class="acts"><button type="submit" class="main"${preview ? ' disabled' : ''}>${seen ? W.sendAnyway : W.send}</button></p>
<p id="status" role="status"></p>
</form>
<section class="after"><h2>${W.nextTitle}</h2><ol>${form.next.map((step) => `<li>${esc(step)}</li>`).join('')}</ol></section>
<p><a href="/portal/forms">${W.back}</a></p>`;
  const data = dataHtml('form-data', { form, version, words: VALUE_WORDS, say: CLIENT_WORDS });
  return portalPage(form.title, main, data);
}

export function filedPage({ orderNo, code, next, refused, doors }: FormFiledReply): string {
  const table = rows([
    [refused ? W.record : W.orderNo, orderNo],
    [W.code, code],
  ]);
  const text = next
    .split('\n')
    .map((one) => `<p>${esc(one)}</p>`)
    .join('');
  const main = `<article class="filed">${table}${text}${doorsHtml(doors ?? [])}<p><strong>${W.keep}</strong></p></article><p><a href="/portal#progress">${W.progress}</a> <a href="/portal/forms">${W.back}</a></p>`;
  return portalPage(refused ? W.refusedTitle : W.filedTitle, main);
}

export const gonePage = (message: string): string =>
  portalPage(W.forms, `<p role="alert">${esc(message)}</p><p><a href="/portal/forms">${W.back}</a></p>`);

/** Its last day is over: the form that takes its matters now is one tap away. */
export function expiredPage({ title, validTo = '' }: FormDef, other: Live | null): string {
  const said = fill(W.over, { title, day: validTo });
  const next = other
    ? `<p><a href="/portal/forms/${esc(other.form.id)}">${esc(fill(W.goTo, { title: other.form.title }))}</a></p>`
    : '';
  return portalPage(
    W.forms,
    `<p role="alert">${esc(said)}</p>${next}<p><a href="/portal/forms">${W.back}</a></p>`,
  );
}
