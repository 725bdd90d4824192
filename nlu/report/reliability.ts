/** Messages whose confidence lies in one tenth: [from, from + .1). */
export interface Bin {
  from: number;
  n: number;
  /** Mean confidence, and the share that was right; null in an empty bin. */
  sure: number | null;
  right: number | null;
}

const BINS = 10;

export function bins(right: boolean[], sure: number[]): Bin[] {
  const sums = Array.from({ length: BINS }, () => ({ n: 0, sure: 0, right: 0 }));
  right.forEach((hit, i) => {
    const sum = sums[Math.max(0, Math.min(BINS - 1, Math.floor(sure[i]! * BINS)))]!;
    sum.n++;
    sum.sure += sure[i]!;
    if (hit) sum.right++;
  });
  return sums.map((sum, i) => ({
    from: i / BINS,
    n: sum.n,
    sure: sum.n ? sum.sure / sum.n : null,
    right: sum.n ? sum.right / sum.n : null,
  }));
}

/** Expected calibration error: mean gap of confidence and accuracy, each bin by its messages. 0 is perfect. */
export function ece(filled: Bin[]): number {
  const whole = filled.reduce((sum, bin) => sum + bin.n, 0);
  return filled.reduce(
    (gap, bin) => gap + (bin.n ? (Math.abs(bin.right! - bin.sure!) * bin.n) / whole : 0),
    0,
  );
}
