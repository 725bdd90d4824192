/** Hotline → category → how common it is there, against the line's commonest. `none` goes with every category alike. */
export type Kin = Record<string, Record<string, number>>;

/** What an unseen pair of line and category is worth: rare, not impossible. */
const UNSEEN = 0.1;

export function kinOf(labels: Record<string, string>[]): Kin {
  const counts = new Map<string, Map<string, number>>();
  for (const { hotline, category } of labels) {
    if (hotline === undefined || hotline === 'none' || category === undefined) continue;
    const own = counts.get(hotline) ?? new Map<string, number>();
    counts.set(hotline, own.set(category, (own.get(category) ?? 0) + 1));
  }
  const shares = [...counts].map(([line, own]) => {
    const most = Math.max(...own.values());
    return [line, Object.fromEntries([...own].map(([category, n]) => [category, n / most]))] as const;
  });
  return Object.fromEntries(shares);
}

type Part = Record<string, number>;

/** Category and line judged together: each chance weighed by how often the two go together. */
export function together(
  kin: Kin,
  categories: Part,
  hotlines: Part,
): { category: Part; hotline: Part; best: { category: string; hotline: string } } {
  const result = { category: {} as Part, hotline: {} as Part, best: { category: '', hotline: 'none' } };
  let most = 0;
  let sum = 0;
  for (const [category, first] of Object.entries(categories)) {
    for (const [hotline, second] of Object.entries(hotlines)) {
      const fits = kin[hotline] ? Math.max(kin[hotline][category] ?? 0, UNSEEN) : 1;
      const weight = first * second * fits;
      sum += weight;
      result.category[category] = (result.category[category] ?? 0) + weight;
      result.hotline[hotline] = (result.hotline[hotline] ?? 0) + weight;
      if (weight > most) {
        most = weight;
        result.best = { category, hotline };
      }
    }
  }
  for (const part of [result.category, result.hotline])
    for (const key of Object.keys(part)) part[key] = part[key]! / (sum || 1);
  return result;
}
