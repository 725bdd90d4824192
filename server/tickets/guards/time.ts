/** More time, and a promise. */
import { type Facts, lastInto, leads, times, type WhyNot } from './facts.js';

/** Working days an extension may grant: no more than there were at first (domain §2.3, §2.6). */
function mostDays({ ticket, rules, limits }: Facts): number {
  const first = rules.limit('finish', ticket.urgency, ticket.type);
  if (!first || (first.unit !== 'workday' && first.unit !== 'day')) return 0;
  return Math.min(first.amount, limits.extensionDays);
}

export const TIME = {
  extendable(facts) {
    const { ticket, limits, given, scope, now } = facts;
    if (!leads(ticket, scope)) return { code: 'NOT_ALLOWED', key: 'leading' };
    if (times(ticket, 'agreeExtension') >= limits.extensions)
      return { code: 'NOT_ALLOWED', key: 'extensionLimit' };
    const most = mostDays(facts);
    if (ticket.urgency === 'critical' || most < 1) return { code: 'NOT_ALLOWED', key: 'extensionNever' };
    // Ask before it is over, not after (domain §2.6).
    if (ticket.clocks?.due && now >= ticket.clocks.due) return { code: 'GONE', key: 'extensionLate' };
    return given.days === undefined || (Number.isInteger(given.days) && given.days >= 1 && given.days <= most)
      ? null
      : { code: 'MISSING', key: 'extensionDays', values: { count: most } };
  },
  otherPerson: ({ ticket, by }) =>
    lastInto(ticket)?.actor.id === by ? { code: 'NOT_ALLOWED', key: 'otherPerson' } : null,
  holdable: ({ given, limits }) =>
    given.months === undefined ||
    (Number.isInteger(given.months) && given.months >= 1 && given.months <= limits.holdMonths)
      ? null
      : { code: 'MISSING', key: 'holdMonths', values: { count: limits.holdMonths } },
} satisfies Record<string, (facts: Facts) => WhyNot | null>;
