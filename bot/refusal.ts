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

const isRefusal = (reason: Segment['reason']): reason is RefusalReason =>
  reason !== null && reason in REASONS;

/** The rule of the very reason first; a place outside is found by the gazetteer, whose rule names the stage. */
const ruleOf = (segment: Segment) => {
  const fired = segment.why.filter((why) => why.rule !== undefined);
  return (
    fired.find((why) => why.label === segment.reason) ??
    fired.find((why) => why.stage === 'gate' || why.stage === 'refusal') ??
    (segment.reason === 'jurisdiction' ? fired.find((why) => why.stage === 'region') : undefined)
  );
};

export type Weighed = { is: 'refuse' | 'doubt'; reason: RefusalReason } | { is: 'accept' };

export function weigh(segment: Segment, policy: DecidePolicy): Weighed {
  const { reason } = segment;
  if (segment.gate !== 'refuse' || !isRefusal(reason)) return { is: 'accept' };
  const sure = Math.min(segment.confidence.gate, segment.confidence.reason);
  if (sure < policy.refusal.ask) return { is: 'accept' };
  return { is: sure >= policy.refusal.propose && ruleOf(segment) ? 'refuse' : 'doubt', reason };
}

/** Where no rule fired, the citizen has said yes to the doubtful reading: that is the rule then. */
export function refusal(reason: RefusalReason, segment: Segment): Extract<Decision, { do: 'refuse' }> {
  const rule = ruleOf(segment);
  const span = segment.spans.find((one) => one.kind === 'refusal');
  const from = rule?.from ?? span?.from ?? segment.from;
  const to = rule?.to ?? span?.to ?? segment.to;
  return {
    do: 'refuse',
    reason,
    segment,
    rule: rule?.rule ?? 'confirmed-by-citizen',
    evidence: { from, to },
  };
}
