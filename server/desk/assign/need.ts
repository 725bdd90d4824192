/** What a waiting conversation asks of whoever takes it, read from what the citizen said. */
import { languageOf } from '../../../bot/script.js';
import type { Nlu } from '../../../nlu/understanding.js';
import type { MessageDoc } from '../../intake/journal.js';
import type { ThreadDoc } from '../../intake/thread.js';
import type { LineStore } from '../../store/lines.js';
import type { ThreadStore } from '../../store/threads.js';
import { fillForm } from '../form.js';
import type { Need } from './rank.js';
import { WORDS } from './words.js';

export interface NeedParts {
  threads: Pick<ThreadStore, 'ofPerson' | 'byPhoneHash'>;
  lines: Pick<LineStore, 'latest'>;
  nlu: Nlu;
  /** Days after which it does not matter any more who had the citizen. */
  previousDays: number;
  now: () => Date;
}

const READ = 12;
const UNDERSTOOD = 4;
const FEW = 5;
const NOTHING = { category: null, hotline: null };
const DAY_MS = 86_400_000;

const ASKED = WORDS.asksFor.map(({ code, words }) => ({ code, pattern: new RegExp(words, 'u') }));

/** In the script they write, or in Chinese words that ask for somebody who speaks it. */
function languageIn(texts: readonly string[]): string | null {
  for (const text of [...texts].reverse()) {
    const code = languageOf(text) ?? ASKED.find(({ pattern }) => pattern.test(text))?.code;
    if (code) return code;
  }
  return null;
}

export function createNeeds({ threads, lines, nlu, previousDays, now }: NeedParts) {
  const known = new Map<string, { seen: string; need: Omit<Need, 'previous' | 'line'> }>();

  async function read(doc: ThreadDoc): Promise<Omit<Need, 'previous' | 'line'>> {
    const seen = `${doc.waitingSince?.getTime()} ${doc.lastText}`;
    const before = known.get(doc._id);
    if (before?.seen === seen) return before.need;
    const said = (await lines.latest(doc._id, READ)).filter(
      (line): line is MessageDoc => line.from === 'citizen' && line.text.trim() !== '',
    );
    const language = languageIn(said.map(({ text }) => text));
    // Not understood is offered all the same: to whoever has least to do.
    const { category, hotline } = await fillForm(said.slice(-UNDERSTOOD), doc.memory, nlu).catch(
      () => NOTHING,
    );
    const need = { language, category, hotline };
    // Only what still waits is worth keeping: the oldest goes, one for one.
    if (known.size >= 500) known.delete(known.keys().next().value ?? '');
    known.set(doc._id, { seen, need });
    return need;
  }

  /** Of this conversation, or of the same proven citizen's others, the latest. */
  async function previous(doc: ThreadDoc): Promise<string | null> {
    const since = now().getTime() - previousDays * DAY_MS;
    const lately = ({ lastAgent, claimedAt }: ThreadDoc) =>
      lastAgent && (claimedAt?.getTime() ?? 0) >= since ? lastAgent : null;
    const own = lately(doc);
    if (own) return own;
    const others = doc.person
      ? await threads.ofPerson(doc.person)
      : await threads.byPhoneHash(doc.phoneHash ?? '', FEW);
    return others.map(lately).find((account) => account !== null) ?? null;
  }

  return async (doc: ThreadDoc): Promise<Need> => ({
    ...(await read(doc)),
    line: doc.transfer?.line ?? null,
    previous: await previous(doc),
  });
}
