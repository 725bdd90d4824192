/** Who handles orders: governments of places, their workstations, departments, utilities, sub-centres. */

export const UNIT_KINDS = ['territory', 'station', 'department', 'utility', 'subcenter'] as const;

export interface Unit {
  /** GB/T 2260 for governments; otherwise the city's own code. */
  code: string;
  name: string;
  kind: (typeof UNIT_KINDS)[number];
  /** Where it may be sent orders from: this region and what lies in it. */
  region: string;
  /** The unit above: it sees what lies below it, and catches what nobody takes (区政府兜底). */
  parent: string | null;
  /** Of a utility: the department that is told the result (内政办发〔2021〕25号, 行业主管部门). */
  regulator: string | null;
}

/** A row of the duty catalogue (派单目录, 国办函〔2025〕66号): what goes to whom, by which law. */
export interface Duty {
  category: string;
  /** Null = every line of the category. */
  hotline: string | null;
  /** 'territory' = the government of the place; otherwise a unit's code. */
  to: string;
  basis: string;
  /** An order or a meeting by which it was settled; null = by the text alone. */
  precedent: string | null;
}

/** The unit and everything below it: what its people may see. */
export function within(units: readonly Unit[], code: string): ReadonlySet<string> {
  const found = new Set([code]);
  // Parents stand anywhere in the list: walk until nothing is added.
  for (let before = 0; before !== found.size; ) {
    before = found.size;
    for (const unit of units) if (unit.parent !== null && found.has(unit.parent)) found.add(unit.code);
  }
  return found;
}

/** The government of a place: of the banner where one is known, else of the league. */
export function governmentOf(units: readonly Unit[], region: string | null): Unit | null {
  if (region === null) return null;
  const own = (code: string) =>
    units.find((unit) => unit.region === code && (unit.kind === 'station' || unit.kind === 'territory')) ??
    null;
  return own(region) ?? own(`${region.slice(0, 4)}00`);
}
