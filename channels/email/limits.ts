/** Numbers of this channel, each with where it comes from. */
export const LIMITS = {
  /** UTF-16 units of one message: channels/channel.ts. */
  text: 4000,
  /** One attachment, in bytes: issue of the channel, policy knobs `channelFiles`. */
  file: 25 * 1024 * 1024,
  /** Attachments of one mail; more are named, not kept. */
  files: 30,
  /** A whole mail in bytes: several attachments of 25 MB in base64 do not fit into memory for long. */
  mail: 100 * 1024 * 1024,
  /** What of a larger one is read. */
  head: 1024 * 1024,
  /** Up to this a mail is read in the house's own thread, in bytes. */
  readHere: 512 * 1024,
  /** Time and memory of a thread that reads a large one. */
  readMs: 120_000,
  readMegabytes: 1024,
  /** Mails fetched in one go, in bytes and count. */
  chunkBytes: 8 * 1024 * 1024,
  chunkMails: 50,
  /** Senders taken in side by side: each mail waits for the disk several times. */
  sideBySide: 12,
  /** A mailbox seen for the first time: what is unread and not older is taken in, the rest was answered by hand. */
  firstLookMs: 24 * 3_600_000,
  /** A sender's clock may be wrong by this much. */
  clockMs: 2 * 24 * 3_600_000,
  /** The mailbox is asked even when it says nothing: RFC 2177 lets an idle connection die after 29 minutes. */
  pollMs: 5 * 60_000,
  /** Wait before the nth new connection, in milliseconds. */
  firstWaitMs: 1000,
  longestWaitMs: 60_000,
  /** Automatic mails to one address: RFC 3834 §2 asks for a limit; a conversation has fewer. */
  botHourly: 20,
  botDaily: 60,
  /** Our lines of a thread kept to find them in a quote without marks. */
  ourLines: 300,
  /** Message-IDs named in References. */
  references: 12,
} as const;
