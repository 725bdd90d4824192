/** How many people live in a region: as the policy says of it, else of the regions it is made of. Nothing is guessed. */
import type { Population, Region } from '../../policy/types.js';

export interface People {
  /** Null where any part is not known. */
  residents: number | null;
  /** The rows it was read from. */
  rows: Population[];
  /** Regions that somebody has to fill in. */
  missing: string[];
}

export interface PeopleRules {
  population: readonly Population[];
  regions: readonly Pick<Region, 'code' | 'parent' | 'level'>[];
}

export function peopleOf(code: string, rules: PeopleRules): People {
  const own = rules.population.find(({ region, residents }) => region === code && residents !== null);
  if (own) return { residents: own.residents, rows: [own], missing: [] };
  const parts = rules.regions
    // Whoever lives in a development zone is counted in the banner it lies in.
    .filter(({ parent, level }) => parent === code && level !== 'zone')
    .map((part) => peopleOf(part.code, rules));
  const rows = parts.flatMap((part) => part.rows);
  // Of a region of which nothing is known its own figure is asked for, not that of each of its parts.
  if (rows.length === 0) return { residents: null, rows, missing: [code] };
  const missing = parts.flatMap((part) => part.missing);
  const residents = missing.length > 0 ? null : rows.reduce((sum, row) => sum + (row.residents ?? 0), 0);
  return { residents, rows, missing };
}
