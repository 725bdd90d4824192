/** A line of a conversation as events for the partner whose conversation it is. */
import type { OutboundMessage, ThreadLine } from '../channel.js';
import { type Offered, plain } from '../plain.js';
import { split } from './names.js';
import type { Partner } from './partners.js';
import type { Told } from './wire.js';

/** Kinds whose other end is a machine that keeps books on orders. */
export const BOOKS: ReadonlySet<Partner['kind']> = new Set(['platform', 'police']);

const STATE = { refuse: 'refused', emergency: 'emergency' } as const;
const stateOf = (line: ThreadLine): 'filed' | 'refused' | 'emergency' =>
  STATE[line.decision as keyof typeof STATE] ?? 'filed';

/** What their books are told of it: an order handed over, how one now stands, or one that was just made. */
function booked(line: ThreadLine, id: string, thread: string): Told[] {
  const { entry, order, text } = line;
  const at = line.at.toISOString();
  if (entry?.do === 'transfer') {
    const { title, fields, urgent } = entry;
    return [{ type: 'transfer.out', id, thread, title, text, fields, urgent, at }];
  }
  const told = entry
    ? { orderNo: entry.orderNo, state: entry.stage }
    : order && { orderNo: order.orderNo, state: stateOf(line) };
  return told ? [{ type: 'order.status', id: `${id}:order`, thread, ...told, text, at }] : [];
}

const when = <K extends string, V>(name: K, value: V | undefined): { [P in K]?: V } =>
  (value === undefined ? {} : { [name]: value }) as { [P in K]?: V };

export interface Outgoing {
  events: Told[];
  /** What a short answer to it will mean; null = nothing was offered. */
  offered: Offered | null;
}

export function outgoing({ thread: name, line }: OutboundMessage, partner: Partner): Outgoing {
  const { thread } = split(name);
  const { text, offered } = plain(line);
  // A line's own id says which account wrote it; its number names it as well and says nothing.
  const id = `${thread}:${line.seq}`;
  const at = line.at.toISOString();
  const said: Told = {
    type: 'reply',
    id,
    thread,
    seq: line.seq,
    from: line.from === 'citizen' ? 'system' : line.from,
    text: line.text,
    plain: text,
    at,
    ...when('seat', line.seat),
    ...when('decision', line.decision),
    ...when(
      'choices',
      line.choices?.map(({ label, say }) => ({ label, say })),
    ),
    ...when(
      'draft',
      line.draft && { id: line.draft.id, fields: line.draft.fields.map((one) => ({ ...one })) },
    ),
    ...when(
      'sources',
      line.sources?.map((one) => ({ ...one })),
    ),
    ...when(
      'doors',
      line.doors?.map((one) => ({ ...one })),
    ),
    ...when('order', line.order && { ...line.order }),
    ...when('files', line.files?.length ? line.files.map((one) => ({ ...one })) : undefined),
    ...when('aiWorded', line.aiWorded),
  };
  const books = BOOKS.has(partner.kind) ? booked(line, id, thread) : [];
  const alone = line.entry?.do === 'transfer' || (line.entry?.do === 'status' && line.entry.only);
  return { events: alone ? books : [said, ...books], offered };
}
