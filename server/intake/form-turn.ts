/**
 * A form has no conversation: it is complete, and sending it is the confirmation. So it is always filed and a
 * person judges what is doubtful; only an emergency in its words rings at once as well.
 */
import type { Decided, Decision, Draft, Turn } from '../../bot/decision.js';
import type { EmergencyNumber } from '../../nlu/understanding.js';

export function decideForm({ understanding, fields, files, memory, newId }: Turn): Decided {
  const { type, category, hotline, urgency, text } = understanding;
  const draft: Draft = {
    id: newId,
    // Who fills in a repair form asks for help, whatever the sentence sounds like.
    type: type === 'complaint' || type === 'report' || type === 'suggest' ? type : 'help',
    category,
    hotline,
    region: fields.region ?? understanding.region,
    urgency,
    content: fields.content ?? text,
    slots: understanding.slots,
    fields,
    files,
  };
  const alarming = understanding.segments.find((segment) => segment.gate === 'emergency');
  const decisions: Decision[] = [{ do: 'file', step: 'confirmed', draft, missing: [] }];
  if (alarming) {
    const numbers = alarming.reason === null ? [] : [alarming.reason as EmergencyNumber];
    decisions.unshift({ do: 'emergency', numbers, segment: alarming });
  }
  return { decisions, memory: { ...memory, phone: fields.phone ?? memory.phone } };
}
