/**
 * Weighs a refusal (domain §5.2). Invariant 8 begins here: a refusal without a rule that fired and a place
 * in the text where it fired is never proposed, however sure the model is.
 */
import type { RefusalReason, Segment } from '../nlu/understanding.js';
import type { DecidePolicy, Decision } from './decision.js';

const REASONS: Record<RefusalReason, true> = {
  litigation: true,
  arbitration: true,
  discipline: true,
  reconsideration: true,
  disclosure: true,
  petition: true,
  state_secret: true,
  trade_secret: true,
  privacy: true,
  public_order: true,
  jurisdiction: true,
};

export const isRefusal = (reason: Segment['reason']): reason is RefusalReason =>
  reason !== null && reason in REASONS;

const ruleOf = (segment: Segment) =>
  segment.why.find((why) => why.rule !== undefined && why.label === segment.reason) ??
  segment.why.find((why) => why.rule !== undefined && (why.stage === 'gate' || why.stage === 'refusal'));

export type Weighed = 'refuse' | 'doubt' | 'accept';

export function weigh(segment: Segment, policy: DecidePolicy): Weighed {
  if (segment.gate !== 'refuse' || !isRefusal(segment.reason)) return 'accept';
  const sure = Math.min(segment.confidence.gate, segment.confidence.reason);
  if (sure < policy.refusal.ask) return 'accept';
  return sure >= policy.refusal.propose && ruleOf(segment) ? 'refuse' : 'doubt';
}

/** `confirmed`: the citizen said yes to the doubtful reading; the asking is the rule then. */
export function refusal(segment: Segment, confirmed: boolean): Extract<Decision, { do: 'refuse' }> {
  if (!isRefusal(segment.reason)) throw new Error('a refusal needs a reason');
  const rule = ruleOf(segment);
  const span = segment.spans.find((one) => one.kind === 'refusal');
  const from = rule?.from ?? span?.from ?? segment.from;
  const to = rule?.to ?? span?.to ?? segment.to;
  return {
    do: 'refuse',
    reason: segment.reason,
    segment,
    rule: rule?.rule ?? (confirmed ? 'confirmed-by-citizen' : 'none'),
    evidence: { from, to },
  };
}
