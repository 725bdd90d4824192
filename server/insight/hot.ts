/** Is it hotter than it was? A day against the 28 before it: more than the mean by three standard deviations. Pure. */
export interface HotRule {
  /** Days looked back on. */
  days: number;
  sigmas: number;
  /** Fewer orders than this are no hot spot, however quiet it was before. */
  least: number;
  /** Days that must be known before a day is judged at all. */
  history: number;
  /** One place and one class: so many within so many days. */
  placeDays: number;
  placeLeast: number;
  /** Days without heat after which the same place may be told of anew. */
  quiet: number;
}

export interface Heat {
  n: number;
  mean: number;
  deviation: number;
  /** What `n` must exceed. */
  threshold: number;
  hot: boolean;
}

/** `before`: the days before, one number a day, zeros too. */
export function heatOf(n: number, before: readonly number[], rule: HotRule): Heat {
  const mean = before.reduce((sum, x) => sum + x, 0) / Math.max(1, before.length);
  const deviation = Math.sqrt(
    before.reduce((sum, x) => sum + (x - mean) ** 2, 0) / Math.max(1, before.length),
  );
  const threshold = mean + rule.sigmas * deviation;
  return {
    ...{ n, mean, deviation, threshold },
    hot: before.length >= rule.history && n >= rule.least && n > threshold,
  };
}
