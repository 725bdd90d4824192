/** A mail as a message of the house: its own words, its enclosures kept, what could not be kept named. */
import { Readable } from 'node:stream';
import type { FileRef, InboundMessage } from '../channel.js';
import { amended, chosen, type Offered } from '../plain.js';
import { type Authenticity, certain, trustOf } from './auth-results.js';
import { decode } from './charset.js';
import type { Enclosed, Letter } from './letter.js';
import { LIMITS } from './limits.js';
import type { Outgoing } from './notes.js';
import { written } from './quotes.js';
import type { Mail, TakeParts } from './take.js';
import { body, cut, tidy, withSubject } from './text.js';
import { fill, WORDS } from './words.js';

export interface Making {
  letter: Letter | null;
  mail: Mail;
  thread: string;
  fresh: boolean;
  id: string;
  address: string;
  checked: Authenticity;
}

export async function messageOf(making: Making, parts: TakeParts): Promise<InboundMessage> {
  const { letter, mail, thread, id, address, checked } = making;
  const sent = letter?.date ?? mail.at;
  const base = {
    channel: 'email',
    id,
    thread,
    at: sent > parts.house.now() ? mail.at : sent,
    trust: trustOf(checked, parts.authserv),
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
export async function poison({ raw }: Pick<Mail, 'raw'>, thread: string, parts: TakeParts) {
  parts.house.log('error', 'mail that cannot be read, given to a person');
  const file = await keepText(
    tidy(decode(raw.subarray(0, LIMITS.file / 2), null)),
    WORDS.in.raw,
    thread,
    parts,
  );
  return { text: WORDS.in.poison, files: file ? [file] : [] };
}
