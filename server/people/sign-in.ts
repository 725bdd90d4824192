/**
 * Sign-in and change of one's own password. An account that does not exist, one that is disabled and a wrong
 * password look the same and cost the same: one hash, one row, one count.
 */
import { createHmac } from 'node:crypto';
import { Problem } from '../errors.js';
import type { SignedIn } from '../http/handler.js';
import type { AccountDoc, AccountStore } from '../store/accounts.js';
import type { Accounts } from './accounts.js';
import type { Audit } from './audit.js';
import { type Passwords, weakness } from './passwords.js';
import { hashOf, idIn, type Sessions } from './sessions.js';
import type { Doorkeeper } from './tries.js';
import { WORDS } from './words.js';

export interface SignInParts {
  store: AccountStore;
  accounts: Accounts;
  passwords: Passwords;
  sessions: Sessions;
  door: Doorkeeper;
  audit: Audit;
  /** Makes a short name of what was typed where no account has that name. */
  unknownKey: Buffer;
  publicUrl: string | null;
  now: () => Date;
}

export interface Opened {
  /** For the cookie. */
  id: string;
  signedIn: SignedIn;
}

export interface SignIn {
  signIn(asked: { account: string; password: string }, from: From): Promise<Opened>;
  changePassword(who: SignedIn, asked: { old: string; new: string }, ip: string): Promise<Opened>;
}

export interface From {
  ip: string;
  /** Of the request: a session that was there before ends, so that nobody is led into a prepared one. */
  cookie: string | undefined;
}

export function createSignIn(parts: SignInParts): SignIn {
  const { store, accounts, passwords, sessions, door, audit, unknownKey, publicUrl, now } = parts;

  /** People type passwords into the field for the name: a name that is nobody's is not written down. */
  const nameFor = (doc: AccountDoc | null, typed: string): string =>
    doc?._id ?? `unknown#${createHmac('sha256', unknownKey).update(typed).digest('hex').slice(0, 12)}`;

  async function rightPassword(typed: string, password: string, ip: string | null, tell: From['ip']) {
    const { locks } = await door.knock(typed, ip);
    const doc = await store.find(typed);
    const hash = doc && !doc.disabled ? doc.hash : null;
    const right = await passwords.verify(hash, password).catch(async (error: unknown) => {
      // Too many at once: nobody is locked out for the house being busy.
      await door.sorry(typed, ip);
      throw error;
    });
    if (doc && right) {
      await door.welcome(typed, ip);
      return doc;
    }
    const target = nameFor(doc, typed);
    await audit({ who: null, ip: tell, action: 'signIn', target, result: 'failed' });
    for (const lock of locks)
      await audit({ who: null, ip: tell, action: 'lock', target: lock === 'account' ? target : lock });
    return null;
  }

  return {
    async signIn({ account, password }, { ip, cookie }) {
      if (typeof account !== 'string' || typeof password !== 'string') throw new Problem('BAD_REQUEST');
      const doc = await rightPassword(account, password, ip, ip);
      if (!doc) throw new Problem('SIGN_IN');
      const before = idIn(cookie, publicUrl);
      if (before !== null) await sessions.end(hashOf(before));
      await audit({ who: { account: doc._id, roles: doc.roles }, ip, action: 'signIn', target: doc._id });
      return sessions.open(doc, now());
    },
    async changePassword(who, asked, ip) {
      if (typeof asked.old !== 'string' || typeof asked.new !== 'string') throw new Problem('BAD_REQUEST');
      // Whoever found an open screen must not try passwords here for ever.
      const doc = await rightPassword(who.account, asked.old, null, ip);
      if (!doc) throw new Problem('INVALID', undefined, WORDS.oldPassword);
      const weak = weakness(asked.new, doc._id, asked.old);
      if (weak) throw new Problem('WEAK_PASSWORD', undefined, WORDS.weak[weak]);
      const changed = await accounts.setPassword(doc, asked.new);
      await sessions.endAll(doc._id);
      await audit({ who, ip, action: 'password.change', target: doc._id });
      return sessions.open(changed, now());
    },
  };
}
