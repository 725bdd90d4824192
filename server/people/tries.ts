/** Counts tries at a door: charged before the password is looked at, given back when it was right. */
import { createHash } from 'node:crypto';
import { Problem } from '../errors.js';
import type { TriesDoc, TriesStore } from '../store/sessions.js';
import {
  ACCOUNT,
  ADDRESS,
  addressKey,
  charge,
  giveBack,
  left,
  type Rule,
  spent,
  type Tries,
} from './lockout.js';

/** Hashed: people type passwords into the field for the name, and names may be of any length. */
const accountKey = (account: string): string =>
  `account:${createHash('sha256').update(account).digest('hex').slice(0, 32)}`;

const ruleOf = (key: string): Rule => (key.startsWith('address:') ? ADDRESS : ACCOUNT);

export interface Doorkeeper {
  /**
   * Charges one try to the account and, where given, the address.
   * @throws Problem LOCKED, and nothing is charged. `locks`: keys that this try, if wrong, has locked.
   */
  knock(account: string, ip: string | null): Promise<{ locks: ('account' | 'address')[] }>;
  /** The password was not looked at after all: both get back what this try cost. */
  sorry(account: string, ip: string | null): Promise<void>;
  /** The password was right: the account starts anew, the address gets back what this try cost. */
  welcome(account: string, ip: string | null): Promise<void>;
  /** Names that must wait now. */
  locked(accounts: readonly string[]): Promise<ReadonlySet<string>>;
  unlock(account: string): Promise<void>;
  sweep(): Promise<void>;
}

export function createDoorkeeper(store: TriesStore, now: () => Date): Doorkeeper {
  /** Reads, judges, writes if nobody wrote meanwhile; the loser judges again by what the winner wrote. */
  async function change(key: string, next: (seen: TriesDoc | null) => Tries | null): Promise<Tries | null> {
    for (;;) {
      const seen = await store.find(key);
      const tries = next(seen);
      if (!tries) return null;
      const written = await store.write({ _id: key, ...tries, spent: spent(tries, ruleOf(key)) }, seen);
      if (written) return written;
    }
  }

  const turnAway = (seen: Tries | null): void => {
    const seconds = left(seen, now());
    if (seconds > 0) throw new Problem('LOCKED', undefined, undefined, seconds);
  };

  const take = (key: string): Promise<Tries | null> =>
    change(key, (seen) => {
      turnAway(seen);
      return charge(seen, now(), ruleOf(key));
    });
  const refund = (key: string): Promise<Tries | null> =>
    change(key, (seen) => seen && giveBack(seen, ruleOf(key)));

  return {
    async knock(account, ip) {
      const name = accountKey(account);
      const address = ip === null ? null : `address:${addressKey(ip)}`;
      // Most of a flood ends here, at the price of one read.
      turnAway(await store.find(name));
      // The address first: one that must wait cannot lock other people's accounts.
      const byAddress = address === null ? null : await take(address);
      const byAccount = await take(name).catch(async (error: unknown) => {
        // A whole hall does not wait for one who keeps knocking at a locked account.
        if (address !== null) await refund(address);
        throw error;
      });
      const locks: ('account' | 'address')[] = [];
      if (left(byAccount, now()) > 0) locks.push('account');
      if (left(byAddress, now()) > 0) locks.push('address');
      return { locks };
    },
    async sorry(account, ip) {
      await refund(accountKey(account));
      if (ip !== null) await refund(`address:${addressKey(ip)}`);
    },
    async welcome(account, ip) {
      await store.remove(accountKey(account));
      if (ip !== null) await refund(`address:${addressKey(ip)}`);
    },
    async locked(accounts) {
      const rows = new Map((await store.findAll(accounts.map(accountKey))).map((row) => [row._id, row]));
      return new Set(accounts.filter((account) => left(rows.get(accountKey(account)) ?? null, now()) > 0));
    },
    unlock: (account) => store.remove(accountKey(account)),
    sweep: () => store.removeSpent(now()),
  };
}
