/** How fast a partner may send: a bucket that holds a burst and fills again. Per process. */
export interface Rate {
  burst: number;
  perSecond: number;
}

/** A burst of a thousand is a bus coming home from the tunnel, not an attack; the rest is above what a house takes in. */
export const RATE: Rate = { burst: 3000, perSecond: 600 };

/** Answers with the seconds to wait; 0 = go on. */
export function createBuckets({ burst, perSecond }: Rate) {
  const buckets = new Map<string, { left: number; at: number }>();
  return function take(name: string, now: Date): number {
    const ms = now.getTime();
    const bucket = buckets.get(name) ?? { left: burst, at: ms };
    const filled = bucket.left + (Math.max(0, ms - bucket.at) / 1000) * perSecond;
    const left = Math.min(burst, filled);
    buckets.set(name, { left: left >= 1 ? left - 1 : left, at: ms });
    return left >= 1 ? 0 : Math.ceil((1 - left) / perSecond);
  };
}
