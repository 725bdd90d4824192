/** One mail in: judged, read, its thread found, its enclosures kept, handed to the house. */
import { Readable } from 'node:stream';
import type { FileRef, InboundMessage, Receive } from '../channel.js';
import type { House } from '../kind.js';
import { amended, chosen, type Offered } from '../plain.js';
import { type Authenticity, authenticity, certain, forged } from './auth-results.js';
import { readBounce } from './bounce.js';
import { decode } from './charset.js';
import { bodyOf, first, type Header, ids, mailbox, readHeaders, sameAddress } from './headers.js';
import type { Enclosed, Letter } from './letter.js';
import { LIMITS } from './limits.js';
import type { MailNotes, Outgoing } from './notes.js';
import { written } from './quotes.js';
import { read } from './reading.js';
import { judgeSender, type Own } from './robots.js';
import { body, cut, tidy, withSubject } from './text.js';
import { mailId, newThread, numbersIn, threadOf } from './thread.js';
import { fill, WORDS } from './words.js';

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
    { letter, mail, thread, fresh: known === null, id, address, checked, headers },
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

interface Making {
  letter: Letter | null;
  mail: Mail;
  thread: string;
  fresh: boolean;
  id: string;
  address: string;
  checked: Authenticity;
  headers: Header[];
}

async function messageOf(making: Making, parts: TakeParts): Promise<InboundMessage> {
  const { letter, mail, thread, id, address, checked } = making;
  const sent = letter?.date ?? mail.at;
  const base = {
    channel: 'email',
    id,
    thread,
    at: sent > parts.house.now() ? mail.at : sent,
    ...(certain(checked) && address !== '' ? { sender: { email: address } } : {}),
  };
  if (letter === null) return { ...base, ...(await poison(mail, thread, parts)) };
  const outgoing = await parts.notes.outgoing.get(thread);
  const { files, refused } = await keepAll(mail.whole ? letter.files : [], thread, parts);
  const own = ownWords(letter, outgoing);
  const offered = offeredIn(outgoing, letter.before);
  const fields = offered ? amended(own, offered) : null;
  const said = offered ? chosen(own, offered) : null;
  const large = mail.whole ? [] : [fill(WORDS.in.large, { most: LIMITS.mail / 1024 / 1024 })];
  const notes = [...large, ...refused];
  if (fields) return { ...base, text: tidy(notes.join('\n')), files, fields };
  const words = said ?? withSubject(letter.subject, own, making.fresh);
  const text = body(words, notes, files.length > 0);
  if (text.length <= LIMITS.text) return { ...base, text, files };
  const whole = await keepText(text, WORDS.in.whole, thread, parts);
  return { ...base, text: cut(text, WORDS.in.whole), files: whole ? [...files, whole] : files };
}

/** 「1」 means the first choice of the mail it answers: a turn may have been several mails. */
function offeredIn(outgoing: Outgoing | null, before: string[]): Offered | null {
  const offers = outgoing?.offers ?? [];
  const ours = before.map((id) => id.toLowerCase()).filter((id) => outgoing?.mails.includes(id));
  const answered = ours.at(-1);
  const offer = answered === undefined ? offers.at(-1) : offers.find(({ mail }) => mail === answered);
  return offer?.offered ?? null;
}

const ownWords = ({ text, subject, before }: Letter, outgoing: Outgoing | null): string =>
  tidy(written(text, { subject, refers: before.length > 0, ours: new Set(outgoing?.said ?? []) }));

async function keepAll(enclosed: Enclosed[], thread: string, { house }: TakeParts) {
  const files: FileRef[] = [];
  const refused: string[] = [];
  for (const { name, bytes } of enclosed) {
    const kept =
      files.length >= LIMITS.files
        ? { refused: fill(WORDS.in.tooMany, { most: LIMITS.files }) }
        : bytes.length > LIMITS.file
          ? { refused: WORDS.in.tooLarge }
          : await house.keep(Readable.from([bytes]), name, thread);
    if ('refused' in kept)
      refused.push(fill(WORDS.in.refused, { name: tidy(name) || WORDS.in.nameless, reason: kept.refused }));
    else files.push(kept);
  }
  return { files, refused };
}

async function keepText(
  text: string,
  name: string,
  thread: string,
  { house }: TakeParts,
): Promise<FileRef | null> {
  const kept = await house.keep(Readable.from([Buffer.from(text, 'utf8')]), name, thread);
  return 'refused' in kept ? null : kept;
}

/** Readable for a person, whatever made it unreadable for us; the mailbox has it to the byte. */
async function poison({ raw }: Pick<Mail, 'raw'>, thread: string, parts: TakeParts) {
  parts.house.log('error', 'mail that cannot be read, given to a person');
  const file = await keepText(
    tidy(decode(raw.subarray(0, LIMITS.file / 2), null)),
    WORDS.in.raw,
    thread,
    parts,
  );
  return { text: WORDS.in.poison, files: file ? [file] : [] };
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

/** True = it was about a mail of ours. */
async function takeBounce(raw: Buffer, { house, notes, own }: TakeParts): Promise<boolean> {
  const letter = await read(raw).catch(() => null);
  const enclosed = (letter?.files ?? []).map(({ bytes }) =>
    bytes.subarray(0, LIMITS.head).toString('latin1'),
  );
  const returned = readBounce(
    letter?.report ?? '',
    [raw.subarray(0, LIMITS.head).toString('latin1'), letter?.text ?? '', ...enclosed].join('\n'),
  );
  const ours = returned.ids.filter(own.sentId);
  if (ours.length === 0) return false;
  for (const id of ours) {
    const thread = /jiesu\.([a-z2-7]{26})\./i.exec(id)?.[1]?.toLowerCase() ?? '';
    const whom = await notes.correspondent.get(thread);
    // Only a Message-ID whose seal fits the thread's own address is a mail that we sent.
    if (!whom || !own.sealed(id, whom.address)) continue;
    house.log('warn', returned.final ? 'mail returned for good' : 'mail delayed', {
      status: returned.status,
    });
    if (!returned.final) continue;
    await notes.bounced.set({ status: returned.status, at: house.now().getTime() }, thread);
    const outgoing = await notes.outgoing.get(thread);
    const line = outgoing?.lines[outgoing.mails.indexOf(id.toLowerCase())];
    const reason = fill(WORDS.never.bounced, { status: returned.status || '550' });
    if (line !== undefined) await house.late(line, { ok: false, retry: false, reason });
  }
  return true;
}
