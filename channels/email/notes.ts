/** What this channel remembers, by key: every note has one writer, so that no two overwrite each other. */
import type { Notes } from '../kind.js';
import type { Offered } from '../plain.js';
import type { Authenticity } from './auth-results.js';
import { hash } from './thread.js';

/** Written by what comes in. */
export interface Correspondent {
  address: string;
  /** Address of the account the citizen wrote to. */
  account: string;
  /** Message-IDs of the citizen's mails, newest last. */
  mails: string[];
  /** Why the bot does not answer; null = it does. */
  quiet: string | null;
  checked: Authenticity;
}

/** A line that waits for the next mail. */
export interface Held {
  line: string;
  text: string;
}

/** Written by what goes out. */
export interface Outgoing {
  /** Ids of the last lines that went out, newest last. */
  lines: string[];
  /** The Message-ID of each: lines that left together have the same. */
  mails: string[];
  /** What may be answered to which of our mails, newest last. */
  offers: { mail: string; offered: Offered }[];
  orderNo: string | null;
  /** `lineKey` of what we wrote. */
  said: string[];
  /** Which citizen's mail was answered last by the bot, and with which texts (hashed). */
  answered: { mail: string; texts: string[] } | null;
  /** Says who has the conversation; goes out on top of the next mail. */
  held?: Held[];
}

/** Where a mailbox was left. */
export interface Cursor {
  uidValidity: string;
  lastUid: number;
  /** Milliseconds; what was sent before is not ours to answer. */
  from: number;
}

export const OUTGOING: Outgoing = {
  lines: [],
  mails: [],
  offers: [],
  orderNo: null,
  said: [],
  answered: null,
};

interface Note<T> {
  get(...name: string[]): Promise<T | null>;
  set(value: T | null, ...name: string[]): Promise<void>;
}

function kept<T>(notes: Notes, word: string, key: (...name: string[]) => string): Note<T> {
  return {
    get: (...name) => notes.get<T>(`${word}:${key(...name)}`),
    set: (value, ...name) => notes.set(`${word}:${key(...name)}`, value),
  };
}

const plainly = (...name: string[]): string => name.join(':');

export function mailNotes(notes: Notes) {
  return {
    correspondent: kept<Correspondent>(notes, 'in', plainly),
    outgoing: kept<Outgoing>(notes, 'out', plainly),
    /** By account and folder. */
    cursor: kept<Cursor>(notes, 'box', hash),
    /** A mail by its own id (thread.ts): where it went. */
    mail: kept<{ thread: string | null }>(notes, 'mail', plainly),
    /** A citizen's Message-ID and address: the thread it is in. */
    known: kept<string>(notes, 'mid', hash),
    /** An order number: its thread. */
    order: kept<string>(notes, 'order', plainly),
    /** A thread whose address returned our mail. */
    bounced: kept<{ status: string; at: number }>(notes, 'bounced', plainly),
    /** Times of automatic mails to an address, milliseconds. */
    pace: kept<number[]>(notes, 'pace', hash),
  };
}

const DAY_MS = 86_400_000;
/** How long a note is of use, in days. What the house took in it knows for ever by the mail's id. */
const USEFUL: Readonly<Record<string, number>> = { pace: 2, bounced: 90, mail: 400, mid: 400 };

/** Removes what is of no use any more. */
export async function sweep(notes: Notes, now: Date): Promise<void> {
  for (const [word, days] of Object.entries(USEFUL))
    await notes.drop(`${word}:`, new Date(now.getTime() - days * DAY_MS));
}

export type MailNotes = ReturnType<typeof mailNotes>;
