/** Conditions beyond state and permission, by name; each answers null (go on) or why not. */
import type { Limits } from './limits.js';
import { readOrderNo } from './number.js';
import type { Refused, Ticket } from './ticket.js';
import type { Fields } from './transitions.js';

export type Guard =
  | 'refusable'
  | 'underReview'
  | 'hasMatter'
  | 'mergeable'
  | 'returnable'
  | 'extendable'
  | 'otherPerson'
  | 'reworkable'
  | 'reopenable'
  | 'alarming';

export interface Facts {
  ticket: Ticket;
  fields: Fields;
  /** Who asks; account, thread or timer. */
  by: string;
  now: Date;
  limits: Limits;
}

export interface WhyNot {
  code: Refused['code'];
  /** Key of `refused` in words.json. */
  key: string;
  values?: Record<string, string | number>;
}

const DAY = 86_400_000;
const times = (ticket: Ticket, action: string): number =>
  ticket.timeline.filter((row) => row.action === action).length;
const lastInto = (ticket: Ticket) =>
  ticket.timeline.findLast((row) => row.to === ticket.state && row.from !== row.to);

export const GUARDS: Record<Guard, (facts: Facts) => WhyNot | null> = {
  // A refusal always carries reason, rule version, evidence span, the lawful channel (invariant 8).
  refusable({ ticket, fields }) {
    const refusal = fields.refusal ?? ticket.refusal;
    const whole =
      refusal &&
      [refusal.reason, refusal.rule, refusal.ruleVersion, refusal.evidence, refusal.shown].every(Boolean) &&
      refusal.doors.length > 0 &&
      // A stub stands in for what must not be kept.
      !(fields.refusal?.redacted && !fields.content);
    return whole ? null : { code: 'MISSING', key: 'refusable' };
  },
  underReview({ ticket }) {
    if (ticket.kind !== 'refusal' || !ticket.refusal) return { code: 'NOT_ALLOWED', key: 'underReview' };
    return ticket.refusal.reviewRequested ? { code: 'NOT_ALLOWED', key: 'reviewedOnce' } : null;
  },
  // What was said of discipline or secrets is not kept, so there is nothing to send to anybody.
  hasMatter: ({ ticket }) => (ticket.refusal?.redacted ? { code: 'MISSING', key: 'hasMatter' } : null),
  mergeable({ ticket, fields }) {
    const master = fields.master === undefined ? null : readOrderNo(fields.master);
    return master && master !== ticket.orderNo ? null : { code: 'MISSING', key: 'mergeable' };
  },
  // A rejected return is final; after too many the hotline designates (domain §0.7, §2.6).
  returnable({ ticket, limits }) {
    const judged = ticket.timeline.findLastIndex((row) => row.action === 'refuseReturn');
    const sent = ticket.timeline.findLastIndex((row) => row.action === 'dispatch');
    if (judged > sent) return { code: 'NOT_ALLOWED', key: 'returnFinal' };
    const count = times(ticket, 'agreeReturn');
    return count < limits.returns ? null : { code: 'NOT_ALLOWED', key: 'returnLimit', values: { count } };
  },
  extendable: ({ ticket, limits }) =>
    times(ticket, 'agreeExtension') < limits.extensions
      ? null
      : { code: 'NOT_ALLOWED', key: 'extensionLimit' },
  otherPerson: ({ ticket, by }) =>
    lastInto(ticket)?.actor.id === by ? { code: 'NOT_ALLOWED', key: 'otherPerson' } : null,
  reworkable({ ticket, limits }) {
    const count = times(ticket, 'rework');
    return count < limits.reworks ? null : { code: 'NOT_ALLOWED', key: 'reworkLimit', values: { count } };
  },
  reopenable({ ticket, now, limits }) {
    const closed = lastInto(ticket)?.at ?? ticket.updatedAt;
    const late = now.getTime() - closed.getTime() > limits.reopenDays * DAY;
    return late ? { code: 'GONE', key: 'reopenGone', values: { count: limits.reopenDays } } : null;
  },
  alarming: ({ ticket }) =>
    ticket.emergency && ticket.emergency.answeredBy === null
      ? null
      : { code: 'NOT_ALLOWED', key: 'alarmAnswered' },
};
