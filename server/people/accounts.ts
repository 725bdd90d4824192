/** Accounts: made, reset, disabled; never deleted. A system administrator is always left. */
import { Problem } from '../errors.js';
import type { Policy } from '../policy/types.js';
import type { AccountDoc, AccountStore } from '../store/accounts.js';
import { oneTimePassword, type Passwords, type Random, weakness } from './passwords.js';
import { AT_UNIT, rolesFault } from './roles.js';
import { fill, WORDS } from './words.js';

export interface NewAccount {
  account: string;
  name: string;
  seat: string;
  roles: string[];
  unit?: string | null | undefined;
}

export interface AccountParts {
  accounts: AccountStore;
  passwords: Passwords;
  policy: Pick<Policy, 'roles' | 'units'> & { knobs: Pick<Policy['knobs'], 'firstAccountRoles'> };
  now: () => Date;
  random?: Random;
}

/** With the password in clear, shown once. */
export interface Made {
  doc: AccountDoc;
  password: string;
}

export interface Accounts {
  create(asked: NewAccount): Promise<Made>;
  reset(account: string): Promise<Made>;
  disable(account: string): Promise<void>;
  setPassword(doc: AccountDoc, password: string): Promise<AccountDoc>;
  ensureFirstAdmin(given: { password: string | null }): Promise<FirstAdmin>;
}

/** `password`: the one made here, to be shown once; null where it was given or an account was there. */
export interface FirstAdmin {
  account: 'admin';
  password: string | null;
  made: boolean;
}

function judgeNew(asked: NewAccount, policy: AccountParts['policy']): void {
  const strings = [asked.account, asked.name, asked.seat];
  if (!Array.isArray(asked.roles)) throw new Problem('BAD_REQUEST');
  if ([...strings, ...asked.roles].some((value) => typeof value !== 'string'))
    throw new Problem('BAD_REQUEST');
  if (!/^[a-z][a-z0-9._-]{2,31}$/.test(asked.account))
    throw new Problem('INVALID', undefined, WORDS.accountName);
  if (!/^\d{2,6}$/.test(asked.seat)) throw new Problem('INVALID', undefined, WORDS.seat);
  if (asked.name.trim() === '' || asked.name.length > 40) throw new Problem('INVALID', undefined, WORDS.name);
  const fault = asked.roles.length === 0 ? fill(WORDS.noRole, { role: '' }) : rolesFault(asked.roles, policy);
  if (fault !== null) throw new Problem('INVALID', undefined, fault);
  const unit = asked.unit ?? null;
  if (unit !== null && !policy.units.some(({ code }) => code === unit))
    throw new Problem('INVALID', undefined, WORDS.noUnit);
  // Whoever handles for a unit sees its orders and no others: without a unit that would be everybody's.
  if (unit === null && asked.roles.some((role) => AT_UNIT.has(role)))
    throw new Problem('INVALID', undefined, WORDS.needsUnit);
}

export function createAccounts({ accounts, passwords, policy, now, random }: AccountParts): Accounts {
  /**
   * Changes the list of active administrators in one write, so that two who disable each other at once cannot
   * both win. An account is put on it after it is made and taken off before it is disabled: after a crash
   * between the two the list is too short, never too long.
   */
  async function changeAdmins(next: (listed: string[]) => string[] | null): Promise<boolean> {
    for (;;) {
      const found = await accounts.admins();
      const listed = found?.accounts ?? (await activeAdmins());
      const wanted = next(listed);
      if (wanted === null) return false;
      if (found && wanted.length === listed.length) return true;
      if (await accounts.setAdmins(found?.version ?? null, wanted)) return true;
    }
  }

  async function activeAdmins(): Promise<string[]> {
    const all = await accounts.list();
    return all.filter((doc) => !doc.disabled && doc.roles.includes('SYS_ADMIN')).map((doc) => doc._id);
  }

  async function add(asked: NewAccount, password: string): Promise<AccountDoc | 'account' | 'seat'> {
    const at = now();
    const { account, name, seat } = asked;
    const doc: AccountDoc = {
      _id: account,
      name: name.trim(),
      seat,
      roles: [...new Set(asked.roles)],
      unit: asked.unit ?? null,
      hash: await passwords.hash(password),
      mustChange: true,
      disabled: false,
      epoch: 1,
      createdAt: at,
      updatedAt: at,
    };
    const done = await accounts.insert(doc);
    if (done !== 'done') return done;
    if (doc.roles.includes('SYS_ADMIN')) await changeAdmins((listed) => [...new Set([...listed, account])]);
    return doc;
  }

  async function existing(account: string): Promise<AccountDoc> {
    const doc = await accounts.find(account);
    if (!doc) throw new Problem('NOT_FOUND');
    return doc;
  }

  return {
    async create(asked) {
      judgeNew(asked, policy);
      const password = oneTimePassword(asked.account, random);
      const doc = await add(asked, password);
      if (doc === 'account') throw new Problem('INVALID', undefined, WORDS.accountTaken);
      if (doc === 'seat') throw new Problem('INVALID', undefined, WORDS.seatTaken);
      return { doc, password };
    },
    async reset(account) {
      const doc = await existing(account);
      if (doc.disabled) throw new Problem('NOT_ALLOWED', WORDS.disabledAccount);
      const password = oneTimePassword(account, random);
      const set = { hash: await passwords.hash(password), mustChange: true };
      if (!(await accounts.change(account, doc.epoch, set, now()))) throw new Problem('STALE');
      return { doc: { ...doc, ...set, epoch: doc.epoch + 1 }, password };
    },
    async disable(account) {
      const kept = await changeAdmins((listed) => {
        const rest = listed.filter((name) => name !== account);
        return rest.length === 0 ? null : rest;
      });
      if (!kept) throw new Problem('NOT_ALLOWED', WORDS.lastAdmin);
      for (;;) {
        const doc = await existing(account);
        if (doc.disabled) return;
        if (await accounts.change(account, doc.epoch, { disabled: true }, now())) return;
      }
    },
    async setPassword(doc, password) {
      const weak = weakness(password, doc._id, null);
      if (weak) throw new Problem('WEAK_PASSWORD', undefined, WORDS.weak[weak]);
      const set = { hash: await passwords.hash(password), mustChange: false };
      if (!(await accounts.change(doc._id, doc.epoch, set, now()))) throw new Problem('STALE');
      return { ...doc, ...set, epoch: doc.epoch + 1 };
    },
    async ensureFirstAdmin(given) {
      const none: FirstAdmin = { account: 'admin', password: null, made: false };
      if (await accounts.any()) return none;
      const weak = given.password === null ? null : weakness(given.password, 'admin', null);
      if (weak) throw new Error(fill(WORDS.adminPassword, { why: WORDS.weak[weak] }));
      const password = given.password ?? oneTimePassword('admin', random);
      const roles = [...new Set(['SYS_ADMIN', ...policy.knobs.firstAccountRoles])];
      // Of two processes that start at once the name lets one in; the other learns that it was there.
      const doc = await add({ account: 'admin', name: WORDS.firstAdmin, seat: '00', roles }, password);
      if (typeof doc === 'string') return none;
      return { account: 'admin', password: given.password === null ? password : null, made: true };
    },
  };
}
