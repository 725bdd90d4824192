/** The room's one door: everything about who somebody is, what they may do, and what is written down of it. */
import type mongoose from 'mongoose';
import type { ErrorCode } from '../errors.js';
import type { Handlers, SignedIn } from '../http/handler.js';
import { accountStore } from '../store/accounts.js';
import { type AuditStore, auditStore, type Verified } from '../store/audit.js';
import { sessionStore, triesStore } from '../store/sessions.js';
import { type AccountParts, createAccounts, type FirstAdmin } from './accounts.js';
import { type Audit, createAudit } from './audit.js';
import { type Approach, type Guarded, judge } from './guard.js';
import { type PeopleRoute, peopleHandlers } from './handlers.js';
import { createPasswords, type Passwords, type Random } from './passwords.js';
import { createMasks, type Masks } from './privacy.js';
import type { Secrets } from './secrets.js';
import { createSessions } from './sessions.js';
import { createSignIn } from './sign-in.js';
import { createDoorkeeper } from './tries.js';
import { createUnmask, type Unmask } from './unmask.js';

export interface PeopleParts {
  connection: mongoose.Connection;
  policy: AccountParts['policy'];
  secrets: Secrets;
  config: { publicUrl: string | null };
  now: () => Date;
  random?: Random;
  /** Other cost, for tests; the default is OWASP's. */
  passwords?: Passwords;
}

export interface People {
  /** Who sends this request or opens this socket; counts as a sign of life. */
  sessionOf(cookieHeader: string | undefined, now?: Date): Promise<SignedIn | null>;
  /** Is a session (`SignedIn.session`) of an open socket still good? Counts as no sign of life. */
  stillSignedIn(session: string, now?: Date): Promise<SignedIn | null>;
  /** Before every handler; null = go on. */
  judge(route: Guarded, asked: Approach): ErrorCode | null;
  handlers: Pick<Handlers, PeopleRoute>;
  audit: Audit;
  verifyAudit(): Promise<Verified>;
  /** Who did something to these targets, newest first. */
  traces: AuditStore['about'];
  /** The whole trail, for whoever audits. */
  trail: AuditStore['list'];
  masks: Masks;
  unmask: Unmask;
  ensureFirstAdmin(given: { password: string | null }): Promise<FirstAdmin>;
  /** Throws away dead sessions and spent tries; call it now and then. */
  sweep(): Promise<void>;
}

export async function createPeople(parts: PeopleParts): Promise<People> {
  const { connection, policy, secrets, now, random } = parts;
  const { publicUrl } = parts.config;
  const store = accountStore(connection);
  const sessionsAtRest = sessionStore(connection);
  const tries = triesStore(connection);
  const trail = auditStore(connection);
  await Promise.all([store.init(), sessionsAtRest.init(), tries.init(), trail.init()]);

  const given = random ? { random } : {};
  const masks = createMasks(secrets.key('phone'));
  const audit = createAudit(trail, now, masks.text);
  const passwords = parts.passwords ?? (await createPasswords());
  const door = createDoorkeeper(tries, now);
  const accounts = createAccounts({ accounts: store, passwords, policy, now, ...given });
  const csrfKey = secrets.key('csrf');
  const sessions = createSessions({
    sessions: sessionsAtRest,
    accounts: store,
    policy,
    csrfKey,
    publicUrl,
    ...given,
  });
  const unknownKey = secrets.key('unknown account');
  const signIn = createSignIn({
    store,
    accounts,
    passwords,
    sessions,
    door,
    audit,
    unknownKey,
    publicUrl,
    now,
  });

  return {
    sessionOf: (cookieHeader, at = now()) => sessions.of(cookieHeader, at),
    stillSignedIn: (session, at = now()) => sessions.still(session, at),
    judge: (route, asked) => judge(route, asked, publicUrl),
    handlers: peopleHandlers({ store, accounts, sessions, signIn, door, audit, publicUrl }),
    audit,
    verifyAudit: trail.verifyChain,
    traces: trail.about,
    trail: trail.list,
    masks,
    unmask: createUnmask(audit, now),
    async ensureFirstAdmin(asked) {
      const first = await accounts.ensureFirstAdmin(asked);
      if (first.made) await audit({ who: null, ip: '', action: 'account.first', target: first.account });
      return first;
    },
    async sweep() {
      await Promise.all([sessions.sweep(now()), door.sweep()]);
    },
  };
}
