import type { Chances } from './heads.js';
import type { Hit } from './rule.js';
import type { Signals } from './signals.js';
import type { EmergencyNumber, Gate, Reading, RefusalReason, Why } from './understanding.js';

/** Chances of a gate above which it is taken; chosen on the held part of the corpus. */
export interface Thresholds {
  emergency: number;
  refuse: number;
  clarify: number;
}
export const THRESHOLDS: Thresholds = { emergency: 0.1, refuse: 0.4, clarify: 0.35 };

const REASONS: readonly string[] = [
  ...['litigation', 'arbitration', 'discipline', 'reconsideration', 'disclosure', 'petition'],
  ...['state_secret', 'trade_secret', 'privacy', 'public_order', 'jurisdiction'],
];

/**
 * Refusals are eleven kinds that lie apart, so one yes/no head sees them badly and a verdict over all kinds sees them
 * better where it must be sure: the mean of the two.
 */
export function pooled(part: Chances): Chances {
  const verdict = part.verdict;
  if (!verdict) return part;
  const sum = REASONS.reduce((total, reason) => total + (verdict[reason] ?? 0), 0);
  return {
    ...part,
    refuse: { refuse: ((part.refuse?.refuse ?? 0) + sum) / 2 },
    clarify: { clarify: ((part.clarify?.clarify ?? 0) + (verdict.clarify ?? 0)) / 2 },
  };
}

/** A clear rule needs no more than this from the heads: they only veto what they hold for absurd. */
const VETO = 0.03;
/** Where the rules see danger that is over, feared or asked about, the heads must be surer than this. */
const CALMED = 0.6;
/** Signs that only the topic is there stand against a refusal, or asking back, that is less sure than this. */
const GUARDED = 0.85;
/** Where neither a rule nor the words (below UNHEARD) see a refused act, the sentence alone must be surer than this. */
const LONE = 0.55;
const UNHEARD = 0.1;

export interface GateVerdict {
  gate: Gate;
  reason: Reading['reason'];
  gateSure: number;
  reasonSure: number;
  why: Why[];
}

export function top(
  part: Record<string, number>,
  fits: (label: string) => boolean = () => true,
): [string, number] {
  let best: [string, number] = ['', 0];
  for (const [label, chance] of Object.entries(part))
    if (chance > best[1] && fits(label)) best = [label, chance];
  return best;
}

export function spot(hit: { id?: string; from: number; to: number } | null | undefined): Partial<Why> {
  if (!hit) return {};
  return { ...(hit.id ? { rule: hit.id } : {}), from: hit.from, to: hit.to };
}

function emergency(seen: Signals, part: Chances, at: Thresholds): GateVerdict | null {
  const danger = part.emergency?.emergency ?? 0;
  const clear = seen.alarm.number;
  const least = seen.alarm.calmed ? CALMED : at.emergency;
  if (danger < least && !(clear && danger >= VETO)) return null;
  const said = top(part.number ?? {});
  const number = (clear && (said[0] === '' || danger < at.emergency) ? clear : said[0]) as EmergencyNumber;
  const hit = seen.alarm.hits.find((one) => one.label === number) ?? seen.alarm.hits[0];
  const gateSure = clear ? Math.max(danger, 0.85) : danger;
  return {
    gate: 'emergency',
    reason: number,
    gateSure,
    reasonSure: gateSure * (clear === number ? Math.max(said[1], 0.9) : said[1]),
    why: [
      { stage: 'emergency', label: number, score: danger, ...spot(hit) },
      // Blood at a crossing is judged 122, and still wants 120: what the rules saw is told beside.
      ...others(seen.alarm.hits, number).map((one) => ({
        stage: 'emergency',
        label: one.label,
        ...spot(one),
      })),
    ],
  };
}

/** The first hit of each further number. */
function others(hits: readonly Hit[], number: string): Hit[] {
  const first = new Map(hits.toReversed().map((hit) => [hit.label, hit]));
  first.delete(number);
  return [...first.values()].filter(({ label }) => /^1\d\d$/.test(label));
}

/**
 * No matter is outside the region where no place outside it is named: what the heads lay there (a street here may be
 * called like a city elsewhere) is no reason to refuse for anything else.
 */
function refusable(seen: Signals, part: Chances): number {
  const elsewhere = seen.place.outside === null ? (part.reason?.jurisdiction ?? 0) : 0;
  return (part.refuse?.refuse ?? 0) * (1 - elsewhere);
}

function refusal(seen: Signals, part: Chances, at: Thresholds): GateVerdict | null {
  const chance = refusable(seen, part);
  const guarded = seen.asked.guards.some((guard) => guard.sure);
  const lone = seen.asked.refusals.length === 0 && (part.words?.refuse ?? 1) < UNHEARD;
  if (chance < (guarded ? GUARDED : lone ? Math.max(LONE, at.refuse) : at.refuse)) return null;
  const said = top(part.reason ?? {}, (label) => label !== 'jurisdiction' || seen.place.outside !== null);
  if (said[0] === '') return null;
  const reason = said[0] as RefusalReason;
  const hit = seen.asked.refusals.find((one) => one.label === reason);
  const where = hit ? spot(hit) : reason === 'jurisdiction' ? spot(seen.place.outside) : {};
  return {
    gate: 'refuse',
    reason,
    gateSure: chance,
    reasonSure: chance * said[1],
    why: [{ stage: 'gate', label: reason, score: chance, ...where }],
  };
}

/** Rules and heads together: emergency before refusal before asking back; every doubtful case is accepted. */
export function gateOf(seen: Signals, part: Chances, at: Thresholds): GateVerdict {
  if (seen.idle) {
    const why: Why[] = [{ stage: 'gate', rule: 'idle', label: 'clarify' }];
    return { gate: 'clarify', reason: null, gateSure: 0.97, reasonSure: 0.97, why };
  }
  const found = emergency(seen, part, at) ?? refusal(seen, part, at);
  if (found) return found;
  const unclear = part.clarify?.clarify ?? 0;
  const guarded = seen.asked.guards.some((guard) => guard.sure);
  if (unclear >= (guarded ? GUARDED : at.clarify)) {
    const why: Why[] = [{ stage: 'gate', label: 'clarify', score: unclear }];
    return { gate: 'clarify', reason: null, gateSure: unclear, reasonSure: unclear, why };
  }
  const others = [part.emergency?.emergency ?? 0, refusable(seen, part), unclear];
  const sure = others.reduce((rest, chance) => rest * (1 - chance), 1);
  const why: Why[] = [{ stage: 'gate', label: 'accept', score: sure }];
  for (const guard of seen.asked.guards) why.push({ stage: 'gate', label: guard.label, ...spot(guard) });
  return { gate: 'accept', reason: null, gateSure: sure, reasonSure: sure, why };
}
