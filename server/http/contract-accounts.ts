/** What goes over the wire of accounts: signing in, the session, and who may do what. */
import { z } from 'zod';
import { ALARM_KINDS } from '../intake/alarm-kinds.js';

export const signIn = z.strictObject({
  account: z.string().min(1).max(64),
  password: z.string().min(1).max(256),
});
export const session = z.object({
  account: z.string(),
  name: z.string(),
  seat: z.string(),
  roles: z.array(z.string()),
  unit: z.string().nullable(),
  permissions: z.array(z.string()),
  /** Kinds of alarms this account may answer. */
  answers: z.array(z.enum(ALARM_KINDS)),
  mustChange: z.boolean(),
  /** Goes back in the header `x-csrf-token` with every change. */
  csrf: z.string(),
});
export const newPassword = z.strictObject({ old: z.string().max(256), new: z.string().min(10).max(256) });
export const accountView = z.object({
  account: z.string(),
  name: z.string(),
  seat: z.string(),
  roles: z.array(z.string()),
  unit: z.string().nullable(),
  disabled: z.boolean(),
  locked: z.boolean(),
  /** Codes of categories and numbers of hotlines it is asked for; none = whatever comes. */
  skills: z.array(z.string()),
  languages: z.array(z.string()),
  /** At once; null = as for everybody. */
  threads: z.number().int().nullable(),
  orders: z.number().int().nullable(),
  /** Stepped away since then. */
  away: z.string().nullable(),
});
/** Who works here, by name; nothing else of them. */
export const accountName = accountView.pick({ account: true, name: true });
export const newAccount = z.strictObject({
  account: z.string().regex(/^[a-z][a-z0-9._-]{2,31}$/),
  name: z.string().min(1).max(40),
  seat: z.string().regex(/^\d{2,6}$/),
  roles: z.array(z.string()).min(1),
  /** Whose orders the account sees; without one, the house's. */
  unit: z.string().max(32).nullable().optional(),
});
/** The one-time password of a new or reset account, shown once. */
export const accountMade = accountView.extend({ password: z.string() });

export type Session = z.infer<typeof session>;
export type AccountView = z.infer<typeof accountView>;
