/** One mail in: judged, read, its thread found, handed to the house. */
import type { InboundMessage, Receive } from '../channel.js';
import type { House } from '../kind.js';
import { type Authenticity, authenticity, forged } from './auth-results.js';
import { bodyOf, first, ids, mailbox, readHeaders, sameAddress } from './headers.js';
import { LIMITS } from './limits.js';
import { messageOf, poison } from './message.js';
import type { MailNotes } from './notes.js';
import { read } from './reading.js';
import { judgeSender, type Own } from './robots.js';
import { takeBounce } from './take-bounce.js';
import { mailId, newThread, numbersIn, threadOf } from './thread.js';

export interface TakeParts {
  house: House;
  notes: MailNotes;
  receive: Receive;
  /** Seals our Message-IDs. */
  key: string;
  own: Own;
  authserv: string | null;
}

export interface Mail {
  raw: Buffer;
  /** False = only its beginning was fetched. */
  whole: boolean;
  /** When the server got it. */
  at: Date;
  /** Address of the account it lies in. */
  account: string;
}

export type Taken = 'taken' | 'seen' | 'skipped';

/** Throws only for what a new try may mend (a store that fails, a house that stops). */
export async function take(mail: Mail, parts: TakeParts): Promise<Taken> {
  const { notes, house } = parts;
  const headers = readHeaders(mail.raw);
  const messageId = ids(first(headers, 'message-id'))[0] ?? null;
  const id = mailId(messageId, first(headers, 'date'), bodyOf(mail.raw));
  if (await notes.mail.get(id)) return 'seen';
  const sender = judgeSender(headers, parts.own);
  if (sender.is === 'bounce' && (await takeBounce(mail.raw, parts))) {
    await notes.mail.set({ thread: null }, id);
    return 'skipped';
  }
  if (sender.is === 'robot' || sender.is === 'bounce') {
    house.log('info', 'mail of a robot left in the mailbox', { why: sender.why });
    await notes.mail.set({ thread: null }, id);
    return 'skipped';
  }
  const letter = await read(mail.raw).catch(() => null);
  const quiet = letter === null ? 'poison' : sender.is === 'doubtful' ? sender.why : null;
  const address = sameAddress((letter?.from ?? mailbox(first(headers, 'from')))?.address ?? '');
  const checked = authenticity(headers, parts.authserv);
  const before = letter === null ? [] : letter.before;
  const known = await threadFor({ address, before, subject: letter?.subject ?? '', checked }, parts);
  const thread = known ?? newThread(id);
  // The bot may answer before `receive` returns: whom to answer is known first.
  await remember({ thread, address, account: mail.account, messageId, quiet, checked }, parts);
  const message = await messageOf(
    { letter, mail, thread, fresh: known === null, id, address, checked },
    parts,
  );
  const received = await receiveOrTell(message, mail, parts);
  const names = messageId !== null && address !== '';
  // Together: each waits for the disk.
  await Promise.all([
    names ? notes.known.set(thread, messageId, address) : null,
    notes.mail.set({ thread }, id),
  ]);
  return received ? 'taken' : 'skipped';
}

interface Whose {
  address: string;
  before: string[];
  subject: string;
  checked: Authenticity;
}

const LOOKED_UP = 20;

/** Null = it begins a new one. */
async function threadFor({ address, before, subject, checked }: Whose, { notes, key }: TakeParts) {
  if (address === '' || forged(checked)) return null;
  const nearest = before.slice(-LOOKED_UP).reverse();
  for (const id of nearest) {
    const thread = threadOf(key, id, address) ?? (await notes.known.get(id, address));
    if (thread !== null) return thread;
  }
  for (const orderNo of numbersIn(subject)) {
    const thread = await notes.order.get(orderNo);
    // Whoever guesses a number is somebody else: the mail begins a thread of its own, and opens nothing.
    if (thread !== null && (await notes.correspondent.get(thread))?.address === address) return thread;
  }
  return null;
}

interface Arrival {
  thread: string;
  address: string;
  account: string;
  messageId: string | null;
  quiet: string | null;
  checked: Authenticity;
}

async function remember({ thread, messageId, ...rest }: Arrival, { notes }: TakeParts): Promise<void> {
  const there = await notes.correspondent.get(thread);
  const mails = [
    ...(there?.mails ?? []).filter((one) => one !== messageId),
    ...(messageId === null ? [] : [messageId]),
  ];
  await notes.correspondent.set({ ...rest, mails: mails.slice(-LIMITS.references) }, thread);
  // Who writes can be reached again.
  if (there && (await notes.bounced.get(thread))) await notes.bounced.set(null, thread);
}

const refusedForGood = (error: unknown): boolean => {
  const { status } = error as { status?: number };
  return status !== undefined && status >= 400 && status < 500 && status !== 429;
};

/**
 * What the house will never take is no reason to stop at this mail for ever: a person gets it as it came, and
 * where even that is refused it stays in the mailbox, unread. False = it does.
 */
async function receiveOrTell(message: InboundMessage, mail: Mail, parts: TakeParts): Promise<boolean> {
  try {
    await parts.receive(message);
    return true;
  } catch (error) {
    if (!refusedForGood(error)) throw error;
  }
  try {
    const { fields: _, ...rest } = message;
    await parts.receive({ ...rest, ...(await poison(mail, message.thread, parts)) });
    return true;
  } catch (error) {
    if (!refusedForGood(error)) throw error;
    parts.house.log('error', 'mail that the house does not take, left in the mailbox');
    return false;
  }
}
