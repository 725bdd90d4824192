/**
 * What a channel is: how words arrive and leave. It knows its platform and nothing else: it has never met
 * a ticket, a unit or a rule. Everything a citizen does is words; a button merely types them.
 *
 * Way in: verify the platform's signature, make an InboundMessage, `await receive(message)`, and only then
 * tell the platform OK. `receive` returns after the message is flushed to disk.
 * Way out: the outbox calls `send` until it answers `ok: true`, or gives up and alerts the desk.
 */

import type { BookEntry, BookReport, Books } from './books.js';
import type { Hook } from './kind.js';

/** A file already checked (magic bytes, size) and kept; channels hand over the id, never the bytes. */
export interface FileRef {
  id: string;
  name: string;
  /** Media type found in the bytes, never the one the sender claimed. */
  type: string;
  size: number;
}

/** One thing a citizen said, the same shape from everywhere. */
export interface InboundMessage {
  /** Name of the channel as written in `channels/index.ts`. */
  channel: string;
  /** The platform's id. The same (channel, id) twice has the effect of once. 1 to 128 characters. */
  id: string;
  /** The platform's conversation; with `channel` it names one thread for ever. */
  thread: string;
  /** As the citizen sent it; at most 4,000 UTF-16 units. May be empty where `files` or `fields` are not. */
  text: string;
  files: FileRef[];
  /** When the platform says it was said. */
  at: Date;
  /** What a form or an amended draft filled in: 'place', 'time', 'content', 'party', 'demand', 'name', 'phone', … */
  fields?: Record<string, string>;
  /** What the platform knows of the sender for certain (a verified phone, a mail address). */
  sender?: { name?: string; phone?: string; email?: string };
  /** Whole and confirmed as it is (another platform's order): it is filed, nobody is asked back first. */
  complete?: true;
  /**
   * Said where a person of the hotline is already on the line (a call): kept in the thread and shown at the
   * desk, never answered by the bot. From 'system' with a seat: that seat has just picked up.
   */
  overheard?: { from: 'citizen' | 'agent' | 'system'; seat?: string };
  /** Whether the sender is who the message names, as far as the platform can tell; for the desk. */
  trust?: Trust;
  /** A digest of what was said, where the same id with something else is a mistake that the platform is told of. */
  print?: string;
  /** Said by another system's books of an order it handed over or took over; `text` says the same for people. */
  report?: BookReport;
}

/** `says`: one plain Chinese sentence. 'forged': somebody may be writing in another's name. */
export interface Trust {
  is: 'sure' | 'unsure' | 'forged';
  says: string;
}

/** A button: `label` is shown, `say` is what pressing it sends as the citizen's words. */
export interface Choice {
  label: string;
  say: string;
}

/** The drafted order as the citizen sees it; every field may be amended in place. */
export interface DraftView {
  id: string;
  fields: DraftField[];
}

export interface DraftField {
  name: 'content' | 'place' | 'time' | 'party' | 'demand' | 'name' | 'phone';
  label: string;
  value: string;
  required: boolean;
}

/** Where an answer comes from; shown folded below it. */
export interface SourceView {
  id: string;
  title: string;
  unit: string;
  /** 依据: laws and documents by name. */
  basis: string[];
  /** yyyy-MM-dd */
  updated: string;
}

/** A number to dial at once, the right door of a refusal, or a page of the citizen's own. */
export interface DoorView {
  name: string;
  number?: string;
  url?: string;
  /** Whoever has it acts as the citizen: it goes to the citizen and nowhere else. */
  own?: true;
}

/** The decisions of the bot (design §5); the type has no other values. */
export type DecisionName =
  | 'answer'
  | 'clarify'
  | 'file'
  | 'refuse'
  | 'emergency'
  | 'progress'
  | 'urge'
  | 'handOver'
  | 'stayQuiet';

/** The words and cards of one line to a citizen, before it has an id and a number. */
export interface Words {
  text: string;
  decision?: DecisionName;
  choices?: Choice[];
  draft?: DraftView;
  sources?: SourceView[];
  doors?: DoorView[];
  /**
   * `order` of a confirmed filing, a refusal's record or an emergency's record. `code` is the query code in
   * clear: it goes to the citizen and nowhere else (the desk's view of a thread drops it).
   */
  order?: { orderNo: string; code: string };
  /** Set where a language model worded the line: 「AI 生成，仅供参考」. */
  aiWorded?: boolean;
}

/** One line of a thread, as stored and as sent. `seq` counts from 1 in each thread, without gaps. */
export interface ThreadLine extends Words {
  id: string;
  seq: number;
  from: 'citizen' | 'bot' | 'agent' | 'system';
  /** Seat number of the agent who wrote it; a citizen never sees a name. */
  seat?: string;
  files?: FileRef[];
  /** Of a citizen's line. */
  trust?: Trust;
  /** It only says who has the conversation: where a line is a mail, it waits for the next one. */
  passing?: true;
  /** The order it is news of. */
  about?: string;
  /** For the books of the system on the other side; `text` says the same for people. */
  entry?: BookEntry;
  at: Date;
}

export interface OutboundMessage {
  channel: string;
  thread: string;
  line: ThreadLine;
  /** Of a channel that bundles: the lines after it, in order; they arrive or fail with it. */
  also?: ThreadLine[];
}

/** A one-time code on its way to a phone. */
export interface CodeMessage {
  /** Of this sending, for ever. */
  id: string;
  /** 11 figures. */
  phone: string;
  /** Six figures. */
  code: string;
  /** The whole short message, the code in it. */
  text: string;
  /** After it the code opens nothing. */
  until: Date;
}

/** How a one-time code went: 'perhaps' = the platform was reached and said nothing; the code may come all the same. */
export type CodeWay = 'sent' | 'perhaps' | 'not';

/** `retry: false` means that this line can never arrive there: the desk is told at once. */
export type Sent = { ok: true } | { ok: false; retry: boolean; reason: string };

/**
 * Says what keeping did. `seen`: it was here before; `seq` is the number that the first delivery was given.
 * `other`: it said something else then, by its print; nothing was done.
 */
export type Received = { kept: true; seen: boolean; seq: number; other?: true };

export type Receive = (message: InboundMessage) => Promise<Received>;

export interface Channel {
  readonly name: string;
  /** Chinese name for people: 网页对话, 微信, … */
  readonly title: string;
  /** Called once; keeps `receive` for what arrives. */
  start(receive: Receive): Promise<void>;
  /** Delivers one line. Must not throw for a platform's refusal: that is a value. */
  send(message: OutboundMessage): Promise<Sent>;
  /** Stops taking in; resolves when nothing is half-received. */
  stop(): Promise<void>;
  /** What the platform calls; mounted by the house below `/hooks/<name>`. */
  readonly hooks?: readonly Hook[];
  /** Null = well; otherwise a Chinese sentence for /readyz and the desk (the mailbox refuses the password). */
  trouble?(): string | null;
  /** Lines of bot and house that wait for one conversation at one moment go out as one. */
  readonly bundles?: true;
  /** Where systems on the other side keep books on orders. */
  readonly books?: Books;
  /** Sends a one-time code by short message; absent where no platform does that. Nothing of it is kept. */
  sendCode?(code: CodeMessage): Promise<CodeWay>;
}
