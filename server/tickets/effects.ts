/** What an action changes by itself, besides the state and the fields it was given. */
import { titleOf } from './create.js';
import { plusMonths } from './deadlines/months.js';
import type { EffectAsk } from './effects/ask.js';
import { UNIT_EFFECTS } from './effects/units.js';
import { fieldsOf, originsIn, textOf } from './split.js';
import type { Ticket, Transfer } from './ticket.js';

export type Effect = keyof typeof EFFECTS;

const NOTHING_SAID = { demand: '', place: '', time: '', party: '', files: [], origins: [] };

const fired = ({ clocks }: Ticket): Partial<Ticket> =>
  clocks?.next ? { clocks: { ...clocks, fired: [...clocks.fired, clocks.next.key] } } : {};

/**
 * A person has it now. A proposed refusal that is taken after all is overturned: the record stays (误拒率
 * is counted on it), the ticket is an order from here on.
 */
const taken = ({ kind, refusal, emergency }: Ticket, { actor }: EffectAsk): Partial<Ticket> => ({
  ...(refusal && kind === 'refusal'
    ? { kind: 'order' as const, refusal: { ...refusal, decidedBy: actor.id } }
    : {}),
  ...(emergency ? { emergency: { ...emergency, answeredBy: emergency.answeredBy ?? actor.id } } : {}),
});

/** What is said later stands below what was said first; offsets into the first stay true. */
const supplemented = ({ content, files }: Ticket, { reason, fields }: EffectAsk): Partial<Ticket> => ({
  ...(reason === '' ? {} : { content: `${content}\n${reason}` }),
  ...(fields.files ? { files: [...new Set([...files, ...fields.files])] } : {}),
});

const lastTransfer = (
  { transfers = [] }: Ticket,
  change: (one: Transfer) => Partial<Transfer>,
): Partial<Ticket> => ({
  transfers: transfers.map((one, i) => (i === transfers.length - 1 ? { ...one, ...change(one) } : one)),
});

export const EFFECTS = {
  ...UNIT_EFFECTS,
  // Said anew by the citizen: the stub has given way to a matter.
  supplied: (ticket, { fields }) =>
    ticket.refusal?.redacted && fields.content ? { refusal: { ...ticket.refusal, redacted: false } } : {},
  supplemented,
  reviewRequested: ({ refusal }) => (refusal ? { refusal: { ...refusal, reviewRequested: true } } : {}),
  urged: ({ urges }) => ({ urges: urges + 1 }),
  secret: () => ({ secret: true }),
  identityMasked: (_, { given, actor, now }) =>
    given.shown ? { shown: { ...given.shown, at: now, by: actor.id } } : {},
  supervised: () => ({ supervised: true }),
  taken,
  refused(ticket, { fields, actor }) {
    const refusal = fields.refusal ?? ticket.refusal;
    if (!refusal) return {};
    const reviewRequested = ticket.refusal?.reviewRequested ?? false;
    return {
      kind: 'refusal',
      refusal: { ...refusal, reviewRequested, decidedBy: actor.id },
      // Discipline and secrets: what was said goes, the stub given as `content` stays (domain §5.2).
      ...(refusal.redacted ? { ...NOTHING_SAID, title: fields.content ?? ticket.title } : {}),
    };
  },

  merged: (ticket, ask) => ({
    ...taken(ticket, ask),
    ...(ask.given.master ? { master: ask.given.master } : {}),
  }),
  splitUp(ticket, ask) {
    const { parts = [], made = [] } = ask.given;
    const texts = parts.map((spans) => textOf(ticket.content, spans));
    const [content = ticket.content] = texts;
    return {
      content,
      title: titleOf(ask.mask.text(content)),
      ...fieldsOf(ticket, content, texts),
      origins: originsIn(ticket, parts[0] ?? []),
      parts: [...(ticket.parts ?? []), ...made],
    };
  },
  sentOut: (ticket, ask) => ({
    ...taken(ticket, ask),
    transfers: [
      ...(ticket.transfers ?? []),
      {
        to: ask.given.transfer?.to ?? '',
        name: ask.given.transfer?.name ?? '',
        at: ask.now,
        by: ask.actor.id,
        receipt: null,
        back: null,
      },
    ],
  }),
  received: (ticket, { given, now }) =>
    lastTransfer(ticket, () => ({ receipt: given.receipt ? { ...given.receipt, at: now } : null })),
  sentBack: (ticket, { reason, now }) => lastTransfer(ticket, () => ({ back: { reason, at: now } })),
  // At the limit it counts as signed, for every unit that has not: nobody stalls by not signing.
  autoSigned: (ticket, { now }) => ({
    ...fired(ticket),
    ...(ticket.assignments
      ? {
          assignments: ticket.assignments.map((one) =>
            one.state === 'TO_SIGN' ? { ...one, state: 'IN_PROGRESS' as const, signedAt: now } : one,
          ),
        }
      : {}),
  }),
  extensionAsked: (_, { given }) => (given.days === undefined ? {} : { extensionAsked: given.days }),
  extended: ({ extensions = [], extensionAsked = 0 }, { now, actor }) => ({
    extensions: [...extensions, { days: extensionAsked, at: now, by: actor.id }],
    extensionAsked: 0,
  }),
  notExtended: () => ({ extensionAsked: 0 }),
  held: (_, { given, now }) => ({ hold: { until: plusMonths(now, given.months ?? 1), since: now } }),
  reviewed: ({ hold }, { now, actor }) =>
    hold ? { hold: { ...hold, reviews: [...(hold.reviews ?? []), { at: now, by: actor.id }] } } : {},
  calledBack: ({ callbacks = [] }, { given, now, actor, reason }) =>
    given.callback
      ? { callbacks: [...callbacks, { ...given.callback, at: now, by: actor.id, note: reason }] }
      : {},
  rated: ({ ratings = [] }, { given, now }) =>
    given.rating ? { ratings: [...ratings, { ...given.rating, at: now }] } : {},
  inHand: (_, { actor, now }) => ({ taker: { by: actor.id, at: now } }),
  fired,
} satisfies Record<string, (ticket: Ticket, ask: EffectAsk) => Partial<Ticket>>;

/** Fields an action ends: gone, not empty. */
export const GONE: Partial<Record<string, readonly (keyof Ticket)[]>> = {
  unmerge: ['master', 'followed'],
  release: ['master', 'followed'],
  reopen: ['master', 'followed', 'taker'],
  reopenFor: ['master', 'followed', 'taker'],
  putBack: ['taker'],
  giveBack: ['taker'],
};
