/**
 * From what was said to what is kept: buttons and amendments read back, files fetched and kept. A file that
 * cannot be had just now is written down and fetched later, so that neither the platform's five seconds nor
 * the other citizens wait for it; the platform keeps it for three days.
 */
import type { FileRef, Receive } from '../channel.js';
import type { House } from '../kind.js';
import { amended, chosen, type Offered } from '../plain.js';
import type { Api } from './api.js';
import { faultOf } from './faults.js';
import { createLocks } from './locks.js';
import type { Said } from './said.js';
import { fill, WORDS } from './words.js';

export interface IntakeParts {
  channel: string;
  house: House;
  api: Api;
  receive: Receive;
  /** Milliseconds within which a file must begin to come; later is another time. */
  patience: number;
  /** Tells the citizen why a file was not kept; it may fail, the thread says so too. */
  tell(thread: string, sentence: string): Promise<void>;
}

export interface Intake {
  /** Resolves when it is stored: as a message, or as one to be completed. */
  take(said: Said): Promise<void>;
  /** One round over the files that were not to be had. */
  late(): Promise<void>;
  idle(): Promise<void>;
}

export const offeredKey = (thread: string): string => `offered:${thread}`;
const LATE = 'late:';
const MOST_LATE = 100;
/** The platform's own limit for media of citizens. */
const MEDIA_MS = 3 * 86_400_000;

type Bytes = { file: FileRef } | { why: string; tell: boolean } | 'later';
type Waiting = Omit<Said, 'at'> & { at: string };

export function createIntake(parts: IntakeParts): Intake {
  const { channel, house, api, receive } = parts;
  const lock = createLocks();

  async function keep(said: Said, files: FileRef[]): Promise<void> {
    const offered = await house.notes.get<Offered>(offeredKey(said.thread));
    const fields = offered ? amended(said.text, offered) : null;
    await receive({
      channel,
      id: said.id,
      thread: said.thread,
      text: (offered && chosen(said.text, offered)) ?? said.text,
      files,
      at: Number.isNaN(said.at.getTime()) ? house.now() : said.at,
      ...(fields ? { fields } : {}),
    });
  }

  async function fetched({ media, thread, at }: Said): Promise<Bytes> {
    const got = await api.media(media?.id ?? '', parts.patience);
    if ('fault' in got) {
      const over = house.now().getTime() - at.getTime() > MEDIA_MS;
      return faultOf(got.fault).cure === 'again' && !over ? 'later' : { why: WORDS.gone, tell: false };
    }
    try {
      const kept = await house.keep(got.bytes, media?.name ?? '', thread);
      return 'refused' in kept ? { why: kept.refused, tell: true } : { file: kept };
    } catch (error) {
      house.log('warn', 'file cut off', { error: String(error) });
      return 'later';
    } finally {
      got.bytes.destroy();
    }
  }

  /** False = not yet. */
  async function settle(said: Said): Promise<boolean> {
    const bytes = await fetched(said);
    if (bytes === 'later') return false;
    if ('file' in bytes) {
      await keep(said, [bytes.file]);
      return true;
    }
    const kind = WORDS[said.media?.kind ?? 'file'];
    await keep({ ...said, text: fill(WORDS.unkept, { kind, why: bytes.why }) }, []);
    if (bytes.tell) await parts.tell(said.thread, bytes.why);
    return true;
  }

  return {
    take: (said) =>
      lock(said.thread, async () => {
        if (!said.media) return keep(said, []);
        if (!(await settle(said)))
          await house.notes.set(`${LATE}${said.id}`, { ...said, at: said.at.toISOString() });
      }),
    async late() {
      for (const { key, value } of await house.notes.list<Waiting>(LATE, '', MOST_LATE)) {
        const said: Said = { ...value, at: new Date(value.at) };
        if (await lock(said.thread, () => settle(said))) await house.notes.set(key, null);
      }
    },
    idle: () => lock.idle(),
  };
}
