/**
 * Sessions: 256 random bits in an HTTP-only cookie, kept only as SHA-256. A session dies by idling, by age, by
 * signing out, or because its account moved to a new epoch (password changed or reset, disabled): the last is
 * one write to one document, so no session can be opened past it.
 */
import { createHash, createHmac, randomBytes } from 'node:crypto';
import type { SignedIn } from '../http/handler.js';
import type { Policy } from '../policy/types.js';
import type { AccountDoc, AccountStore } from '../store/accounts.js';
import type { SessionDoc, SessionStore } from '../store/sessions.js';
import { within } from '../tickets/dispatch/unit.js';
import type { Random } from './passwords.js';
import { permissionsOf, type RolesOf } from './roles.js';

export const IDLE_MS = 30 * 60_000;
export const AGE_MS = 12 * 60 * 60_000;
/** Seen is written at most this often: reading a page is not a write. */
const TOUCH_MS = 60_000;

/** `__Host-` binds the cookie to this very origin; browsers take it only with Secure, Path=/ and no Domain. */
export function cookieName(publicUrl: string | null): string {
  return publicUrl?.startsWith('https:') ? '__Host-jiesu' : 'jiesu';
}

export function sessionCookie(id: string | null, publicUrl: string | null): string {
  const secure = publicUrl?.startsWith('https:') ? '; Secure' : '';
  const ended = id === null ? '; Max-Age=0' : '';
  return `${cookieName(publicUrl)}=${id ?? ''}; Path=/; HttpOnly; SameSite=Strict${secure}${ended}`;
}

/** The session's id, or null. Two cookies of the name mean that somebody planted one: neither counts. */
export function idIn(cookieHeader: string | undefined, publicUrl: string | null): string | null {
  const name = cookieName(publicUrl);
  const values = (cookieHeader ?? '')
    .split(';')
    .map((pair) => pair.trim())
    .filter((pair) => pair.startsWith(`${name}=`))
    .map((pair) => pair.slice(name.length + 1));
  const [value] = values;
  return values.length === 1 && value !== undefined && /^[\w-]{43}$/.test(value) ? value : null;
}

export const hashOf = (id: string): string => createHash('sha256').update(id).digest('hex');

export function alive(session: SessionDoc, account: AccountDoc, now: Date): boolean {
  const idle = now.getTime() - session.seenAt.getTime();
  const age = now.getTime() - session.createdAt.getTime();
  return idle < IDLE_MS && age < AGE_MS && !account.disabled && session.epoch === account.epoch;
}

export interface Sessions {
  /** A new id for this account; what goes into the cookie. */
  open(account: AccountDoc, now: Date): Promise<{ id: string; signedIn: SignedIn }>;
  /** Of a request: counts as a sign of life. */
  of(cookieHeader: string | undefined, now: Date): Promise<SignedIn | null>;
  /** Of a connection that stays open (`SignedIn.session`): is no sign of life. */
  still(session: string, now: Date): Promise<SignedIn | null>;
  end(session: string): Promise<void>;
  endAll(account: string): Promise<void>;
  sweep(now: Date): Promise<void>;
}

export interface SessionParts {
  sessions: SessionStore;
  accounts: AccountStore;
  policy: RolesOf & Pick<Policy, 'units'>;
  csrfKey: Buffer;
  publicUrl: string | null;
  random?: Random;
}

export function createSessions(parts: SessionParts): Sessions {
  const { sessions, accounts, policy, csrfKey, publicUrl, random = randomBytes } = parts;

  const view = (account: AccountDoc, session: string, now: Date): SignedIn => ({
    account: account._id,
    name: account.name,
    seat: account.seat,
    roles: account.roles,
    unit: account.unit ?? null,
    scope: account.unit ? within(policy.units, account.unit) : null,
    permissions: permissionsOf(account.roles, policy, now),
    mustChange: account.mustChange,
    // Derived, not stored: whoever reads the database still has no token.
    csrf: createHmac('sha256', csrfKey).update(session).digest('base64url'),
    session,
  });

  async function find(session: string, now: Date): Promise<{ doc: SessionDoc; signedIn: SignedIn } | null> {
    const doc = await sessions.find(session);
    const account = doc && (await accounts.find(doc.account));
    if (!doc || !account || !alive(doc, account, now)) return null;
    return { doc, signedIn: view(account, session, now) };
  }

  return {
    async open(account, now) {
      const id = random(32).toString('base64url');
      const session = hashOf(id);
      await sessions.insert({
        _id: session,
        account: account._id,
        epoch: account.epoch,
        createdAt: now,
        seenAt: now,
      });
      return { id, signedIn: view(account, session, now) };
    },
    async of(cookieHeader, now) {
      const id = idIn(cookieHeader, publicUrl);
      const found = id && (await find(hashOf(id), now));
      if (!found) return null;
      if (now.getTime() - found.doc.seenAt.getTime() >= TOUCH_MS) await sessions.touch(found.doc._id, now);
      return found.signedIn;
    },
    still: async (session, now) => (await find(session, now))?.signedIn ?? null,
    end: (session) => sessions.remove(session),
    endAll: (account) => sessions.removeOf(account),
    sweep: (now) => sessions.removeDead(new Date(now.getTime() - IDLE_MS), new Date(now.getTime() - AGE_MS)),
  };
}
