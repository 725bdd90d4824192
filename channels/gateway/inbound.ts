/** What a partner says for a citizen, or about an order, as a message of the house. */
import type { FileRef, InboundMessage } from '../channel.js';
import type { House } from '../kind.js';
import { amended, chosen, mayAnswer, type Offered } from '../plain.js';
import { CHANNEL, messageOf, threadOf } from './names.js';
import type { Partner } from './partners.js';
import { Refusal } from './refusal.js';
import type { MessageSaid, TransferIn, TransferStatus } from './wire.js';
import { fill, WORDS } from './words.js';

type Base = Pick<InboundMessage, 'channel' | 'id' | 'thread' | 'at'>;

export function base(
  partner: Partner,
  event: { id: string; at?: string | undefined },
  thread: string,
  now: Date,
): Base {
  return {
    channel: CHANNEL,
    id: messageOf(partner.id, event.id),
    thread: threadOf(partner.id, thread),
    at: event.at === undefined ? now : new Date(event.at),
  };
}

/** Only files of this partner's very conversation. */
export async function filesOf(house: House, thread: string, ids: readonly string[] = []): Promise<FileRef[]> {
  const refs: FileRef[] = [];
  for (const id of new Set(ids)) {
    const found = await house.file(id, thread);
    if (!found) throw new Refusal('FILE', { id });
    found.bytes.destroy();
    refs.push(found.ref);
  }
  return refs;
}

type Citizen = MessageSaid['citizen'];

/** What was checked is known of the sender; what was only written is a field of the order. */
function sender(citizen: Citizen): Pick<InboundMessage, 'sender'> {
  const { name, verifiedPhone } = citizen ?? {};
  if (verifiedPhone === undefined) return {};
  return { sender: { phone: verifiedPhone, ...(name === undefined ? {} : { name }) } };
}

function fieldsOf(
  fields: MessageSaid['fields'],
  citizen: Citizen,
  more: Record<string, string> | null = null,
): Pick<InboundMessage, 'fields'> {
  const { name, phone } = citizen ?? {};
  const all = Object.entries({ ...fields, name, phone, ...more }).filter(
    (entry): entry is [string, string] => typeof entry[1] === 'string' && entry[1].trim() !== '',
  );
  return all.length > 0 ? { fields: Object.fromEntries(all) } : {};
}

export const offeredKey = (thread: string): string => `offered:${thread}`;

export async function inboundMessage(
  house: House,
  partner: Partner,
  event: MessageSaid,
): Promise<InboundMessage> {
  const { text, fields, citizen, complete } = event;
  if (text.trim() === '' && !event.files?.length && Object.keys(fields ?? {}).length === 0)
    throw new Refusal('EMPTY');
  const from = base(partner, event, event.thread, house.now());
  const offered = mayAnswer(text) ? await house.notes.get<Offered>(offeredKey(from.thread)) : null;
  return {
    ...from,
    text: (offered && chosen(text, offered)) ?? text,
    files: await filesOf(house, from.thread, event.files),
    ...fieldsOf(fields, citizen, offered && amended(text, offered)),
    ...sender(citizen),
    ...(complete ? { complete } : {}),
  };
}

export async function inboundTransfer(
  house: House,
  partner: Partner,
  event: TransferIn,
): Promise<InboundMessage> {
  const { title, text, fields, citizen } = event;
  const from = base(partner, event, event.thread, house.now());
  return {
    ...from,
    text: title === undefined ? text : fill(WORDS.line.titled, { title, text }),
    files: await filesOf(house, from.thread, event.files),
    ...fieldsOf(fields, citizen),
    ...sender(citizen),
    complete: true,
  };
}

/** Nobody's words: a line of the record, for people. */
export function inboundStatus(house: House, partner: Partner, event: TransferStatus): InboundMessage {
  const { no, text } = event;
  return {
    ...base(partner, event, event.thread, house.now()),
    text: fill(WORDS.line.status, {
      partner: partner.title,
      state: WORDS.states[event.state],
      no: no === undefined ? '' : fill(WORDS.line.no, { no }),
      text: text ? fill(WORDS.line.text, { text }) : '',
    }),
    files: [],
    overheard: { from: 'system' },
    report: {
      by: { id: partner.id, title: partner.title },
      about: event.thread,
      state: event.state,
      ...(no === undefined ? {} : { no }),
      ...(text ? { words: text } : {}),
    },
  };
}
