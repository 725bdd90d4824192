/**
 * Accounts at rest, and the list of active system administrators. An account is never deleted: its name stands
 * in the audit for ever. Every function insists on strings: `{ $gt: '' }` in place of a name finds anybody.
 */
import mongoose from 'mongoose';
import { Problem } from '../errors.js';
import { duplicateOf } from './duplicate.js';

const { Schema } = mongoose;

export interface Work {
  /** Codes of categories and numbers of hotlines; none = whatever comes. */
  skills: string[];
  /** Codes of languages besides Chinese. */
  languages: string[];
  /** At once; null = as the policy says for everybody. */
  threads: number | null;
  orders: number | null;
}

export interface AccountDoc {
  _id: string;
  name: string;
  /** Shown to citizens in place of the name; one person each. */
  seat: string;
  roles: string[];
  /** Code of the unit whose orders this account sees; absent or null = the house. */
  unit?: string | null;
  /** What conversations and orders come to it by; none of it is a right. */
  work?: Work;
  /** Stepped away since then: offered nothing. */
  away?: Date | null;
  /** Argon2id, PHC string. */
  hash: string;
  mustChange: boolean;
  disabled: boolean;
  /** Counts changes and resets of the password and disabling; a session of an earlier epoch is dead. */
  epoch: number;
  createdAt: Date;
  updatedAt: Date;
}

interface AdminsDoc {
  _id: string;
  version: number;
  accounts: string[];
}

const accountSchema = new Schema<AccountDoc>(
  {
    _id: { type: String, required: true },
    name: String,
    seat: String,
    roles: { type: [String], default: [] },
    unit: { type: String, default: null },
    work: { type: Schema.Types.Mixed, default: undefined },
    away: { type: Date, default: null },
    hash: String,
    mustChange: Boolean,
    disabled: Boolean,
    epoch: Number,
    createdAt: Date,
    updatedAt: Date,
  },
  { versionKey: false, collection: 'accounts' },
);
accountSchema.index({ seat: 1 }, { unique: true });

const adminsSchema = new Schema<AdminsDoc>(
  { _id: { type: String, required: true }, version: Number, accounts: { type: [String], default: [] } },
  { versionKey: false, collection: 'admins' },
);

export function insist(...values: unknown[]): void {
  if (values.some((value) => typeof value !== 'string')) throw new Problem('BAD_REQUEST');
}

export type AccountChange = Partial<Pick<AccountDoc, 'hash' | 'mustChange' | 'disabled'>>;

export interface AccountStore {
  find(account: string): Promise<AccountDoc | null>;
  list(): Promise<AccountDoc[]>;
  any(): Promise<boolean>;
  insert(doc: AccountDoc): Promise<'done' | 'account' | 'seat'>;
  /** Moves the account to its next epoch, if it is still at this one. */
  change(account: string, epoch: number, set: AccountChange, at: Date): Promise<boolean>;
  /** What work comes to it; no session ends by that. False = no such account. */
  setWork(account: string, set: { work?: Work; away?: Date | null }, at: Date): Promise<boolean>;
  admins(): Promise<{ version: number; accounts: string[] } | null>;
  /** Writes the list if nobody wrote since `version` was read; null = there was none. */
  setAdmins(version: number | null, accounts: string[]): Promise<boolean>;
  init(): Promise<void>;
}

export function accountStore(connection: mongoose.Connection): AccountStore {
  const Account = connection.model<AccountDoc>('Account', accountSchema);
  const Admins = connection.model<AdminsDoc>('Admins', adminsSchema);
  return {
    async find(account) {
      insist(account);
      return Account.findById(account).lean<AccountDoc>();
    },
    list: () => Account.find().sort({ _id: 1 }).lean<AccountDoc[]>(),
    any: async () => (await Account.findOne().select({ _id: 1 }).lean()) !== null,
    async insert(doc) {
      insist(doc._id, doc.name, doc.seat, doc.hash, ...doc.roles);
      try {
        await Account.create(doc);
        return 'done';
      } catch (error) {
        if (!duplicateOf(error)) throw error;
        // One document may hit both indexes; the name decides.
        return (await Account.exists({ _id: doc._id })) ? 'account' : 'seat';
      }
    },
    async change(account, epoch, set, at) {
      insist(account);
      const done = await Account.updateOne(
        { _id: account, epoch },
        { $set: { ...set, epoch: epoch + 1, updatedAt: at } },
      );
      return done.matchedCount === 1;
    },
    async setWork(account, set, at) {
      insist(account);
      const done = await Account.updateOne({ _id: account }, { $set: { ...set, updatedAt: at } });
      return done.matchedCount === 1;
    },
    admins: () => Admins.findById('SYS_ADMIN').lean<AdminsDoc>(),
    async setAdmins(version, accounts) {
      insist(...accounts);
      if (version !== null) {
        const done = await Admins.updateOne(
          { _id: 'SYS_ADMIN', version },
          { $set: { accounts, version: version + 1 } },
        );
        return done.matchedCount === 1;
      }
      try {
        await Admins.create({ _id: 'SYS_ADMIN', version: 1, accounts });
        return true;
      } catch (error) {
        if (!duplicateOf(error)) throw error;
        return false;
      }
    },
    async init() {
      await Account.createIndexes();
    },
  };
}
