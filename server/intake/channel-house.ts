/** What the house lends to a channel (channels/kind.ts): files under its own threads, notes, a clock, a log. */
import type { Sent } from '../../channels/channel.js';
import type { House, Setting, Values } from '../../channels/kind.js';
import { Problem } from '../errors.js';
import type { Files } from '../files/files.js';
import { leaving } from '../files/leaving.js';
import type { Caps } from '../files/receive.js';
import { type Log, maskText } from '../http/log.js';
import type { NoteStore } from '../store/notes.js';
import { CHANNEL_WORDS } from './channel-words.js';
import { threadKey } from './receive.js';

export interface ChannelHouseParts {
  files: Files;
  notes: NoteStore;
  /** What platforms may deliver; wider than what a browser may upload. */
  caps: Caps;
  log: Log;
  now: () => Date;
  pause: (ms: number) => Promise<void>;
  late: (channel: string, line: string, sent: Sent) => Promise<void>;
  publicUrl: string | null;
}

/** The limits of a platform's files are not those that the sentences of an upload name. */
function refusal({ code, message }: Problem, { maxBytes }: Caps): string {
  if (code === 'FILE_TYPE') return CHANNEL_WORDS.fileType;
  if (code !== 'FILE_TOO_LARGE') return message;
  return CHANNEL_WORDS.fileTooLarge.replace('{mb}', String(Math.floor(maxBytes / 2 ** 20)));
}

export function channelHouse(
  channel: string,
  settings: readonly Setting[],
  values: Values,
  parts: ChannelHouseParts,
): House {
  const { files, log, now } = parts;
  const secrets = settings.flatMap(({ key, secret }) => (secret && values[key] ? [values[key]] : []));
  /** Belt and braces: a platform's error text may quote what we sent it. */
  const clean = (text: string): string =>
    maskText(secrets.reduce((left, secret) => left.replaceAll(secret, '***'), text));
  return {
    async keep(bytes, name, thread) {
      try {
        return await files.keep(bytes, { name, thread: threadKey(channel, thread), now: now() }, parts.caps);
      } catch (error) {
        if (error instanceof Problem) return { refused: refusal(error, parts.caps) };
        throw error;
      }
    },
    async file(id, thread) {
      try {
        return await leaving(files, await files.find(id, threadKey(channel, thread)));
      } catch (error) {
        if (error instanceof Problem) return null;
        throw error;
      }
    },
    late: (line, sent) => parts.late(channel, line, sent),
    notes: parts.notes.of(channel),
    now,
    pause: parts.pause,
    log(level, what, facts = {}) {
      const told = Object.fromEntries(
        Object.entries(facts).map(([name, fact]) => [name, typeof fact === 'string' ? clean(fact) : fact]),
      );
      log[level]({ ...told, channel }, clean(what));
    },
    publicUrl: parts.publicUrl,
  };
}
