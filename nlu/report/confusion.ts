export type Pair = [gold: string, said: string];

export interface LabelScore {
  /** Messages that bear the label. */
  n: number;
  precision: number;
  recall: number;
  f1: number;
}

/** A wrong cell of the matrix. */
export interface Confused {
  gold: string;
  said: string;
  n: number;
  /** Of the messages that bear the gold label. */
  share: number;
}

/** Labels that bear messages, or were said of any. */
export function perLabel(pairs: Pair[]): Record<string, LabelScore> {
  const counts = new Map<string, { hit: number; gold: number; said: number }>();
  const cell = (label: string) => {
    const found = counts.get(label) ?? { hit: 0, gold: 0, said: 0 };
    counts.set(label, found);
    return found;
  };
  for (const [gold, said] of pairs) {
    cell(gold).gold++;
    cell(said).said++;
    if (gold === said) cell(gold).hit++;
  }
  return Object.fromEntries(
    [...counts]
      .sort((a, b) => a[0].localeCompare(b[0]))
      .map(([label, { hit, gold, said }]) => {
        const precision = said ? hit / said : 0;
        const recall = gold ? hit / gold : 0;
        const f1 = precision + recall ? (2 * precision * recall) / (precision + recall) : 0;
        return [label, { n: gold, precision, recall, f1 }];
      }),
  );
}

/** Mean F1 of the labels that bear messages: one that was only said wrongly costs the others precision, not a class. */
export function macroF1(labels: Record<string, LabelScore>): number {
  const real = Object.values(labels).filter((one) => one.n > 0);
  return real.length ? real.reduce((sum, one) => sum + one.f1, 0) / real.length : 0;
}

/** The wrong cells, most messages first. */
export function confused(pairs: Pair[]): Confused[] {
  const totals = new Map<string, number>();
  const cells = new Map<string, Confused>();
  for (const [gold, said] of pairs) {
    totals.set(gold, (totals.get(gold) ?? 0) + 1);
    if (gold === said) continue;
    const key = `${gold}\n${said}`;
    const cell = cells.get(key) ?? { gold, said, n: 0, share: 0 };
    cells.set(key, { ...cell, n: cell.n + 1 });
  }
  return [...cells.values()]
    .map((cell) => ({ ...cell, share: cell.n / totals.get(cell.gold)! }))
    .sort((a, b) => b.n - a.n || b.share - a.share || a.gold.localeCompare(b.gold));
}

/** Counts, rows gold and columns said, in the order of the labels given. */
export function matrix(pairs: Pair[], labels: string[]): number[][] {
  const at = new Map(labels.map((label, i) => [label, i]));
  const cells = labels.map(() => labels.map(() => 0));
  for (const [gold, said] of pairs) {
    const [row, column] = [at.get(gold), at.get(said)];
    if (row !== undefined && column !== undefined) cells[row]![column]!++;
  }
  return cells;
}
