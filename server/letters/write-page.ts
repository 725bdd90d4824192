/** Writing a letter by a plain form: the same handler as the JSON route. */
import { createHash, randomUUID } from 'node:crypto';
import { Problem } from '../errors.js';
import { check } from '../http/check.js';
import type { LetterFiled, LetterForm } from '../http/contract-letters.js';
import * as contract from '../http/contract-letters.js';
import { readForm } from '../http/form.js';
import { Answer, type Asked, type Handlers } from '../http/handler.js';
import type { Policy } from '../policy/types.js';
import { noticeBox } from '../qa/parts.js';
import { originOf } from '../site/address.js';
import { pageAnswer } from '../site/answers.js';
import { type Choice, field, picks } from '../site/fields.js';
import { html, type Markup } from '../site/markup.js';
import { regionOptions } from '../site/region-field.js';
import { act, FIELD_BYTES, fact, when } from './own-parts.js';
import { PAGE } from './page-words.js';
import { KINDS } from './rules.js';
import { fill } from './words.js';
import type { Write } from './write.js';

export interface WritePageParts {
  write: Write;
  policy: Pick<Policy, 'types' | 'regions'>;
  publicUrl: string | null;
  /** Keeps an upload that belongs to nobody yet. */
  formFile: Handlers<'formFile'>['formFile'];
}

const FILES = 5;
const { write: w } = PAGE;

type Fields = Record<string, string>;
/** What is wrong, by field and in words; '' = the whole form. */
type Faults = { field: string; why: string }[];

export function writePages(parts: WritePageParts): Handlers<'letterFormPage' | 'letterWritten'> {
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
        return sent(await parts.write(letterOf(fields, all), asked.ip));
      } catch (error) {
        if (!(error instanceof Problem) || error.code !== 'INVALID') throw error;
        return formPage(asked, fields, faultsOf(error), all, 422);
      }
    },
  };
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
