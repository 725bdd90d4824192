import type { RegionRow } from '../../server/http/contract-citizen.js';

/** Places that others lie in, but not the one that all lie in. */
export function groupsOf(rows: RegionRow[]): { group: RegionRow; within: RegionRow[] }[] {
  const within = (code: string) => rows.filter((row) => row.parent === code);
  return rows
    .filter((row) => row.parent !== null && within(row.code).length > 0)
    .map((group) => ({ group, within: within(group.code) }));
}
