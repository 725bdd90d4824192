/** Lines out as one mail: whom to, whether at all, in which words; and what is remembered of it. */
import type { OutboundMessage, Sent, ThreadLine } from '../channel.js';
import type { House } from '../kind.js';
import { plain } from '../plain.js';
import type { Account } from './accounts.js';
import { answeredTexts, type Bundle, bundleOf, heldMore, heldOf } from './bundle.js';
import { composed } from './compose.js';
import { LIMITS } from './limits.js';
import { type Correspondent, type MailNotes, OUTGOING, type Outgoing } from './notes.js';
import type { Outbound, Post } from './post.js';
import { lineKey } from './quotes.js';
import { paced } from './rate.js';
import { refusal } from './refusals.js';
import { domainOf, messageIdOf } from './thread.js';
import { fill, WORDS } from './words.js';

export interface Sender {
  account: Account;
  post: Post;
}

export interface SendParts {
  house: House;
  notes: MailNotes;
  key: string;
  /** By address of the account. */
  senders: ReadonlyMap<string, Sender>;
  /** Null = well again. */
  trouble: (account: string, reason: string | null) => void;
}

const whyOf = (quiet: string): string => (WORDS.why as Readonly<Record<string, string>>)[quiet] ?? quiet;
const never = (reason: string): Sent => ({ ok: false, retry: false, reason });
/** Lines remembered, to know them again when they come back. */
const REMEMBERED = 20;
/** Mails with choices or a draft that may still be answered by a number. */
const OFFERS = 6;

export async function send({ thread, line, also = [] }: OutboundMessage, parts: SendParts): Promise<Sent> {
  const { notes } = parts;
  const correspondent = await notes.correspondent.get(thread);
  if (!correspondent || correspondent.address === '') return never(WORDS.never.unknown);
  const outgoing = (await notes.outgoing.get(thread)) ?? OUTGOING;
  const known = new Set([...outgoing.lines, ...heldOf(outgoing).map((one) => one.line)]);
  // The server had taken it, and the house went down before it wrote that down.
  const lines = [line, ...also].filter(({ id }) => !known.has(id));
  if (lines.length === 0) return { ok: true };
  const sender = parts.senders.get(correspondent.account);
  if (!sender) return never(WORDS.never.account);
  const bounced = await notes.bounced.get(thread);
  if (bounced) return never(fill(WORDS.never.bounced, { status: bounced.status || '550' }));
  const held = heldMore(
    outgoing,
    lines.filter(({ passing }) => passing),
  );
  const before = { ...outgoing, held };
  const texts = answeredTexts(before, correspondent);
  const bundle = bundleOf(
    lines.filter(({ passing }) => !passing),
    before,
    texts,
  );
  if (bundle === null) {
    await notes.outgoing.set(before, thread);
    return { ok: true };
  }
  return sendOne({ thread, bundle, texts, correspondent, outgoing: before, sender }, parts);
}

interface One {
  thread: string;
  bundle: Bundle;
  /** With which the citizen's last mail was answered before. */
  texts: string[];
  correspondent: Correspondent;
  outgoing: Outgoing;
  sender: Sender;
}

async function sendOne(one: One, parts: SendParts): Promise<Sent> {
  const { notes } = parts;
  const { thread, bundle, correspondent, outgoing, sender } = one;
  const { line } = bundle;
  const said = plain(line);
  const pace = (await notes.pace.get(correspondent.address)) ?? [];
  const times = paced(pace, parts.house.now().getTime());
  if (line.from === 'bot') {
    const { quiet } = correspondent;
    if (quiet !== null) return never(fill(WORDS.never.robot, { why: whyOf(quiet) }));
    if (times === null) return never(WORDS.never.rate);
  }
  const orderNo = line.order?.orderNo ?? outgoing.orderNo;
  const mail = await mailOf(
    { thread, line, correspondent, outgoing, orderNo, said: said.text, sender },
    parts,
  );
  if (mail === null) return never(WORDS.never.file);
  const id = String(mail.messageId).toLowerCase();
  const after: Outgoing = {
    lines: [...outgoing.lines, ...bundle.ids].slice(-REMEMBERED),
    mails: [...outgoing.mails, ...bundle.ids.map(() => id)].slice(-REMEMBERED),
    offers: [...outgoing.offers, ...(said.offered ? [{ mail: id, offered: said.offered }] : [])].slice(
      -OFFERS,
    ),
    orderNo,
    said: [...outgoing.said, ...String(mail.text).split('\n').map(lineKey).filter(Boolean)].slice(
      -LIMITS.ourLines,
    ),
    answered:
      bundle.texts.length === 0
        ? outgoing.answered
        : {
            mail: correspondent.mails.at(-1) ?? '',
            texts: [...one.texts, ...bundle.texts].slice(-REMEMBERED),
          },
  };
  try {
    await sender.post.send(mail);
  } catch (error) {
    const told = refusal(error);
    if (told.signIn) sender.post.denied();
    if (told.ours) parts.trouble(correspondent.account, told.sent.reason);
    return told.sent;
  }
  parts.trouble(correspondent.account, null);
  await Promise.all([
    notes.outgoing.set(after, thread),
    line.from === 'bot' && times ? notes.pace.set(times, correspondent.address) : null,
    line.order ? notes.order.set(thread, line.order.orderNo) : null,
  ]);
  return { ok: true };
}

interface Making {
  thread: string;
  line: ThreadLine;
  correspondent: Correspondent;
  outgoing: Outgoing;
  orderNo: string | null;
  said: string;
  sender: Sender;
}

/** Null = a file that belongs to it is not there. */
async function mailOf(making: Making, { house, key }: SendParts): Promise<Outbound | null> {
  const { thread, line, correspondent, sender } = making;
  const { account } = sender;
  const files = await Promise.all((line.files ?? []).map(({ id }) => house.file(id, thread)));
  if (files.some((file) => file === null)) {
    for (const file of files) file?.bytes.destroy();
    return null;
  }
  const { inReplyTo, ...words } = composed(making);
  return {
    from: { name: account.name, address: account.address },
    replyTo: account.address,
    to: correspondent.address,
    messageId: messageIdOf(key, line.id, thread, correspondent.address, domainOf(account.address)),
    date: line.at,
    ...words,
    ...(inReplyTo === null ? {} : { inReplyTo }),
    attachments: files.flatMap((file) =>
      file ? [{ filename: file.ref.name, content: file.bytes, contentType: file.ref.type }] : [],
    ),
  };
}
