/** What a rating link opens: the answer, five levels, reasons; a plain form, so that any browser will do. */
import { Problem } from '../errors.js';
import { check } from '../http/check.js';
import * as contract from '../http/contract-citizen.js';
import { Answer, type Asked, type Handlers } from '../http/handler.js';
import { document } from '../http/html.js';
import { fact, fieldsOf, rateForm, ratingOf } from '../http/order-pages.js';
import { WORDS } from '../http/words.js';
import { html, type Markup, plain } from '../site/markup.js';
import { OWN_WORDS } from '../tickets/own-acts.js';
import type { Ticket } from '../tickets/ticket.js';
import { citizenView } from '../tickets/view.js';
import { actOnOwn, type OwnOrderParts, ownerOf } from './own-order.js';
import { type RateLinks, standing } from './rate-link.js';
import { ratingStep } from './rate-route.js';

const { link: words, rate } = OWN_WORDS.page;
const rated = contract.rating.omit({ orderNo: true, code: true });

const page = (body: Markup, status = 200): Answer =>
  new Answer({
    status,
    // The address alone is the right to rate: it goes to no other site.
    headers: { 'Cache-Control': 'no-store', 'Referrer-Policy': 'no-referrer' },
    html: document(words.title, plain(body)),
  });

const told = (text: string, status = 200): Answer =>
  page(html`<p class="state" role="status">${text}</p>`, status);

export function ratePages(
  parts: OwnOrderParts & { links: RateLinks },
): Handlers<'rateLink' | 'rateLinkSent'> {
  const { policy, masks, now } = parts;

  function form(ticket: Ticket, token: string, until: string, fault: string | null, status = 200): Answer {
    const { orderNo, title, timeline } = citizenView(ticket, policy, masks, now());
    const why = fault === null ? null : html`<div class="trouble" role="alert"><p>${fault}</p></div>`;
    return page(
      html`${why}<p>${title}</p><dl>${fact(WORDS.page.orderNo, orderNo)}${fact(words.answer, timeline[0]?.text ?? '')}</dl>
${rateForm(`/r/${token}`, null)}<p class="note">${words.until.replace('{until}', until)}</p>`,
      status,
    );
  }

  /** The order and how its link stands; an Answer where there is nothing to rate by it. */
  async function opened({
    params,
  }: Asked): Promise<{ ticket: Ticket; token: string; until: string } | Answer> {
    const token = params.token ?? '';
    const round = parts.links.read(token);
    const ticket = round && (await parts.tickets.get(round.orderNo));
    if (!round || !ticket) return told(words.unknown, 404);
    const stands = standing(ticket, round, policy.knobs.callback, now());
    return stands.is === 'open' ? { ticket, token, until: stands.until } : told(words[stands.is], 410);
  }

  return {
    async rateLink(asked) {
      const link = await opened(asked);
      return link instanceof Answer ? link : form(link.ticket, link.token, link.until, null);
    },

    async rateLinkSent(asked) {
      const link = await opened(asked);
      if (link instanceof Answer) return link;
      const { ticket, token, until } = link;
      try {
        const given = rated.parse(check(rated, ratingOf(await fieldsOf(asked))));
        await actOnOwn(parts, ticket, { ...ratingStep(given), actor: ownerOf(ticket, asked.ip) });
        return told(given.stars <= 2 ? rate.low : rate.done);
      } catch (error) {
        if (!(error instanceof Problem) || !['NOT_ALLOWED', 'INVALID', 'STALE'].includes(error.code))
          throw error;
        return form(ticket, token, until, error.hint ?? error.message, error.status);
      }
    },
  };
}
