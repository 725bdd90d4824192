/**
 * Filing: tickets get their numbers and codes in the very commit that makes them, so a crash can't lose a
 * number and two writers can't share one.
 */
import { hashCode, newCode } from '../tickets/code.js';
import { formatOrderNo, shanghaiDay } from '../tickets/number.js';
import { claimOf, keyOf, type Numbers } from '../tickets/numbers.js';
import type { Ticket } from '../tickets/ticket.js';
import type { Commit, Committed } from './journal.js';

export interface Want {
  region: string;
  letter: string;
  build(orderNo: string, codeHash: string): Ticket;
}

export interface Made {
  ticket: Ticket;
  orderNo: string;
  /** In clear, for the citizen's line only. */
  code: string;
}

export interface FilingParts {
  numbers: Numbers;
  commit: (commit: Commit) => Promise<Committed>;
  now: () => Date;
}

export type File = (wants: Want[], use: (made: Made[]) => Commit) => Promise<Committed>;

export function createFile({ numbers, commit, now }: FilingParts): File {
  return async (wants, use) => {
    if (wants.length === 0) return commit(use([]));
    // Hashing is slow on purpose; it happens before anybody waits for a number.
    const codes = await Promise.all(
      wants.map(async () => {
        const code = newCode();
        return { code, hash: await hashCode(code) };
      }),
    );
    const day = shanghaiDay(now());
    const keys = wants.map(({ region, letter }) => keyOf({ region, day, letter }));
    const taken = await numbers.takeAll(keys, (seqs) => {
      const made = wants.map((want, index): Made => {
        const orderNo = formatOrderNo({ region: want.region, day, letter: want.letter, seq: seqs[index]! });
        const { code, hash } = codes[index]!;
        return { ticket: want.build(orderNo, hash), orderNo, code };
      });
      const one = use(made);
      return commit({
        ...one,
        claims: [...one.claims, ...keys.map((key, index) => claimOf(key, seqs[index]!))],
      });
    });
    return taken.outcome;
  };
}
