/**
 * Whom an order would go to, best first, with the reasons a dispatcher can read: territory first, then duty
 * (属地管理、分级负责; domain §0.4). It proposes; a person dispatches. Where the two best lie close together or
 * the place is unknown it says that it is not sure.
 */
import { type Precedent, precedentFor } from './precedent.js';
import type { Duty, Unit } from './unit.js';
import { governmentOf } from './unit.js';

export interface DispatchMatter {
  region: string | null;
  category: string | null;
  hotline: string | null;
}

/** What became of earlier orders of this category at a unit. */
export interface Record {
  dispatched: number;
  returned: number;
}

export interface SuggestParts {
  units: readonly Unit[];
  duties: readonly Duty[];
  /** Units designated before for orders like it; withdrawn ones do not count. */
  precedents: readonly Precedent[];
  /** Of this category in this region; none = a new unit. */
  recordOf(unit: string): Record;
}

export type Reason =
  | { kind: 'settled'; orderNo: string; at: Date; reason: string }
  | { kind: 'duty'; basis: string; precedent: string | null }
  | { kind: 'territory'; region: string }
  | { kind: 'above'; region: string }
  | { kind: 'line'; hotline: string }
  | { kind: 'record'; dispatched: number; returned: number };

export interface Suggestion {
  unit: string;
  /** 0 to 1; only the order and the distance mean something. */
  score: number;
  reasons: Reason[];
  /** Share of orders that come back, drawn towards one in ten where little is known. */
  returnRisk: number;
}

export interface Suggested {
  best: Suggestion[];
  sure: boolean;
}

const MOST = 3;
/** Below this distance between the first two a person must look. */
const MARGIN = 0.15;
/** What was settled for this very place goes before the text; for the line elsewhere in the league, after it. */
const SETTLED = { place: 1, line: 0.7 };
const WEIGHT = { duty: 0.9, territory: 0.8, line: 0.5, above: 0.35, record: 0.15, risk: 0.3 };
const PRIOR = { returned: 0.5, dispatched: 5 };

export function suggest(
  matter: DispatchMatter,
  { units, duties, precedents, recordOf }: SuggestParts,
): Suggested {
  const found = new Map<string, { weight: number; reasons: Reason[] }>();
  const add = (unit: Unit | null | undefined, weight: number, reason: Reason): void => {
    if (!unit) return;
    const there = found.get(unit.code);
    found.set(unit.code, {
      weight: Math.max(there?.weight ?? 0, weight),
      reasons: [...(there?.reasons ?? []), reason],
    });
  };
  const byCode = (code: string) => units.find((unit) => unit.code === code);
  const government = governmentOf(units, matter.region);
  const settled = precedentFor(matter, precedents);
  if (settled) {
    const { unit, orderNo, at, reason } = settled.precedent;
    add(byCode(unit), SETTLED[settled.near], { kind: 'settled', orderNo, at, reason });
  }
  const duty = dutyFor(matter, duties);
  if (duty && duty.to !== 'territory')
    add(byCode(duty.to), WEIGHT.duty, { kind: 'duty', basis: duty.basis, precedent: duty.precedent });
  if (government)
    add(government, duty?.to === 'territory' || !duty ? WEIGHT.territory : WEIGHT.above, {
      kind: 'territory',
      region: government.region,
    });
  if (government?.parent)
    add(byCode(government.parent), WEIGHT.above, { kind: 'above', region: government.parent });
  if (matter.hotline) {
    const line = matter.hotline;
    add(byCode(`NM-${line}`), WEIGHT.line, { kind: 'line', hotline: line });
  }
  const best = [...found]
    .map(([unit, { weight, reasons }]) => judged(unit, weight, reasons, recordOf(unit)))
    .sort((a, b) => b.score - a.score || (a.unit < b.unit ? -1 : 1))
    .slice(0, MOST);
  const [first, second] = best;
  const apart = first !== undefined && first.score - (second?.score ?? 0) >= MARGIN;
  return { best, sure: apart && (matter.region !== null || duty?.to !== 'territory') };
}

function judged(unit: string, weight: number, reasons: Reason[], record: Record): Suggestion {
  const returnRisk = (record.returned + PRIOR.returned) / (record.dispatched + PRIOR.dispatched);
  const practice = Math.min(record.dispatched - record.returned, 10) / 10;
  const score = weight + WEIGHT.record * practice - WEIGHT.risk * Math.max(0, returnRisk - 0.1);
  return {
    unit,
    score: Math.max(0, Math.min(1, score)),
    reasons: record.dispatched > 0 ? [...reasons, { kind: 'record', ...record }] : reasons,
    returnRisk,
  };
}

/** The line's own row before the category's; a settled case before the text alone. */
function dutyFor({ category, hotline }: DispatchMatter, duties: readonly Duty[]): Duty | null {
  const rows = duties.filter(
    (row) => row.category === category && (row.hotline === null || row.hotline === hotline),
  );
  const rank = (row: Duty): number => (row.hotline === null ? 0 : 2) + (row.precedent === null ? 0 : 1);
  return rows.sort((a, b) => rank(b) - rank(a))[0] ?? null;
}
