/** Taking in, refusing, splitting, merging, sending elsewhere, taking up again. */
import { readOrderNo } from '../number.js';
import { splitFault } from '../split.js';
import { type Facts, lastInto, type WhyNot } from './facts.js';

const DAY = 86_400_000;
const bare = (text: string): string => text.normalize('NFKC').replace(/[\p{P}\s]/gu, '');

/** What was said of discipline or secrets is not kept, so there is nothing to send to anybody. */
const matterFault = ({ ticket }: Facts): WhyNot | null =>
  ticket.refusal?.redacted ? { code: 'MISSING', key: 'hasMatter' } : null;

export const INTAKE = {
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
  hasMatter: matterFault,
  splittable(facts) {
    const { ticket, given } = facts;
    return matterFault(facts) ?? (given.parts ? splitFault(ticket.content, given.parts) : null);
  },
  mergeable({ ticket, given }) {
    // Asked without the form at hand: only whether the button is there.
    if (given.master === undefined) return null;
    const master = readOrderNo(given.master);
    return master && master !== ticket.orderNo ? null : { code: 'MISSING', key: 'mergeable' };
  },
  transferable(facts) {
    const { transfer } = facts.given;
    const none = transfer && (transfer.to.trim() === '' || transfer.name.trim() === '');
    return none ? { code: 'MISSING', key: 'receiver' } : matterFault(facts);
  },
  // Taken up again for something new, not for being said once more (domain §2.6: 无新情况不再受理).
  reopenable({ ticket, now, limits, reason }) {
    const closed = lastInto(ticket)?.at ?? ticket.updatedAt;
    if (now.getTime() - closed.getTime() > limits.reopenDays * DAY)
      return { code: 'GONE', key: 'reopenGone', values: { count: limits.reopenDays } };
    const told = bare(reason);
    return told !== '' && bare(ticket.content).includes(told) ? { code: 'MISSING', key: 'reopenSame' } : null;
  },
  notSecretYet: ({ ticket }) => (ticket.secret ? { code: 'NOT_ALLOWED', key: 'secretAlready' } : null),
  // Two who take it at once claim one version: one of them is told that the other has it.
  free: ({ ticket, by }) =>
    ticket.taker ? { code: 'NOT_ALLOWED', key: ticket.taker.by === by ? 'takenByYou' : 'taken' } : null,
  inMyHand: ({ ticket, by }) => (ticket.taker?.by === by ? null : { code: 'NOT_ALLOWED', key: 'notTaken' }),
  alarming: ({ ticket }) =>
    ticket.emergency && ticket.emergency.answeredBy === null
      ? null
      : { code: 'NOT_ALLOWED', key: 'alarmAnswered' },
} satisfies Record<string, (facts: Facts) => WhyNot | null>;
