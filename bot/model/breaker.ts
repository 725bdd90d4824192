/** Circuit breaker: after some failures in a row nobody waits for the model, and later one call tries again. Pure. */
export interface Breaker {
  /** In a row. */
  failures: number;
  /** Milliseconds since 1970 until which nobody calls; 0 = closed. */
  until: number;
  /** One call tries whether it is well again. */
  trying: boolean;
}

export interface BreakerRule {
  failures: number;
  restSeconds: number;
}

export const CLOSED: Breaker = { failures: 0, until: 0, trying: false };

export const mayCall = ({ until, trying }: Breaker, now: number): boolean =>
  until === 0 || (now >= until && !trying);

/** A call begins that `mayCall` let through. */
export const begun = (breaker: Breaker): Breaker =>
  breaker.until === 0 ? breaker : { ...breaker, trying: true };

export function ended(breaker: Breaker, well: boolean, rule: BreakerRule, now: number): Breaker {
  if (well) return CLOSED;
  const failures = breaker.failures + 1;
  const open = failures >= rule.failures || breaker.trying;
  return { failures, until: open ? now + rule.restSeconds * 1000 : 0, trying: false };
}

/** Broken off by whoever asked: says nothing of the model. */
export const withdrawn = (breaker: Breaker): Breaker => ({ ...breaker, trying: false });
