/** What an action changes by itself, besides the state and the fields it was given. */
import type { Actor, Ticket } from './ticket.js';
import type { Fields } from './transitions.js';

export type Effect = 'supplied' | 'reviewRequested' | 'urged' | 'secret' | 'taken' | 'refused' | 'supervised';

const NOTHING_SAID = { demand: '', place: '', time: '', party: '', files: [], origins: [] };

export const EFFECTS: Record<Effect, (ticket: Ticket, actor: Actor, fields: Fields) => Partial<Ticket>> = {
  // Said anew by the citizen: the stub has given way to a matter.
  supplied: (ticket, _, fields) =>
    ticket.refusal?.redacted && fields.content ? { refusal: { ...ticket.refusal, redacted: false } } : {},
  reviewRequested: ({ refusal }) => (refusal ? { refusal: { ...refusal, reviewRequested: true } } : {}),
  urged: ({ urges }) => ({ urges: urges + 1 }),
  secret: () => ({ secret: true }),
  supervised: () => ({ supervised: true }),
  /**
   * A person has it now. A proposed refusal that is taken after all is overturned: the record stays (误拒率
   * is counted on it), the ticket is an order from here on.
   */
  taken: ({ kind, refusal, emergency }, actor) => ({
    ...(refusal && kind === 'refusal'
      ? { kind: 'order' as const, refusal: { ...refusal, decidedBy: actor.id } }
      : {}),
    ...(emergency ? { emergency: { ...emergency, answeredBy: emergency.answeredBy ?? actor.id } } : {}),
  }),
  refused(ticket, actor, fields) {
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
};
