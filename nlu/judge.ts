import { choicesOf, close } from './choices.js';
import { features } from './features.js';
import { gateOf, pooled, spot, THRESHOLDS, type Thresholds, top } from './gating.js';
import { type Chances, chances, type Model, vectorize } from './heads.js';
import { type Kin, together } from './kin.js';
import { type Signals, signs } from './signals.js';
import { topicHits } from './topics.js';
import type { Field, Gate, MatterType, Reading, Urgency } from './understanding.js';

/** What is decided of one matter, before places and slots are put in raw offsets. */
export type Verdict = Pick<
  Reading,
  | 'gate'
  | 'reason'
  | 'type'
  | 'category'
  | 'hotline'
  | 'urgency'
  | 'confidence'
  | 'choices'
  | 'unsure'
  | 'why'
>;

/** `words.refuse`: what the words alone make of it, where there is a vector. */
export function consult(model: Model, seen: Signals, vector: Float32Array | null): Chances {
  const found = vectorize(model, features(seen.blurred, signs(seen)));
  const words = pooled(chances(model, found, null));
  return vector ? { ...pooled(chances(model, found, vector)), words: words.refuse ?? {} } : words;
}

function urgencyOf(seen: Signals, part: Chances, gate: Gate): [string, number] {
  if (gate === 'emergency') return ['critical', 0.98];
  if (seen.threats[0]?.label === 'self_harm') return ['critical', 0.8];
  if (gate === 'clarify') return ['normal', 0.98];
  const said = top(part.urgency ?? {});
  // The kind of hazard decides: a head that is not certain of calm does not talk an open manhole down.
  const hazard = seen.hazards.find((one) => one.sure);
  const calm = part.urgency?.normal ?? 0;
  if (hazard && said[0] !== 'critical' && calm < 0.97) return [hazard.label, Math.max(1 - calm, 0.6)];
  return said;
}

/** Gate, type, category, hotline and urgency of one matter. */
export function judge(seen: Signals, part: Chances, kin: Kin = {}, at: Thresholds = THRESHOLDS): Verdict {
  const gate = gateOf(seen, part, at);
  const unclear = gate.gate === 'clarify';
  const type: [string, number] = unclear ? ['other', gate.gateSure] : top(part.type ?? {});
  const blank = gate.gate !== 'accept' || type[0] === 'other';
  const both = together(kin, part.category ?? {}, part.hotline ?? {});
  const category: [string, number] = [both.best.category, both.category[both.best.category] ?? 0];
  const hotline: [string, number] = [both.best.hotline, both.hotline[both.best.hotline] ?? 0];
  const urgency = urgencyOf(seen, part, gate.gate);
  const topics = blank ? [] : topicHits(seen.text);
  const choices = {
    category: blank ? [] : choicesOf('category', both.category, topics),
    hotline: blank ? [] : choicesOf('hotline', both.hotline, topics),
  };
  const why = [...gate.why, { stage: 'type', label: type[0], score: type[1] }];
  if (!blank) {
    why.push({ stage: 'category', label: category[0], score: category[1] });
    why.push({ stage: 'hotline', label: hotline[0], score: hotline[1] });
  }
  for (const hazard of seen.hazards) why.push({ stage: 'urgency', label: hazard.label, ...spot(hazard) });
  const confidence: Record<Field, number> = {
    gate: gate.gateSure,
    reason: gate.reasonSure,
    type: type[1],
    category: gate.gateSure * (blank ? 1 : category[1]),
    hotline: gate.gateSure * (blank ? 1 : hotline[1]),
    region: seen.place.confidence,
    urgency: urgency[1],
  };
  return {
    gate: gate.gate,
    reason: gate.reason,
    type: type[0] as MatterType,
    category: blank ? null : category[0],
    hotline: blank || hotline[0] === 'none' ? null : hotline[0],
    urgency: urgency[0] as Urgency,
    confidence,
    choices,
    unsure: (['category', 'hotline'] as const).filter((field) => close(choices[field])),
    why,
  };
}
