/**
 * How long a guesser waits. Pure: the record of failures and the clock come in, the wait comes out.
 * A try is charged before the password is looked at and given back when it was right; charged afterwards, a
 * thousand tries at once would all be looked at.
 */

export interface Tries {
  /** Failures that still count. */
  failures: number;
  /** When the last one was charged. */
  at: Date;
  /** Nobody is let in before. */
  until: Date;
}

export interface Rule {
  /** Failures without a wait. */
  free: number;
  /** Wait after the first one beyond; doubles with each. */
  baseSeconds: number;
  /** A person kept out by somebody else's guessing gets a chance at least this often. */
  capSeconds: number;
  /** Quiet time after which one failure is forgotten. */
  forgetSeconds: number;
}

export const ACCOUNT: Rule = { free: 5, baseSeconds: 30, capSeconds: 900, forgetSeconds: 3600 };
/** A whole hall may sit behind one address: many free tries, quickly forgotten. */
export const ADDRESS: Rule = { free: 30, baseSeconds: 30, capSeconds: 900, forgetSeconds: 60 };

/** Seconds to wait after so many failures. */
export function wait(failures: number, rule: Rule): number {
  if (failures < rule.free) return 0;
  return Math.min(rule.capSeconds, rule.baseSeconds * 2 ** Math.min(failures - rule.free, 30));
}

/** Beyond this the wait grows no more, and forgetting must not take for ever. */
const most = (rule: Rule): number => rule.free + Math.ceil(Math.log2(rule.capSeconds / rule.baseSeconds));

const after = (at: Date, seconds: number): Date => new Date(at.getTime() + seconds * 1000);

/** Seconds left, rounded up; 0 = may try. */
export function left(tries: Tries | null, now: Date): number {
  return tries ? Math.max(0, Math.ceil((tries.until.getTime() - now.getTime()) / 1000)) : 0;
}

/** The record after one more failure. */
export function charge(tries: Tries | null, now: Date, rule: Rule): Tries {
  const quiet = tries ? Math.max(0, now.getTime() - tries.at.getTime()) / 1000 : 0;
  const kept = Math.max(0, (tries?.failures ?? 0) - Math.floor(quiet / rule.forgetSeconds));
  const failures = Math.min(kept + 1, most(rule));
  return { failures, at: now, until: after(now, wait(failures, rule)) };
}

/** The record with one charge given back. */
export function giveBack(tries: Tries, rule: Rule): Tries {
  const failures = Math.max(0, tries.failures - 1);
  return { failures, at: tries.at, until: after(tries.at, wait(failures, rule)) };
}

/** When a record may be thrown away: nothing in it counts any more. */
export function spent(tries: Tries, rule: Rule): Date {
  return after(tries.at, tries.failures * rule.forgetSeconds);
}

/**
 * What counts as one address. An IPv6 customer holds 2^64 of them, so the first 64 bits count; an IPv4 address
 * written as IPv6 is itself.
 */
export function addressKey(ip: string): string {
  const mapped = /^::ffff:(\d+\.\d+\.\d+\.\d+)$/i.exec(ip);
  if (mapped?.[1]) return mapped[1];
  if (!ip.includes(':')) return ip;
  const [head = '', tail] = (ip.split('%')[0] ?? '').toLowerCase().split('::');
  const front = head === '' ? [] : head.split(':');
  const back = tail ? tail.split(':') : [];
  const gap = tail === undefined ? 0 : Math.max(0, 8 - front.length - back.length);
  const groups = [...front, ...Array<string>(gap).fill('0'), ...back];
  return `${groups
    .slice(0, 4)
    .map((group) => group.replace(/^0+(?=.)/, ''))
    .join(':')}::/64`;
}
