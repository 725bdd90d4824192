/**
 * A form has no conversation: it is complete, and sending it is the confirmation. So it is always filed and a
 * person judges what is doubtful. Two things go before: an emergency or a threat in its words rings at once as
 * well, and what must not be kept (domain §5.2: discipline, secrets) becomes a record without its words.
 */
import type { Aside, Decided, DecidePolicy, Decision, Draft, Turn } from '../../bot/decision.js';
import { refusal, weigh } from '../../bot/refusal.js';
import type { EmergencyNumber, MatterType, RefusalReason, Segment } from '../../nlu/understanding.js';

export interface FormPolicy extends DecidePolicy {
  refusals: readonly { reason: RefusalReason; redact: boolean }[];
}

const TYPES: readonly string[] = ['consult', 'help', 'complaint', 'report', 'suggest'];
/** Surer than a person who chose the form by its title. */
const SURE = 0.9;

/** The segment whose words must not be kept, if there is one. */
export function forbidden(
  segments: readonly Segment[],
  policy: FormPolicy,
): { segment: Segment; reason: RefusalReason } | null {
  for (const segment of segments) {
    const weighed = weigh(segment, policy);
    if (weighed.is !== 'refuse') continue;
    if (policy.refusals.some((row) => row.reason === weighed.reason && row.redact))
      return { segment, reason: weighed.reason };
  }
  return null;
}

/** What the form says of itself goes before what its words sound like, unless those leave no doubt. */
function matterOf({ understanding, fields }: Turn): Pick<Draft, 'type' | 'category' | 'hotline'> {
  const { type, category, hotline, confidence } = understanding;
  const hint = TYPES.includes(fields.formType ?? '') ? (fields.formType as MatterType) : 'help';
  const plain = type === 'complaint' || type === 'report' || type === 'suggest';
  const trusted = fields.formCategory && (category === null || confidence.category < SURE);
  return {
    // Who fills in a form asks for something, whatever the sentence sounds like.
    type: plain ? type : hint,
    category: trusted ? fields.formCategory! : category,
    hotline: trusted || fields.formCategory === category ? (fields.formHotline ?? hotline) : hotline,
  };
}

export function decideForm(turn: Turn, policy: FormPolicy): Decided {
  const { understanding, fields, files, memory, newId } = turn;
  const draft: Draft = {
    id: newId,
    ...matterOf(turn),
    region: fields.region ?? understanding.region,
    urgency: understanding.urgency,
    content: fields.content ?? understanding.text,
    slots: understanding.slots,
    fields,
    files,
  };
  const { threat, segments } = understanding;
  const after = { ...memory, phone: fields.phone ?? memory.phone };
  const alarming = segments.find((segment) => segment.gate === 'emergency');
  const first: (Decision | Aside)[] = [];
  if (alarming) {
    const numbers = alarming.reason === null ? [] : [alarming.reason as EmergencyNumber];
    first.push({ do: 'emergency', numbers, segment: alarming });
  } else if (threat) first.push({ do: 'handOver', why: 'threat', orderNo: null, threat });
  const kept = first.length > 0 ? null : forbidden(segments, policy);
  if (kept) return { decisions: [refusal(kept.reason, kept.segment)], memory: after };
  return { decisions: [...first, { do: 'file', step: 'confirmed', draft, missing: [] }], memory: after };
}
