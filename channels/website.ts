/**
 * 政府网站信箱: letters. A letter is complete when it arrives; what is written to it later is a line of the same
 * thread, and the answer is read by letter number and code, so a stored line is as good as sent.
 */
import type { Channel, FileRef, InboundMessage } from './channel.js';

export interface Letter {
  /** The browser's own id: the same one twice is one letter. */
  id: string;
  letterNo: string;
  /** What the citizen calls it: consult, help, complaint, report, suggest, praise. */
  kind: string;
  title: string;
  content: string;
  region?: string | undefined;
  name?: string | undefined;
  phone?: string | undefined;
  /** The name must not go to whoever handles it. */
  secret: boolean;
}

/** The phone is a field, not `sender`: nobody has verified it. */
export function letterMessage(letter: Letter, files: FileRef[], now: Date): InboundMessage {
  const { letterNo, kind, title, content, region, name, phone, secret } = letter;
  return {
    channel: 'website',
    id: letterNo,
    thread: letterNo,
    text: `${title}\n${content}`,
    files,
    at: now,
    fields: {
      kind,
      title,
      content,
      ...(region ? { region } : {}),
      ...(name ? { name } : {}),
      ...(phone ? { phone } : {}),
      ...(secret ? { secret: 'yes' } : {}),
    },
  };
}

export interface More {
  id: string;
  letterNo: string;
  text: string;
}

export const moreMessage = ({ id, letterNo, text }: More, files: FileRef[], now: Date): InboundMessage => ({
  channel: 'website',
  id: `${letterNo}:${id}`,
  thread: letterNo,
  text,
  files,
  at: now,
});

export function websiteChannel(): Channel {
  return {
    name: 'website',
    title: '网站来信',
    // Letters come through the HTTP routes, which hand them to the same door themselves.
    start: async () => {},
    send: async () => ({ ok: true }),
    stop: async () => {},
  };
}
