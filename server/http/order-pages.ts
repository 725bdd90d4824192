/** An order's page without script: looked up, acted on and rated by plain forms, through the handlers of the JSON routes. */
import { Problem } from '../errors.js';
import { html, type Markup, type Piece, plain } from '../site/markup.js';
import { RATING_TAGS } from '../tickets/assignment.js';
import { OWN_WORDS } from '../tickets/own-acts.js';
import { WORDS as TICKET } from '../tickets/words.js';
import { check } from './check.js';
import type { OrderView } from './contract-citizen.js';
import * as contract from './contract-citizen.js';
import * as steps from './contract-steps.js';
import { type Filled, readForm } from './form.js';
import { Answer, type Asked, type Handlers } from './handler.js';
import { document } from './html.js';
import { WORDS } from './words.js';

const FIELD_BYTES = 16 * 1024;
const words = WORDS.page;
const { page: own } = OWN_WORDS;

type Parts = Pick<Handlers, 'orderQuery' | 'orderAct' | 'orderRate'>;
type Key = { orderNo: string; code: string };
/** Above the order: that it was done, or why not, with what was typed. */
interface Told {
  done?: string;
  why?: string | undefined;
  action?: string;
  text?: string;
}

const time = new Intl.DateTimeFormat('zh-CN', {
  timeZone: 'Asia/Shanghai',
  dateStyle: 'medium',
  timeStyle: 'short',
});
const at = (text: string): string => time.format(new Date(text));

/** A handler answers a body, alone or inside an Answer. */
export const bodyOf = <T>(said: T | Answer): T => (said instanceof Answer ? (said.say.body as T) : said);

export const fact = (name: string, value: string): Markup =>
  html`<div><dt>${name}</dt><dd>${value}</dd></div>`;

const hidden = ({ orderNo, code }: Key): Markup =>
  html`<input type="hidden" name="orderNo" value="${orderNo}"><input type="hidden" name="code" value="${code}">`;

function actForm(act: OrderView['acts'][number], order: OrderView, key: Key, told: Told): Markup {
  const mine = told.action === act.action;
  const id = `act-${act.action}`;
  const area = act.text
    ? html`<div class="field"><label for="${id}">${act.text}</label><p class="hint" id="${id}-hint">${act.hint}</p><textarea id="${id}" name="text" rows="4" maxlength="2000" required aria-describedby="${id}-hint">${mine ? told.text : ''}</textarea></div>`
    : null;
  return html`<details${mine ? html` open` : null}><summary>${act.name}</summary><form method="post" action="/portal/act">${hidden(key)}<input type="hidden" name="action" value="${act.action}"><input type="hidden" name="seen" value="${order.timeline.length}">
<p>${act.next}</p><p class="note">${act.undo}</p>${area}<button type="submit" class="main">${act.press}</button></form></details>`;
}

/** The questions of 五级好差评; `where` posts them, `keep` are the hidden fields it needs. */
export function rateForm(where: string, keep: Piece): Markup {
  const { rate } = own;
  const level = (stars: number): Markup =>
    html`<label><input type="radio" name="stars" value="${stars}" required> ${rate.levels[stars]}</label>`;
  const tag = (name: string): Markup =>
    html`<label><input type="checkbox" name="tags" value="${name}"> ${TICKET.choices.tags?.[name]}</label>`;
  return html`<form method="post" action="${where}">${keep}<fieldset class="field"><legend>${rate.heading}</legend><div class="picks">${[5, 4, 3, 2, 1].map(level)}</div></fieldset>
<fieldset class="field"><legend>${rate.reasons}</legend><div class="picks">${RATING_TAGS.map(tag)}</div></fieldset>
<div class="field"><label for="rate-note">${rate.note}</label><textarea id="rate-note" name="note" rows="3" maxlength="1000"></textarea></div>
<button type="submit" class="main">${rate.send}</button><p class="note">${rate.free}</p></form>`;
}

export const ratingOf = ({ fields, lists }: Filled): object => ({
  stars: Number(fields.stars),
  tags: lists.tags ?? [],
  ...(fields.note?.trim() ? { note: fields.note.trim() } : {}),
});

function orderPage(order: OrderView, key: Key, told: Told): Markup {
  const may = order.acts.filter(({ why }) => why === null);
  const not = order.acts.filter(({ why }) => why !== null);
  return html`${told.done ? html`<p class="state" role="status">${told.done}</p>` : null}${told.why ? html`<div class="trouble" role="alert"><p>${told.why}</p></div>` : null}
<p>${order.title}</p><dl>${fact(words.orderNo, order.orderNo)}${fact(words.state, order.state)}${fact(words.place, order.place)}${fact(words.created, at(order.createdAt))}${fact(words.updated, at(order.updatedAt))}</dl>
<h2>${words.timeline}</h2>${order.timeline.length > 0 ? html`<ol>${order.timeline.map((row) => html`<li><time datetime="${row.at}">${at(row.at)}</time> ${row.text}</li>`)}</ol>` : html`<p>${words.noTimeline}</p>`}
${order.mayRate ? rateForm('/portal/rate', hidden(key)) : null}
${may.length > 0 ? html`<h2>${own.heading}</h2>${may.map((act) => actForm(act, order, key, told))}` : null}
${not.length > 0 ? html`<h2>${own.not}</h2><ul>${not.map(({ name, why }) => html`<li>${name}：${why}</li>`)}</ul>` : null}`;
}

/** Fields of a plain form without files. */
export const fieldsOf = (asked: Asked): Promise<Filled> =>
  readForm(asked, {
    fieldBytes: FIELD_BYTES,
    files: 0,
    keep: () => Promise.reject(new Problem('FILE_COUNT')),
  });

const keyOf = ({ fields }: Filled): Key => ({ orderNo: fields.orderNo ?? '', code: fields.code ?? '' });

const answer = (order: OrderView, key: Key, told: Told = {}, status = 200): Answer =>
  new Answer({
    status,
    headers: { 'Cache-Control': 'no-store' },
    html: document(words.queryTitle, plain(orderPage(order, key, told))),
  });

export function orderPages(parts: Parts): Handlers<'queryPage' | 'actPage' | 'ratePage'> {
  async function look(asked: Asked, key: Key): Promise<OrderView> {
    const body = contract.orderQuery.parse(check(contract.orderQuery, key));
    return bodyOf(await parts.orderQuery({ ...asked, body }));
  }

  /** Refused, the page comes again with the reason and what was typed; a wrong code stays a fault of its own. */
  async function tried(
    asked: Asked,
    key: Key,
    told: Told,
    act: () => Promise<OrderView | Answer>,
  ): Promise<Answer> {
    try {
      return answer(bodyOf(await act()), key, { done: told.done ?? '' });
    } catch (error) {
      if (
        !(error instanceof Problem) ||
        !['NOT_ALLOWED', 'INVALID', 'STALE', 'TOO_LONG'].includes(error.code)
      )
        throw error;
      const { done: _, ...kept } = told;
      const why = error.code === 'INVALID' ? (error.hint ?? error.message) : error.message;
      return answer(await look(asked, key), key, { ...kept, why }, error.status);
    }
  }

  return {
    async queryPage(asked) {
      const key = keyOf(await fieldsOf(asked));
      return answer(await look(asked, key), key);
    },

    async actPage(asked) {
      const filled = await fieldsOf(asked);
      const key = keyOf(filled);
      const { action = '', text = '', seen } = filled.fields;
      const given = { ...key, action, ...(text ? { text } : {}), ...(seen ? { seen: Number(seen) } : {}) };
      const done = OWN_WORDS.acts[action as steps.OwnAct['action']]?.done ?? '';
      return tried(asked, key, { done, action, text }, async () => {
        const body = steps.orderAct.parse(check(steps.orderAct, given));
        return parts.orderAct({ ...asked, body });
      });
    },

    async ratePage(asked) {
      const filled = await fieldsOf(asked);
      const key = keyOf(filled);
      return tried(asked, key, { done: own.rate.done }, async () => {
        const body = contract.rating.parse(check(contract.rating, { ...key, ...ratingOf(filled) }));
        return parts.orderRate({ ...asked, body });
      });
    },
  };
}
