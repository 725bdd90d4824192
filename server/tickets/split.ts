/**
 * 拆单: a mixed matter becomes several orders. Each part is what the citizen said of it, by spans of the content
 * (UTF-16 offsets); the first part stays with the order, each further one becomes an order of its own. Nothing
 * that was said may fall between them.
 */
import type { Span } from './assignment.js';
import type { Mask } from './changed.js';
import { titleOf } from './create.js';
import type { WhyNot } from './guards/facts.js';
import type { Actor, Ticket } from './ticket.js';
import { sentence } from './words.js';

/** How many orders one may become. */
export const MOST_PARTS = 6;
const SAYS = /[\p{L}\p{N}]/u;

export const textOf = (content: string, spans: readonly Span[]): string =>
  [...spans]
    .sort((a, b) => a.from - b.from)
    .map(({ from, to }) => content.slice(from, to))
    .join('')
    .trim();

export function splitFault(content: string, parts: readonly (readonly Span[])[]): WhyNot | null {
  const inside = parts.flat().every(({ from, to }) => from >= 0 && from < to && to <= content.length);
  const telling = parts.every((spans) => SAYS.test(textOf(content, spans)));
  if (parts.length < 2 || parts.length > MOST_PARTS || !inside || !telling)
    return { code: 'MISSING', key: 'splitParts', values: { count: MOST_PARTS } };
  const left = leftOut(content, parts.flat());
  return left === '' ? null : { code: 'MISSING', key: 'splitLeft', values: { text: left } };
}

/** The first thing said that is in no part. */
function leftOut(content: string, spans: readonly Span[]): string {
  let at = 0;
  for (const { from, to } of [...spans].sort((a, b) => a.from - b.from)) {
    const gap = content.slice(at, from);
    if (SAYS.test(gap)) return gap.trim();
    at = Math.max(at, to);
  }
  const rest = content.slice(at);
  return SAYS.test(rest) ? rest.trim() : '';
}

const FIELDS = ['place', 'time', 'party', 'demand'] as const;

/** A value said in one part belongs there; one that no part holds (a place said once for all) to every part. */
export function fieldsOf(
  ticket: Ticket,
  part: string,
  all: readonly string[],
): Pick<Ticket, (typeof FIELDS)[number]> {
  const kept = (value: string): string =>
    value === '' || part.includes(value) || !all.some((text) => text.includes(value)) ? value : '';
  return {
    place: kept(ticket.place),
    time: kept(ticket.time),
    party: kept(ticket.party),
    demand: kept(ticket.demand),
  };
}

/** Origins of the content: each span where its words stand in the citizen's lines, if the whole had one line. */
export function originsIn(ticket: Ticket, spans: readonly Span[]): Ticket['origins'] {
  const [whole, second] = ticket.origins.filter(({ field }) => field === 'content');
  const others = ticket.origins.filter(({ field }) => field !== 'content');
  if (!whole || second || whole.to - whole.from !== ticket.content.length) return others;
  return [
    ...others,
    ...spans.map(({ from, to }) => ({ ...whole, from: whole.from + from, to: whole.from + to })),
  ];
}

export interface PartAsk {
  orderNo: string;
  codeHash: string;
  spans: readonly Span[];
  /** Texts of all parts. */
  texts: readonly string[];
  about: Pick<Ticket, 'type' | 'category' | 'hotline' | 'region' | 'urgency'>;
  actor: Actor;
  now: Date;
  mask: Mask;
  policy: string;
}

/** A part as an order of its own, where the whole was: its citizen, its conversation, its secrecy. */
export function partOf(whole: Ticket, ask: PartAsk): Ticket {
  const content = textOf(whole.content, ask.spans);
  const { channel, thread, moved, answerTo, caller, secret, aiAssisted, files } = whole;
  return {
    orderNo: ask.orderNo,
    codeHash: ask.codeHash,
    state: whole.state,
    version: 1,
    kind: 'order',
    ...{ channel, thread, caller, secret, aiAssisted, files, ...ask.about },
    ...(moved ? { moved } : {}),
    ...(answerTo ? { answerTo } : {}),
    title: titleOf(ask.mask.text(content)),
    content,
    ...fieldsOf(whole, content, ask.texts),
    origins: originsIn(whole, ask.spans),
    urges: 0,
    splitFrom: whole.orderNo,
    timeline: [
      {
        at: ask.now,
        actor: ask.actor,
        action: 'create',
        from: null,
        to: whole.state,
        public: sentence('public', 'splitFrom', { orderNo: whole.orderNo }),
      },
    ],
    policy: ask.policy,
    createdAt: ask.now,
    updatedAt: ask.now,
  };
}
