/** Reading one's own letter, adding to it and its consent, by plain forms: the same handlers as the JSON routes. */
import { randomUUID } from 'node:crypto';
import { Problem } from '../errors.js';
import { check } from '../http/check.js';
import type { LetterLine, LetterView } from '../http/contract-letters.js';
import * as contract from '../http/contract-letters.js';
import { readForm } from '../http/form.js';
import type { Answer, Asked, Handlers } from '../http/handler.js';
import { originOf } from '../site/address.js';
import { pageAnswer } from '../site/answers.js';
import { field } from '../site/fields.js';
import { html, lines, type Markup } from '../site/markup.js';
import type { Own } from './own.js';
import { act, FIELD_BYTES, fact, when } from './own-parts.js';
import { PAGE } from './page-words.js';
import { fill } from './words.js';

export interface MinePageParts {
  own: Own;
  publicUrl: string | null;
}

const { write: w, mine: m } = PAGE;

export function minePages(parts: MinePageParts): Handlers<'letterMinePage' | 'letterMineActs'> {
  return {
    letterMinePage: async (asked) => minePage(asked, html`${finder('', '')}`),

    async letterMineActs(asked) {
      const { fields } = await readForm(asked, {
        fieldBytes: FIELD_BYTES,
        files: 0,
        keep: () => Promise.reject(new Problem('FILE_COUNT')),
      });
      const { letterNo = '', code = '', act: what = 'show', text = '' } = fields;
      const shown = contract.letterQuery.parse(check(contract.letterQuery, { letterNo, code }));
      const said = await acted(asked, shown, what, text.trim(), fields.id ?? '');
      const view = await parts.own.view(shown);
      return minePage(
        asked,
        html`${said === null ? null : html`<p role="status" class="said">${said}</p>`}${letter(view, code)}`,
      );
    },
  };

  async function acted(
    asked: Asked,
    shown: { letterNo: string; code: string },
    what: string,
    text: string,
    id: string,
  ): Promise<string | null> {
    if (what === 'more') {
      const more = { ...shown, id, text };
      check(contract.letterMore, more);
      await parts.own.more(shown, { id, text, files: [] }, asked.ip);
      return m.moreDone;
    }
    if (what !== 'agree' && what !== 'withdraw') return null;
    await parts.own.consent(shown, what === 'agree', asked.ip);
    return what === 'agree' ? m.agreed : m.withdrawn;
  }

  function minePage(asked: Asked, body: Markup): Answer {
    return pageAnswer({
      title: m.title,
      description: m.description,
      canonical: asked.headers['content-type'] ? null : `${originOf(parts.publicUrl, asked)}/letters/mine`,
      place: 'mine',
      body,
    });
  }
}

const finder = (
  letterNo: string,
  code: string,
): Markup => html`<p>${m.lead}</p><form method="post" action="/letters/mine">
<input type="hidden" name="act" value="show">
${field({ name: 'letterNo', label: w.letterNo, hint: m.letterNoHint, must: true }, (ties) => html`<input ${ties} maxlength="40" required autocomplete="off" value="${letterNo}">`)}
${field({ name: 'code', label: w.code, hint: m.codeHint, must: true }, (ties) => html`<input ${ties} class="short" maxlength="20" required autocomplete="off" value="${code}">`)}
<button type="submit" class="main">${m.submit}</button></form>`;

const line = (one: LetterLine): Markup => {
  const who = one.seat && one.from === 'agent' ? fill(m.seat, { seat: one.seat }) : m.from[one.from];
  const doors = (one.doors ?? []).map(
    ({ name, number, url }) =>
      html`<li>${name}${number ? html` <a class="number" href="tel:${number}">${number}</a>` : null}${url?.startsWith('https://') ? html` <a href="${url}" rel="noopener">${url}</a>` : null}</li>`,
  );
  const sources = (one.sources ?? []).map(
    (source) =>
      html`<p class="note">${fill(m.source, { title: source.title, unit: source.unit, updated: source.updated })}</p>`,
  );
  return html`<li class="${one.from}"><p class="by">${who} ${when(one.at)}</p>${lines(one.text)}${doors.length > 0 ? html`<ul>${doors}</ul>` : null}${sources}${one.order ? html`<p class="sign">${fill(m.order, one.order)}</p>` : null}${one.files > 0 ? html`<p class="note">${fill(m.files, { n: one.files })}</p>` : null}</li>`;
};

function letter(view: LetterView, code: string): Markup {
  const { letterNo } = view;
  const consent = view.publicPath
    ? html`<p>${m.consentOpen} <a href="${view.publicPath}" target="_blank" rel="noopener">${m.look}</a></p>`
    : html`<p>${view.publish ? m.consentYes : m.consentNo}</p>`;
  const turn = view.publish
    ? act(letterNo, code, 'withdraw', html`<button type="submit">${m.withdraw}</button>`)
    : act(letterNo, code, 'agree', html`<button type="submit">${m.agree}</button>`);
  return html`<article><h2>${view.title}</h2>
<p class="state"><span>${m.state}</span> <strong>${view.state}</strong></p>
<dl>${fact(w.letterNo, letterNo)}${fact(m.kind, view.kindName)}${view.regionName ? fact(m.region, view.regionName) : null}${fact(m.created, when(view.createdAt))}${fact(m.by, when(view.firstReplyBy))}</dl>
<section aria-labelledby="lines"><h3 id="lines">${m.lines}</h3><ol class="talk">${view.lines.map(line)}</ol></section>
<section aria-labelledby="more"><h3 id="more">${m.more}</h3>${act(
    letterNo,
    code,
    'more',
    html`<input type="hidden" name="id" value="${randomUUID()}">${field({ name: 'text', label: m.more, hint: m.moreHint, must: true }, (ties) => html`<textarea ${ties} rows="4" maxlength="4000" required></textarea>`)}<button type="submit" class="main">${m.moreSubmit}</button>`,
  )}</section>
<section aria-labelledby="consent"><h3 id="consent">${m.consent}</h3>${consent}${turn}</section></article>`;
}
