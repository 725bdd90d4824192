import { features } from './features.js';
import { type Chances, chances, type Model, vectorize } from './heads.js';
import { type Signals, signs } from './signals.js';
import { hotlineCategories, topicByWords, typeByRules } from './topics.js';
import type {
  EmergencyNumber,
  Field,
  Gate,
  MatterType,
  Reading,
  RefusalReason,
  Urgency,
  Why,
} from './understanding.js';

/** What is decided of one matter, before places and slots are put in raw offsets. */
export type Verdict = Pick<
  Reading,
  'gate' | 'reason' | 'type' | 'category' | 'hotline' | 'urgency' | 'confidence' | 'why'
>;

/** Chances of a gate above which it is taken; chosen on cross-validated chances of the training part. */
export interface Thresholds {
  emergency: number;
  refuse: number;
  clarify: number;
}
export const THRESHOLDS: Thresholds = { emergency: 0.4, refuse: 0.5, clarify: 0.5 };

export function consult(model: Model, seen: Signals): Chances {
  return chances(model, vectorize(model, features(seen.text, signs(seen))));
}

function top(part: Record<string, number>, fits: (label: string) => boolean = () => true): [string, number] {
  let best: [string, number] = ['', -1];
  for (const [label, chance] of Object.entries(part))
    if (chance > best[1] && fits(label)) best = [label, chance];
  return best;
}

const mass = (part: Record<string, number>, prefix: string) =>
  Object.entries(part).reduce((sum, [label, chance]) => sum + (label.startsWith(prefix) ? chance : 0), 0);

interface GateVerdict {
  gate: Gate;
  reason: Reading['reason'];
  gateSure: number;
  reasonSure: number;
  why: Why[];
}

/** Rules and the gate head together. Labels of the head: `accept`, `clarify`, `emergency/119`, `refuse/privacy`… */
export function gateOf(seen: Signals, part: Record<string, number>, at: Thresholds): GateVerdict {
  const why: Why[] = [];
  const danger = mass(part, 'emergency/');
  const refusal = mass(part, 'refuse/');
  const clear = seen.alarm.number;
  if (danger >= at.emergency || (clear && danger >= 0.06)) {
    const [label] = top(part, (name) => name.startsWith('emergency/'));
    const number = (clear && danger < at.emergency ? clear : label.slice(10)) as EmergencyNumber;
    const hit = seen.alarm.hits.find((one) => one.label === number) ?? seen.alarm.hits[0];
    why.push({ stage: 'emergency', label: number, score: danger, ...spot(hit) });
    const within = (part[`emergency/${number}`] ?? 0) / Math.max(danger, 1e-6);
    return {
      gate: 'emergency',
      reason: number,
      gateSure: Math.max(danger, clear ? 0.8 : 0),
      reasonSure: within,
      why,
    };
  }
  if (refusal >= at.refuse) {
    const allowed = (name: string) =>
      name.startsWith('refuse/') && (name !== 'refuse/jurisdiction' || seen.place.outside !== null);
    const [label, chance] = top(part, allowed);
    if (chance > 0.1) {
      const reason = label.slice(7) as RefusalReason;
      const hit = seen.asked.refusals.find((one) => one.label === reason);
      const where = hit ? spot(hit) : reason === 'jurisdiction' ? spot(seen.place.outside) : {};
      why.push({ stage: 'gate', label: reason, score: refusal, ...where });
      return { gate: 'refuse', reason, gateSure: refusal, reasonSure: chance / refusal, why };
    }
  }
  const unclear = part.clarify ?? 0;
  if (unclear >= at.clarify) {
    why.push({ stage: 'gate', label: 'clarify', score: unclear });
    return { gate: 'clarify', reason: null, gateSure: unclear, reasonSure: 1, why };
  }
  const accept = part.accept ?? 0;
  why.push({ stage: 'gate', label: 'accept', score: accept });
  for (const guard of seen.asked.guards) why.push({ stage: 'gate', ...spot(guard) });
  return { gate: 'accept', reason: null, gateSure: Math.max(accept, 0.3), reasonSure: 1, why };
}

function spot(hit: { id?: string; from: number; to: number } | null | undefined): Partial<Why> {
  if (!hit) return {};
  return { ...(hit.id ? { rule: hit.id } : {}), from: hit.from, to: hit.to };
}

/** Chances as the rules alone would give them, for when the heads cannot load. Blunt on purpose: never above .7. */
export function ruleChances(seen: Signals): Chances {
  const gate: Record<string, number> = { accept: 0.7 };
  const refusal = seen.asked.refusals[0];
  const letters = seen.text.replace(/[\s\p{P}\p{S}\d]/gu, '').length;
  const talk = letters < 4 || (letters < 8 && topicByWords(seen.text) === null && seen.types.length === 0);
  if (seen.alarm.number) gate[`emergency/${seen.alarm.number}`] = 3;
  else if (refusal && seen.asked.guards.length === 0) gate[`refuse/${refusal.label}`] = 2;
  else if (seen.place.outside && seen.place.region === null) gate['refuse/jurisdiction'] = 1.2;
  else if (talk && seen.hazards.length === 0) gate.clarify = 1.5;
  const total = Object.values(gate).reduce((sum, weight) => sum + weight, 0);
  for (const label of Object.keys(gate)) gate[label]! /= total;
  const topic = topicByWords(seen.text);
  const type = typeByRules(seen.types) ?? (gate.clarify ? 'other' : 'help');
  return {
    gate,
    type: { [type]: 0.6 },
    category: { [topic?.category ?? '13']: topic ? 0.6 : 0.2 },
    hotline: { [topic?.hotline ?? 'none']: 0.6 },
    urgency: { [seen.hazards[0]?.label ?? 'normal']: 0.6 },
  };
}

/** Gate, type, category, hotline and urgency of one matter. */
export function judge(seen: Signals, part: Chances, at: Thresholds = THRESHOLDS): Verdict {
  const gate = gateOf(seen, part.gate ?? {}, at);
  const accepted = gate.gate === 'accept';
  const why = [...gate.why];
  const type =
    gate.gate === 'clarify' ? (['other', gate.gateSure] as [string, number]) : top(part.type ?? {});
  why.push({ stage: 'type', label: type[0], score: type[1] });
  const blank = !accepted || type[0] === 'other';
  const category = top(part.category ?? {});
  const hotline = hotlineOf(part, category[0]);
  if (!blank) {
    why.push({ stage: 'category', label: category[0], score: category[1] });
    why.push({ stage: 'hotline', label: hotline[0], score: hotline[1] });
  }
  const urgency = urgencyOf(seen, part, gate.gate);
  for (const hazard of seen.hazards) why.push({ stage: 'urgency', ...spot(hazard), label: hazard.label });
  const confidence: Record<Field, number> = {
    gate: gate.gateSure,
    reason: gate.reasonSure * gate.gateSure,
    type: type[1],
    category: blank ? gate.gateSure : category[1],
    hotline: blank ? gate.gateSure : hotline[1],
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
    why,
  };
}

/** A line that does not serve the category is worth less; the heads were trained apart. */
function hotlineOf(part: Chances, category: string): [string, number] {
  const fit = Object.entries(part.hotline ?? {}).map(([line, chance]): [string, number] => {
    const serves = hotlineCategories.get(line);
    return [line, serves && !serves.has(category) ? chance * 0.5 : chance];
  });
  const sum = fit.reduce((total, [, chance]) => total + chance, 0);
  const best = fit.reduce((a, b) => (b[1] > a[1] ? b : a), ['none', 0]);
  return [best[0], sum > 0 ? best[1] / sum : 0];
}

function urgencyOf(seen: Signals, part: Chances, gate: Gate): [string, number] {
  if (gate === 'emergency') return ['critical', 0.98];
  if (seen.threats[0]?.label === 'self_harm') return ['critical', 0.8];
  return top(part.urgency ?? {});
}
