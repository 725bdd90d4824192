/** Routes of sign-in and accounts. Permission, origin and CSRF were judged before (guard.ts). */
import { mayAnswer } from '../desk/alarm-audience.js';
import { Answer, type Handlers, type SignedIn, signedIn } from '../http/handler.js';
import { ALARM_KINDS } from '../intake/alarm-kinds.js';
import type { AccountDoc, AccountStore } from '../store/accounts.js';
import type { Accounts } from './accounts.js';
import type { Audit } from './audit.js';
import { type Sessions, sessionCookie } from './sessions.js';
import type { Opened, SignIn } from './sign-in.js';
import type { Doorkeeper } from './tries.js';

export type PeopleRoute =
  | 'signIn'
  | 'whoAmI'
  | 'signOut'
  | 'password'
  | 'accounts'
  | 'names'
  | 'newAccount'
  | 'resetAccount'
  | 'disableAccount';

export interface HandlerParts {
  store: AccountStore;
  accounts: Accounts;
  sessions: Sessions;
  signIn: SignIn;
  door: Doorkeeper;
  audit: Audit;
  publicUrl: string | null;
}

export function sessionView(who: SignedIn) {
  const { account, name, seat, roles, unit, permissions, mustChange, csrf } = who;
  const answers = ALARM_KINDS.filter((kind) => mayAnswer(kind, who));
  return {
    account,
    name,
    seat,
    roles,
    unit,
    permissions: [...permissions].sort(),
    answers,
    mustChange,
    csrf,
  };
}

function accountView(doc: AccountDoc, locked: boolean) {
  const { _id, name, seat, roles, disabled, unit = null } = doc;
  return { account: _id, name, seat, roles, unit, disabled, locked, ...workView(doc) };
}

function workView({ work, away }: AccountDoc) {
  const { skills = [], languages = [], threads = null, orders = null } = work ?? {};
  return { skills, languages, threads, orders, away: away?.toISOString() ?? null };
}

/** Neither a session nor a one-time password may lie in a cache on the way. */
const PRIVATE = { 'cache-control': 'no-store' };

export function peopleHandlers(parts: HandlerParts): Pick<Handlers, PeopleRoute> {
  const { store, accounts, sessions, signIn, door, audit, publicUrl } = parts;

  const opened = ({ id, signedIn: who }: Opened): Answer =>
    new Answer({
      body: sessionView(who),
      headers: { ...PRIVATE, 'set-cookie': sessionCookie(id, publicUrl) },
    });

  return {
    signIn: async ({ body, ip, headers }) =>
      opened(await signIn.signIn(body, { ip, cookie: headers.cookie })),
    whoAmI: async (asked) => new Answer({ body: sessionView(signedIn(asked)), headers: PRIVATE }),
    async signOut(asked) {
      const who = signedIn(asked);
      await sessions.end(who.session);
      await audit({ who, ip: asked.ip, action: 'signOut', target: who.account });
      return new Answer({
        status: 204,
        headers: { ...PRIVATE, 'set-cookie': sessionCookie(null, publicUrl) },
      });
    },
    password: async (asked) => opened(await signIn.changePassword(signedIn(asked), asked.body, asked.ip)),
    async accounts() {
      const docs = await store.list();
      const locked = await door.locked(docs.map((doc) => doc._id));
      return docs.map((doc) => accountView(doc, locked.has(doc._id)));
    },
    async names(asked) {
      const { scope } = signedIn(asked);
      const docs = await store.list();
      // Who sits in a unit knows the house and those of its own; another unit's people stay accounts.
      const near = docs.filter(({ unit }) => scope === null || !unit || scope.has(unit));
      return near.map(({ _id, name }) => ({ account: _id, name }));
    },
    async newAccount(asked) {
      const { doc, password } = await accounts.create(asked.body);
      await audit({
        who: signedIn(asked),
        ip: asked.ip,
        action: 'account.create',
        target: doc._id,
        reason: doc.roles.join(','),
      });
      return new Answer({
        status: 201,
        body: { ...accountView(doc, false), password },
        headers: PRIVATE,
      });
    },
    async resetAccount(asked) {
      const { doc, password } = await accounts.reset(asked.params.account ?? '');
      await door.unlock(doc._id);
      await sessions.endAll(doc._id);
      await audit({ who: signedIn(asked), ip: asked.ip, action: 'account.reset', target: doc._id });
      return new Answer({ body: { ...accountView(doc, false), password }, headers: PRIVATE });
    },
    async disableAccount(asked) {
      const account = asked.params.account ?? '';
      await accounts.disable(account);
      await sessions.endAll(account);
      await audit({ who: signedIn(asked), ip: asked.ip, action: 'account.disable', target: account });
      return new Answer({ status: 204 });
    },
  };
}
