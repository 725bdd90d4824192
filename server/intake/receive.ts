/** One door in. Invariant 1: a channel acknowledges only after the message is stored. */
import type { InboundMessage, Received, ThreadLine } from '../../channels/channel.js';
import { Problem } from '../errors.js';
import { shorten } from '../people/privacy.js';
import type { LineStore } from '../store/lines.js';
import type { ThreadStore } from '../store/threads.js';
import type { MessageDoc } from './journal.js';
import { EMPTY_MEMORY, type ThreadDoc } from './thread.js';

export interface ReceiveParts {
  threads: ThreadStore;
  lines: LineStore;
  now: () => Date;
  at: (step: string) => void;
  wake: (thread: string, text: string) => void;
  /** A new citizen line, for the desk and the citizen's other windows. */
  told: (thread: string, line: ThreadLine) => void;
  stopping: () => boolean;
  /** Blind index of a phone number. */
  hashPhone: (phone: string) => string;
}

export const MAX_TEXT = 4000;
const KNOWN = 50_000;

/** Names of form fields: never a path, an operator or a prototype. */
const FIELD = /^[a-z][A-Za-z]{0,31}$/;
const BAD_ID = /[^\x21-\x7e]/;
/** Half a character: no store, mail or screen takes it. */
const LONE_SURROGATE = /\p{Surrogate}/u;

/** The key under which one (channel, id) is known for ever. */
export const lineKey = (channel: string, id: string): string => `${channel}:${id}`;
export const threadKey = (channel: string, thread: string): string => `${channel}:${thread}`;
export const channelOf = (thread: string): string => thread.slice(0, thread.indexOf(':'));

function judge(message: InboundMessage): void {
  if (message.id.length === 0 || message.id.length > 256 || BAD_ID.test(message.id))
    throw new Problem('BAD_REQUEST');
  if (message.thread.length === 0 || message.thread.length > 128 || BAD_ID.test(message.thread))
    throw new Problem('BAD_REQUEST');
  if (message.text.length > MAX_TEXT) throw new Problem('TOO_LONG');
  const fields = Object.entries(message.fields ?? {});
  if (fields.some(([name]) => !FIELD.test(name))) throw new Problem('BAD_REQUEST');
  if (message.text.trim() === '' && message.files.length === 0 && fields.length === 0)
    throw new Problem('INVALID');
  const texts = [message.text, ...fields.map(([, text]) => text)];
  if (texts.some((text) => LONE_SURROGATE.test(text))) throw new Problem('BAD_TEXT');
}

type Opening = Pick<InboundMessage, 'channel' | 'thread' | 'sender'> &
  Partial<Pick<InboundMessage, 'text' | 'overheard'>>;

export function fresh(message: Opening, now: Date): ThreadDoc {
  return {
    _id: threadKey(message.channel, message.thread),
    channel: message.channel,
    platform: message.thread,
    holder: 'bot',
    agent: null,
    version: 0,
    memory: { ...EMPTY_MEMORY, phone: message.sender?.phone ?? null },
    waitingFor: null,
    waitingSince: null,
    reassured: false,
    urgent: false,
    turns: 0,
    delivered: 0,
    sender: message.sender ?? {},
    lastText: message.overheard ? shorten(message.text ?? '', 200) : '',
    createdAt: now,
    updatedAt: now,
  };
}

/** What was overheard waits for no turn, and what the agent said has reached the citizen. */
function stateOf({ overheard }: InboundMessage): MessageDoc['state'] {
  if (!overheard) return 'kept';
  return overheard.from === 'citizen' ? 'done' : 'sent';
}

/** The same id, and something else. What has no print, or none any more, is taken for the same. */
const isOther = ({ print }: InboundMessage, first: { print?: string }): boolean =>
  print !== undefined && first.print !== undefined && first.print !== print;

export function createReceive(parts: ReceiveParts): (message: InboundMessage) => Promise<Received> {
  /** Threads are never deleted: once seen, no need to look again. */
  const known = new Map<string, string | undefined>();
  const opening = (message: InboundMessage, now: Date): ThreadDoc => {
    const { phone } = message.sender ?? {};
    return { ...fresh(message, now), ...(phone ? { phoneHash: parts.hashPhone(phone) } : {}) };
  };
  return async function receive(message) {
    if (parts.stopping()) throw new Problem('STOPPING');
    judge(message);
    const now = parts.now();
    const thread = threadKey(message.channel, message.thread);
    const key = lineKey(message.channel, message.id);
    // A thread's first line is the moment it comes to be.
    if (!known.has(thread)) {
      const first = message.print ? await parts.lines.get(key) : null;
      // Refused, it opens no conversation.
      if (first && isOther(message, first)) return { kept: true, seen: true, seq: first.seq, other: true };
      const { createdAt } = await parts.threads.open(opening(message, now));
      if (createdAt.getTime() === now.getTime()) parts.lines.begins(thread);
      if (known.size >= KNOWN) known.clear();
      known.set(thread, undefined);
    }
    const { sender } = message;
    // A platform may learn a phone for certain long after the first word.
    if (sender?.phone && known.get(thread) !== sender.phone) {
      const row = await parts.threads.get(thread);
      if (row && row.sender.phone !== sender.phone)
        await parts.threads.knows(thread, { ...row.sender, ...sender }, parts.hashPhone(sender.phone));
      known.set(thread, sender.phone);
    }
    const line = {
      id: message.id,
      from: message.overheard?.from ?? ('citizen' as const),
      ...(message.overheard?.seat ? { seat: message.overheard.seat } : {}),
      text: message.text,
      files: message.files,
      at: now,
      ...(message.trust ? { trust: message.trust } : {}),
    };
    const { seq, seen, ...first } = await parts.lines.append({
      ...line,
      _id: key,
      thread,
      channel: message.channel,
      state: stateOf(message),
      ...(message.complete ? { complete: true } : {}),
      ...(message.print ? { print: message.print } : {}),
      ...(message.fields && Object.keys(message.fields).length > 0 ? { fields: message.fields } : {}),
    });
    parts.at('kept');
    if (seen && isOther(message, first)) return { kept: true, seen, seq, other: true };
    if (!seen) {
      parts.told(thread, { ...line, seq });
      if (!message.overheard) parts.wake(thread, message.text);
    }
    return { kept: true, seen, seq };
  };
}
