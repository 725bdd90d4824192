/**
 * From what was said to what is kept: buttons and amendments read back, files fetched and kept. A file that
 * cannot be had just now is written down and fetched later, so that neither the platform's five seconds nor
 * the other citizens wait for it; the platform keeps it for three days.
 */
import type { FileRef, Receive } from '../channel.js';
import type { House } from '../kind.js';
import { mayAnswer, type Offered } from '../plain.js';
import { meant } from '../wechat/incoming.js';
import { createLanes } from '../wechat/lanes.js';
import type { Look, Traffic } from '../wechat/puppet.js';
import { fill } from '../wechat/words.js';
import type { Api } from './api.js';
import { faultOf } from './faults.js';
import type { Said } from './said.js';
import { WORDS } from './words.js';

export interface IntakeParts {
  channel: string;
  house: House;
  api: Api;
  receive: Receive;
  traffic: Pick<Traffic, 'carry'>;
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
const PAGE = 100;
/** The platform's own limit for media of citizens. */
const MEDIA_MS = 3 * 86_400_000;

type Bytes = { file: FileRef } | { why: string; tell: boolean } | 'later';
type Waiting = Omit<Said, 'at'> & { at: string };

export function createIntake(parts: IntakeParts): Intake {
  const { channel, house, api, receive, traffic } = parts;
  const lanes = createLanes();

  async function keep(said: Said, files: FileRef[]): Promise<void> {
    const key = offeredKey(said.thread);
    const offered = mayAnswer(said.text) ? await house.notes.get<Offered>(key) : null;
    const { text, fields, used } = meant(said, offered);
    await receive({
      channel,
      id: said.id,
      thread: said.thread,
      text,
      files,
      at: Number.isNaN(said.at.getTime()) ? house.now() : said.at,
      ...(Object.keys(fields).length > 0 ? { fields } : {}),
    });
    // A number means once what it says: the next 「2」 may be the number of a house.
    if (used) await house.notes.set(key, { ...offered, choices: [] });
  }

  async function fetched({ media, thread, at }: Said): Promise<Bytes> {
    const got = await api.media(media?.id ?? '', parts.patience);
    if (!got.ok) {
      const over = house.now().getTime() - at.getTime() > MEDIA_MS;
      return faultOf(got.fault).cure === 'again' && !over ? 'later' : { why: WORDS.gone, tell: false };
    }
    try {
      const kept = await house.keep(got.body, media?.name ?? '', thread);
      return 'refused' in kept ? { why: kept.refused, tell: true } : { file: kept };
    } catch (error) {
      house.log('warn', 'file cut off', { error: String(error) });
      return 'later';
    } finally {
      got.body.destroy();
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

  async function store(said: Said): Promise<void> {
    if (!said.media) return keep(said, []);
    if (await settle(said)) return;
    await house.notes.set(`${LATE}${said.id}`, { ...said, at: said.at.toISOString() });
  }

  return {
    // Wechaty keeps no order of its own: one citizen's messages go through it one by one.
    take: (said) => lanes.run(said.thread, () => traffic.carry(carried(said), () => store(said))),
    async late() {
      for (let after = ''; ; ) {
        const rows = await house.notes.list<Waiting>(LATE, after, PAGE);
        for (const { key, value } of rows) {
          const said: Said = { ...value, at: new Date(value.at) };
          if (await lanes.run(said.thread, () => settle(said))) await house.notes.set(key, null);
        }
        const last = rows.at(-1);
        if (!last) return;
        after = last.key;
      }
    },
    idle: () => lanes.idle(),
  };
}

const carried = ({ thread, media, place, ...said }: Said) => ({
  ...said,
  from: thread,
  look: lookOf(media, place),
});

/** Wechaty has no look for a file that fits none of its own. */
const lookOf = (media: Said['media'], place: string | null): Look =>
  media && media.kind !== 'file' ? media.kind : place ? 'location' : 'text';
