/** Writing a letter and reading one's own, by plain forms: the same handlers as the JSON routes. */
import { createHash, randomUUID } from 'node:crypto';
import { Problem } from '../errors.js';
import { check } from '../http/check.js';
import type { LetterFiled, LetterForm, LetterLine, LetterView } from '../http/contract.js';
import * as contract from '../http/contract.js';
import { readForm } from '../http/form.js';
import { Answer, type Asked, type Handlers } from '../http/handler.js';
import type { Policy } from '../policy/types.js';
import { noticeBox } from '../qa/parts.js';
import { originOf } from '../site/address.js';
import { pageAnswer } from '../site/answers.js';
import { type Choice, field, picks } from '../site/fields.js';
import { html, lines, type Markup } from '../site/markup.js';
import { regionOptions } from '../site/region-field.js';
import type { Own } from './own.js';
import { PAGE } from './page-words.js';
import { KINDS } from './rules.js';
import { fill } from './words.js';
import type { Write } from './write.js';

export interface OwnPageParts {
  write: Write;
  own: Own;
  policy: Pick<Policy, 'types' | 'regions'>;
  publicUrl: string | null;
  /** Keeps an upload that belongs to nobody yet. */
  formFile: Handlers<'formFile'>['formFile'];
}

const FIELD_BYTES = 24 * 1024;
const FILES = 5;
const { write: w, mine: m } = PAGE;

const time = new Intl.DateTimeFormat('zh-CN', {
  timeZone: 'Asia/Shanghai',
  dateStyle: 'medium',
  timeStyle: 'short',
});
const when = (at: string): Markup => html`<time datetime="${at}">${time.format(new Date(at))}</time>`;
const fact = (name: string, value: Markup | string): Markup =>
  html`<div><dt>${name}</dt><dd>${value}</dd></div>`;

type Fields = Record<string, string>;
/** What is wrong, by field and in words; '' = the whole form. */
type Faults = { field: string; why: string }[];

export function ownPages(
  parts: OwnPageParts,
): Handlers<'letterFormPage' | 'letterWritten' | 'letterMinePage' | 'letterMineActs'> {
  const kinds: Choice[] = KINDS.map((type) => ({
    value: type,
    label: parts.policy.types.find((row) => row.type === type)?.name ?? type,
  }));

  function form(given: Fields, faults: Faults, files: string[]): Markup {
    const at = (name: string) => ({
      value: given[name] ?? '',
      fault: faults.find((one) => one.field === name)?.why,
    });
    const summary =
      faults.length > 0
        ? html`<div class="trouble" role="alert"><p>${w.faults}</p><ul>${faults.map(({ why }) => html`<li>${why}</li>`)}</ul></div>`
        : null;
    return html`${summary}<form method="post" action="/letters/write" enctype="multipart/form-data" class="write" data-letter>
<input type="hidden" name="id" value="${given.id || randomUUID()}"><input type="hidden" name="kept" value="${files.join(',')}">
${picks('kind', w.kind, kinds, given.kind ?? '', faults.find((one) => one.field === 'kind')?.why)}
${field({ name: 'title', label: w.heading, hint: w.headingHint, must: true, ...at('title') }, (ties) => html`<input ${ties} maxlength="60" required autocomplete="off" value="${given.title}" data-near="${w.near}">`)}
${field({ name: 'content', label: w.content, hint: w.contentHint, must: true, ...at('content') }, (ties) => html`<textarea ${ties} rows="8" maxlength="3500" required>${given.content}</textarea>`)}
${field({ name: 'region', label: w.region, ...at('region') }, (ties) => html`<select ${ties}>${regionOptions(parts.policy.regions, given.region ?? '')}</select>`)}
${picks(
  'signed',
  w.who,
  [
    { value: 'named', label: w.named },
    { value: 'anonymous', label: w.anonymous },
  ],
  given.signed ?? 'named',
  undefined,
  w.anonymousHint,
)}
${field({ name: 'name', label: w.name, must: w.ifNamed, ...at('name') }, (ties) => html`<input ${ties} class="short" maxlength="40" autocomplete="name" value="${given.name}">`)}
${field({ name: 'phone', label: w.phone, hint: w.phoneHint, must: w.ifNamed, ...at('phone') }, (ties) => html`<input ${ties} class="short" type="tel" maxlength="20" autocomplete="tel-national" value="${given.phone}">`)}
${field({ name: 'files', label: w.files, hint: w.filesHint }, (ties) => html`${files.length > 0 ? html`<p role="note">${fill(w.keptFiles, { n: files.length })}</p>` : null}<input ${ties} type="file" multiple accept="image/jpeg,image/png,image/webp,application/pdf">`)}
${picks(
  'reply',
  w.reply,
  [
    { value: 'private', label: w.private },
    { value: 'public', label: w.public },
  ],
  given.reply ?? 'private',
  undefined,
)}
<div class="field"><label class="tick"><input type="checkbox" name="publish" value="yes"${given.publish === 'yes' ? html` checked` : null}> ${w.publish}</label><p class="hint">${w.publishHint}</p></div>
<button type="submit" class="main">${w.submit}</button>
</form>`;
  }

  const formPage = (asked: Asked, given: Fields, faults: Faults, files: string[], status = 200): Answer =>
    pageAnswer(
      {
        title: w.title,
        description: w.description,
        canonical: faults.length === 0 ? `${originOf(parts.publicUrl, asked)}/letters/write` : null,
        place: 'write',
        body: html`<p>${w.lead}</p>${form(given, faults, files)}`,
      },
      status,
    );

  const sent = ({ letterNo, code, next, firstReplyBy, notices }: LetterFiled): Answer =>
    pageAnswer(
      {
        title: w.sentTitle,
        description: w.description,
        canonical: null,
        place: 'write',
        body: html`${notices.map(noticeBox)}<dl>${fact(w.letterNo, html`<span class="sign">${letterNo}</span>`)}${fact(w.code, html`<span class="sign">${code}</span>`)}${fact(w.by, when(firstReplyBy))}</dl>
<p>${next}</p><p>${w.keep}</p>${act(letterNo, code, 'show', html`<button type="submit" class="main" data-sent>${w.mine}</button>`)}`,
      },
      201,
    );

  return {
    letterFormPage: async (asked) => formPage(asked, { content: asked.query.content ?? '' }, [], []),

    async letterWritten(asked) {
      const { fields, files } = await readForm(asked, {
        fieldBytes: FIELD_BYTES,
        files: FILES,
        keep: async (stream, name) => {
          const kept = await parts.formFile({ ...asked, stream, query: { name } } as Asked<undefined>);
          return (kept instanceof Answer ? (kept.say.body as { id: string }) : kept).id;
        },
      });
      // What came with a form that had faults lies here already.
      const before = (fields.kept ?? '').split(',').filter((one) => /^[0-9a-f]{32}$/.test(one));
      const all = [...before, ...files].slice(0, FILES);
      try {
        return sent(await parts.write(letterOf(fields, all)));
      } catch (error) {
        if (!(error instanceof Problem) || error.code !== 'INVALID') throw error;
        return formPage(asked, fields, faultsOf(error), all, 422);
      }
    },

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
      await parts.own.more(shown, { id, text, files: [] });
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

/** An act on one's own letter; number and code travel in the body, never in an address. */
const act = (letterNo: string, code: string, name: string, inside: Markup): Markup =>
  html`<form method="post" action="/letters/mine" class="act-form"><input type="hidden" name="letterNo" value="${letterNo}"><input type="hidden" name="code" value="${code}"><input type="hidden" name="act" value="${name}">${inside}</form>`;

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

/** An empty field is no field. */
function letterOf(fields: Fields, files: string[]): LetterForm {
  const given = Object.fromEntries(
    ['kind', 'title', 'content', 'region', 'name', 'phone', 'reply']
      .map((name) => [name, fields[name]?.trim() ?? ''] as const)
      .filter(([, value]) => value !== ''),
  );
  const anonymous = fields.signed === 'anonymous';
  const id = fields.id || createHash('sha256').update(JSON.stringify(fields)).digest('hex').slice(0, 32);
  const whole = { ...given, id, anonymous, publish: fields.publish === 'yes', files };
  return contract.letterForm.parse(check(contract.letterForm, whole));
}

/** The hint lists 「字段: 原因」; where it names a field of the form, the fault stands beside that field too. */
function faultsOf(problem: Problem): Faults {
  const names = [
    [w.heading, 'title'],
    [w.content, 'content'],
    [w.kind, 'kind'],
    [w.phone, 'phone'],
    [w.name, 'name'],
    [w.region, 'region'],
  ] as const;
  return (problem.hint ?? problem.message).split('；').map((why) => {
    const named =
      names.find(([label]) => why.startsWith(`${label}:`)) ?? names.find(([label]) => why.includes(label));
    return { field: named?.[1] ?? '', why };
  });
}
