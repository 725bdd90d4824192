/** Chance that falls the same way in every run of one seed. */
export interface Dice {
  /** 0 ≤ x < 1 */
  roll(): number;
  chance(share: number): boolean;
  /** Whole, both inclusive. */
  between(least: number, most: number): number;
  any<T>(list: readonly T[]): T;
  /** One key, as often as its weight says. */
  weighted<K extends string>(weights: Readonly<Record<K, number>>): K;
  /** Waiting with this mean: mostly shorter, at times much longer. */
  wait(mean: number): number;
  /** How many of something that comes by chance, so many on average. */
  count(mean: number): number;
}

/** mulberry32 */
export function diceOf(seed: number): Dice {
  let state = seed >>> 0;
  const roll = (): number => {
    state = (state + 0x6d2b79f5) >>> 0;
    let t = state;
    t = Math.imul(t ^ (t >>> 15), t | 1);
    t ^= t + Math.imul(t ^ (t >>> 7), t | 61);
    return ((t ^ (t >>> 14)) >>> 0) / 2 ** 32;
  };
  const between = (least: number, most: number): number => least + Math.floor(roll() * (most - least + 1));
  return {
    roll,
    between,
    chance: (share) => roll() < share,
    any: (list) => list[between(0, list.length - 1)]!,
    weighted(weights) {
      const rows = Object.entries(weights) as [keyof typeof weights, number][];
      let left = roll() * rows.reduce((sum, [, weight]) => sum + weight, 0);
      for (const [key, weight] of rows) {
        left -= weight;
        if (left < 0) return key;
      }
      return rows.at(-1)![0];
    },
    wait: (mean) => -Math.log(1 - roll()) * mean,
    // Near enough to Poisson for daily numbers, and one roll a dozen.
    count(mean) {
      const spread = Array.from({ length: 12 }, roll).reduce((sum, x) => sum + x, -6) * Math.sqrt(mean);
      return Math.max(0, Math.round(mean + spread));
    },
  };
}
