/** Milliseconds for one message, read alone. */
export interface Latency {
  /** Length of the messages; null for all. */
  length: string | null;
  n: number;
  p50: number;
  p90: number;
  p95: number;
  p99: number;
  most: number;
}

/** Nearest rank: the least time that so many of the messages do not exceed. */
export function percentile(sorted: number[], share: number): number {
  return sorted[Math.max(0, Math.ceil(sorted.length * share) - 1)] ?? Number.NaN;
}

export function latency(length: string | null, times: number[]): Latency {
  const sorted = times.toSorted((a, b) => a - b);
  const [p50, p90, p95, p99, most] = [0.5, 0.9, 0.95, 0.99, 1].map((share) => percentile(sorted, share));
  return { length, n: times.length, p50: p50!, p90: p90!, p95: p95!, p99: p99!, most: most! };
}
