/** Regions in which the same matter may have been recorded: people name their banner, its league, or none. */
interface Row {
  code: string;
  parent: string | null;
}

export function aroundOf(rows: readonly Row[]): (region: string | null) => (string | null)[] {
  const parents = new Map(rows.map(({ code, parent }) => [code, parent]));
  const above = (code: string): string[] => {
    const parent = parents.get(code) ?? null;
    return parent === null ? [code] : [code, ...above(parent)];
  };
  return (region) => {
    // A town's code begins with its banner's.
    const known = region === null || parents.has(region) ? region : region.slice(0, 6);
    const below = rows.filter(({ code }) => known === null || above(code).includes(known));
    const over = known === null ? [] : above(known);
    return [...new Set([null, region, ...over, ...below.map(({ code }) => code)])];
  };
}
