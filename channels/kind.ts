/**
 * What the house must know of a channel before it is open, and what an open channel is lent by the house.
 * A kind is one line of `channels/index.ts`. It is off when none of its settings is set; any of them without
 * all the required ones is a fault at start that names what is missing. A channel reads nothing but the values it is given.
 */
import type { Readable } from 'node:stream';
import type { Channel, FileRef, Sent } from './channel.js';

/** One key of the environment. `NAME_FILE` reads it from a file, as everywhere. */
export interface Setting {
  /** WECHAT_APP_ID: begins with the channel's own word. */
  key: string;
  /** Chinese, one line, for .env.example and for faults. */
  says: string;
  example: string;
  /** Never printed, not even in a fault. */
  secret?: true;
  /** May be absent while the channel is on. */
  optional?: true;
}

/** The settings of one kind that are set, by key. */
export type Values = Readonly<Record<string, string>>;

export interface ChannelKind {
  /** As in InboundMessage.channel: lower case, no colon. */
  name: string;
  /** Chinese name for people. */
  title: string;
  settings: readonly Setting[];
  /** What is wrong with complete values, one Chinese sentence a fault, each beginning with its key. */
  faults?(values: Values): string[];
  open(values: Values, house: House): Channel;
}

/** What a channel may use of the house: durable, and nothing about tickets. */
export interface House {
  /**
   * Keeps bytes for a thread of this channel: flushed when it resolves. What may not be kept (type found in
   * the bytes, size) is a value whose `refused` is a Chinese sentence for the citizen.
   */
  keep(bytes: Readable, name: string, thread: string): Promise<FileRef | { refused: string }>;
  /**
   * A file that belongs to a thread of this channel, to send it out: a picture without what it says of its own
   * making, so its size may be another. Null = not there, or nobody knows what it says.
   */
  file(id: string, thread: string): Promise<{ ref: FileRef; bytes: Readable } | null>;
  /**
   * What a platform tells of a line after `send` was answered: it could not deliver it after all (rings at the
   * desk, as `retry: false` does), or one held back has gone out. A line of another channel is left alone.
   */
  late(line: string, sent: Sent): Promise<void>;
  /** Small durable notes of this channel alone: cursors, tokens, a thread's last choices. Values are JSON. */
  notes: Notes;
  now(): Date;
  /** Milliseconds pass; wakes early (resolves) when the house stops. Tests put a clock here. */
  pause(ms: number): Promise<void>;
  /** A line in the log; texts and secrets do not belong into `facts`. */
  log(
    level: 'info' | 'warn' | 'error',
    what: string,
    facts?: Readonly<Record<string, string | number>>,
  ): void;
  /** Where citizens reach the house, e.g. https://12345.example.gov.cn; null = unknown. */
  publicUrl: string | null;
}

export interface Notes {
  get<T>(key: string): Promise<T | null>;
  /** On disk when it resolves. Null removes it. */
  set(key: string, value: unknown): Promise<void>;
  /** Sets it unless something is there; says whether it did. One winner among processes. */
  take(key: string, value: unknown): Promise<boolean>;
  /** Keys that begin with `prefix` and come after `after` ('' = from the first), in order of their bytes. */
  list<T>(prefix: string, after: string, limit: number): Promise<{ key: string; value: T }[]>;
  /** Removes notes whose key begins with `prefix` and that were last set before; says how many. */
  drop(prefix: string, before: Date): Promise<number>;
}

/** What a platform calls, below `/hooks/<channel>`; raw bytes, so that a signature can be checked over them. */
export interface Hook {
  method: 'get' | 'post';
  /** '' or '/contact'; no parameters: what differs goes into the query or the body. */
  path: string;
  maxBytes: number;
  /** Must not throw for what a stranger sends: that is a status. */
  answer(asked: HookAsked): Promise<HookAnswer>;
}

export interface HookAsked {
  /** First value of each name. */
  query: Readonly<Record<string, string>>;
  /** The query as it was sent, without '?': what a signature may be over. */
  search: string;
  /** Lower-case names. */
  headers: Readonly<Record<string, string | undefined>>;
  body: Buffer;
  ip: string;
}

export interface HookAnswer {
  status: number;
  /** Media type of `body`. */
  type: string;
  body: string | Buffer;
  headers?: Readonly<Record<string, string>>;
}
