/**
 * Whether a person wrote this mail. Two robots that thank each other fill two mailboxes in a night, so what
 * is surely a robot's is not taken in, and what may be is taken in for a person while the bot keeps silent.
 */
import { every, first, type Header, ids, mailbox, sameAddress } from './headers.js';
import { ROBOTS } from './robot-words.js';

export type Sender =
  | { is: 'person' }
  /** Taken in, never answered by the bot. */
  | { is: 'doubtful'; why: Why }
  /** Not taken in: stays in the mailbox, marked. */
  | { is: 'robot'; why: Why }
  | { is: 'bounce'; why: Why };

export type Why =
  | 'auto-submitted'
  | 'auto-reply-header'
  | 'precedence'
  | 'subject'
  | 'no-reply-address'
  | 'list'
  | 'loop'
  | 'hops'
  | 'null-return-path'
  | 'report'
  | 'daemon';

export interface Own {
  /** Addresses the house receives at and sends from, lower case. */
  addresses: ReadonlySet<string>;
  /** Whether a Message-ID is one of ours. */
  sentId: (id: string) => boolean;
  /** Whether it was sealed for this address: nobody else can make one. */
  sealed: (id: string, address: string) => boolean;
}

/** Each hop adds a line; an honest mail has fewer than ten. */
const HOPS = 30;

const word = (value: string | null): string => (value ?? '').split(/[;\s(]/)[0]?.toLowerCase() ?? '';

function ownList(id: string | null, { addresses }: Own): boolean {
  const list = /<([^<>\s]+)>/.exec(id ?? '')?.[1]?.toLowerCase();
  return [...addresses].some((address) => list?.endsWith(address.slice(address.indexOf('@') + 1)));
}

export function judgeSender(headers: readonly Header[], own: Own): Sender {
  const from = mailbox(first(headers, 'from'));
  const address = sameAddress(from?.address ?? '');
  const local = address.split('@')[0] ?? '';
  const subject = first(headers, 'subject') ?? '';
  const type = word(first(headers, 'content-type'));
  const submitted = word(first(headers, 'auto-submitted'));

  if (own.addresses.has(address)) return { is: 'robot', why: 'loop' };
  if (ids(first(headers, 'message-id')).some(own.sentId)) return { is: 'robot', why: 'loop' };
  if (word(first(headers, 'x-jiesu')) === 'bot') return { is: 'robot', why: 'loop' };
  if (every(headers, 'received').length > HOPS) return { is: 'robot', why: 'hops' };

  const report = type === 'multipart/report';
  const empty = first(headers, 'return-path')?.trim() === '<>';
  if (report && !/disposition-notification/i.test(first(headers, 'content-type') ?? ''))
    return { is: 'bounce', why: 'report' };
  if (ROBOTS.daemon.test(local)) return { is: 'bounce', why: 'daemon' };
  if (empty && ROBOTS.bounce.test(subject)) return { is: 'bounce', why: 'null-return-path' };

  if (report) return { is: 'robot', why: 'report' };
  if (submitted === 'auto-replied') return { is: 'robot', why: 'auto-submitted' };
  if (first(headers, 'x-autoreply') !== null && word(first(headers, 'x-autoreply')) !== 'no')
    return { is: 'robot', why: 'auto-reply-header' };
  if (first(headers, 'x-autorespond') !== null) return { is: 'robot', why: 'auto-reply-header' };
  if (['auto_reply', 'auto-reply'].includes(word(first(headers, 'precedence'))))
    return { is: 'robot', why: 'precedence' };
  const machine = empty || submitted !== '' || first(headers, 'x-auto-response-suppress') !== null;
  if (ROBOTS.subject.test(subject) && machine) return { is: 'robot', why: 'subject' };
  // The hotline's own address may be a group: what it hands on is a citizen's letter.
  const group = ownList(first(headers, 'list-id'), own);
  if (!group && (first(headers, 'list-id') !== null || first(headers, 'list-post') !== null))
    return { is: 'robot', why: 'list' };

  if (submitted !== '' && submitted !== 'no') return { is: 'doubtful', why: 'auto-submitted' };
  const precedence = word(first(headers, 'precedence'));
  if (['bulk', 'junk'].includes(precedence) || (precedence === 'list' && !group))
    return { is: 'doubtful', why: 'precedence' };
  if (!group && first(headers, 'list-unsubscribe') !== null) return { is: 'doubtful', why: 'list' };
  // Exchange writes it over its own notices; a citizen's Outlook does not.
  if (/\b(?:all|autoreply|oof)\b/i.test(first(headers, 'x-auto-response-suppress') ?? ''))
    return { is: 'doubtful', why: 'auto-reply-header' };
  if (ROBOTS.subject.test(subject)) return { is: 'doubtful', why: 'subject' };
  if (empty) return { is: 'doubtful', why: 'null-return-path' };
  if (ROBOTS.unread.test(local)) return { is: 'doubtful', why: 'no-reply-address' };
  if (first(headers, 'x-jiesu') !== null) return { is: 'doubtful', why: 'loop' };
  return { is: 'person' };
}
