/** Who leads, who assists, and what a unit may do with its own. */
import { leadOf, open } from '../assignment.js';
import { within } from '../dispatch/unit.js';
import { telling } from '../identity.js';
import { lived } from '../timeline.js';
import {
  assists,
  type Facts,
  known,
  leads,
  replyFault,
  times,
  tooOftenReworked,
  unitsFault,
  type WhyNot,
} from './facts.js';

const SENT = ['dispatch', 'designate', 'settle'];

export const UNITS = {
  // A rejected return is final; after too many the hotline designates (domain §0.7, §2.6).
  returnable(facts) {
    const { ticket, limits, scope } = facts;
    if (!leads(ticket, scope)) return { code: 'NOT_ALLOWED', key: 'leading' };
    const asked = facts.given.return;
    // Asked without the form at hand (which buttons are there?) only the story is judged.
    if (asked && (asked.basis.trim() === '' || (asked.suggest !== null && !known(facts, asked.suggest))))
      return { code: 'MISSING', key: 'returnBasis' };
    if (leadOf(ticket.assignments)?.designated) return { code: 'NOT_ALLOWED', key: 'designated' };
    const rows = lived(ticket);
    const judged = rows.findLastIndex((row) => row.action === 'refuseReturn');
    const sent = rows.findLastIndex((row) => SENT.includes(row.action));
    if (judged > sent) return { code: 'NOT_ALLOWED', key: 'returnFinal' };
    const count = times(ticket, 'agreeReturn');
    return count < limits.returns ? null : { code: 'NOT_ALLOWED', key: 'returnLimit', values: { count } };
  },
  // Sent round as often as the rule allows, nobody's: from then on it is said whose it is.
  dispatchable(facts) {
    const again = facts.ticket.state === 'REWORK' ? tooOftenReworked(facts) : null;
    if (again) return again;
    const count = times(facts.ticket, 'agreeReturn');
    return count < facts.limits.returns
      ? (identityFault(facts) ?? unitsFault(facts, 1))
      : { code: 'NOT_ALLOWED', key: 'designateNow', values: { count } };
  },
  designable(facts) {
    const count = times(facts.ticket, 'agreeReturn');
    return count < facts.limits.returns
      ? { code: 'NOT_ALLOWED', key: 'designateEarly', values: { count: facts.limits.returns } }
      : (identityFault(facts) ?? unitsFault(facts, 1));
  },
  oneLead: (facts) => identityFault(facts) ?? unitsFault(facts, 1),
  // The lead stays; what is added assists or guides, and is not there yet.
  onlyOthers(facts) {
    const there = (facts.ticket.assignments ?? []).filter(open).map((one) => one.unit);
    const twice = (facts.given.units ?? []).some(({ unit }) => there.includes(unit));
    return twice ? { code: 'MISSING', key: 'unitTwice' } : (identityFault(facts) ?? unitsFault(facts, 0));
  },
  // A workstation or a government hands down to who lies below it, and to nobody else (25号: 工作站转办).
  forwardable(facts) {
    const { ticket, scope, units, given } = facts;
    const lead = leadOf(ticket.assignments);
    if (!lead || scope === null || !scope.has(lead.unit)) return { code: 'NOT_ALLOWED', key: 'leading' };
    const below = within(units, lead.unit);
    if (below.size < 2) return { code: 'NOT_ALLOWED', key: 'nobodyBelow' };
    const outside = (given.units ?? []).some(({ unit }) => unit === lead.unit || !below.has(unit));
    return outside ? { code: 'MISSING', key: 'forwardBelow' } : unitsFault(facts, 1);
  },
  leading: ({ ticket, scope }) => (leads(ticket, scope) ? null : { code: 'NOT_ALLOWED', key: 'leading' }),
  assistToSign: (facts) => assists(facts, 'TO_SIGN'),
  assistAtWork: (facts) => assists(facts, 'IN_PROGRESS') ?? replyFault(facts.given),
  answerable(facts) {
    if (!leads(facts.ticket, facts.scope)) return { code: 'NOT_ALLOWED', key: 'leading' };
    return replyFault(facts.given);
  },
  // Of a secret order nobody but the hotline knows the citizen: words go by its own thread (domain §2.7).
  contactable: ({ ticket }) => (ticket.secret ? { code: 'NOT_ALLOWED', key: 'relayOnly' } : null),
  maskable({ ticket, given, reason }) {
    if (!ticket.secret) return { code: 'NOT_ALLOWED', key: 'notSecret' };
    if (!given.shown) return null;
    if (given.shown.content.trim() === '') return { code: 'MISSING', key: 'shownEmpty' };
    const text = telling(given.shown.content, ticket) ?? telling(given.shown.place, ticket);
    // A person may know better than the rule; then it is written down why.
    return text !== null && reason === '' ? { code: 'MISSING', key: 'shownTells', values: { text } } : null;
  },
} satisfies Record<string, (facts: Facts) => WhyNot | null>;

/** A secret order goes nowhere before somebody has seen to what units will read. */
function identityFault({ ticket }: Facts): WhyNot | null {
  return ticket.secret && !ticket.shown ? { code: 'MISSING', key: 'maskFirst' } : null;
}
