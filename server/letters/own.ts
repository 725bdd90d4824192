/** The citizen's own letter, by number and code: read, written to, given to the public or taken back. */
import type { FileRef, InboundMessage, Received } from '../../channels/channel.js';
import { moreMessage } from '../../channels/website.js';
import { Problem } from '../errors.js';
import type { Kept } from '../http/contract-chat.js';
import type { LetterView } from '../http/contract-letters.js';
import type { GuessLock } from '../http/guess-lock.js';
import { say, WORDS } from '../http/words.js';
import type { Commit, Committed, MessageDoc } from '../intake/journal.js';
import type { Audit } from '../people/audit.js';
import type { Policy } from '../policy/types.js';
import type { LetterStore } from '../store/letters.js';
import type { LineStore } from '../store/lines.js';
import { consented, type Letter, letterClaim } from './letter.js';
import { covered, type Known, personalIn } from './personal.js';
import { told } from './read.js';
import { firstReplyBy } from './rules.js';
import { readLetterNo, type Signs } from './signs.js';
import { LETTERS } from './words.js';

export interface Shown {
  letterNo: string;
  code: string;
}

export interface OwnParts {
  letters: LetterStore;
  lines: LineStore;
  signs: Signs;
  /** Shared with orders: one wrong code is one guess, wherever it was tried. */
  guesses: GuessLock;
  policy: Policy;
  audit: Audit;
  commit: (commit: Commit) => Promise<Committed>;
  receive: (message: InboundMessage) => Promise<Received>;
  adopt: (ids: string[], owner: string) => Promise<FileRef[]>;
  now: () => Date;
}

export interface Own {
  view(shown: Shown): Promise<LetterView>;
  more(shown: Shown, said: { id: string; text: string; files: string[] }, ip: string): Promise<Kept>;
  consent(shown: Shown, publish: boolean, ip: string): Promise<LetterView>;
}

const RETRIES = 5;

export function createOwn(parts: OwnParts): Own {
  const { letters, signs, guesses, policy, now } = parts;

  /** A wrong number and a wrong code are one answer, and both count. */
  async function opened({ letterNo: typed, code }: Shown): Promise<Letter> {
    const seconds = guesses.enter(typed, now());
    if (seconds > 0) throw new Problem('LOCKED', undefined, say(WORDS.waitSeconds, { seconds }), seconds);
    const letterNo = readLetterNo(typed);
    const letter = letterNo === null ? null : await letters.get(letterNo);
    if (letterNo === null || !signs.opens(letterNo, code) || !letter) throw new Problem('NO_LETTER');
    guesses.right(typed);
    return letter;
  }

  /** Whose code it is nobody knows for sure: the citizen's words are masked, ours are as they were said. */
  const hidden = (text: string, known: Known) => covered(text, personalIn(text, known));
  const lineOf = (line: MessageDoc, known: Known): LetterView['lines'][number] => ({
    at: line.at.toISOString(),
    from: line.from,
    text: line.from === 'citizen' ? hidden(line.text, known) : line.text,
    ...(line.seat ? { seat: line.seat } : {}),
    ...(line.sources ? { sources: line.sources } : {}),
    ...(line.doors ? { doors: line.doors } : {}),
    ...(line.order ? { order: line.order } : {}),
    files: line.files?.length ?? 0,
  });

  async function viewOf(letter: Letter): Promise<LetterView> {
    const { title, known, lines, repliedAt } = await told(parts.lines, letter);
    const { states } = LETTERS;
    const open = letter.stage === 'published' && letter.publication !== null;
    return {
      letterNo: letter.letterNo,
      kind: letter.kind,
      kindName: policy.types.find(({ type }) => type === letter.kind)?.name ?? letter.kind,
      regionName: letter.region ? policy.regionName(letter.region) : '',
      title: hidden(title, known),
      state: open ? states.open : repliedAt ? states.replied : states.waiting,
      createdAt: letter.createdAt.toISOString(),
      firstReplyBy: firstReplyBy(letter.createdAt).toISOString(),
      lines: lines.map((line) => lineOf(line, known)),
      reply: letter.reply,
      publish: letter.publish,
      publicPath: open && letter.publication ? `/letters/${letter.publication.id}` : null,
    };
  }

  return {
    view: async (shown) => viewOf(await opened(shown)),

    async more(shown, { id, text, files }, ip) {
      const { letterNo, thread } = await opened(shown);
      const refs = await parts.adopt(files, thread);
      const { seq, seen } = await parts.receive(moreMessage({ id, letterNo, text }, refs, now()));
      if (!seen) await parts.audit({ who: null, ip, action: 'letter.more', target: letterNo });
      return { seq, seen };
    },

    async consent(shown, publish, ip) {
      let letter = await opened(shown);
      for (let tries = 0; tries < RETRIES && letter.publish !== publish; tries++) {
        const next = consented(letter, publish, LETTERS.withdrawn, now());
        await parts.commit({
          cause: `consent:${letterClaim(next)}`,
          actor: { kind: 'citizen', id: letter.thread, role: 'CITIZEN', ip },
          claims: [letterClaim(next)],
          changes: [{ do: 'letter', letter: next }],
          before: { publish: letter.publish, stage: letter.stage },
        });
        const reason = publish ? 'yes' : 'no';
        await parts.audit({ who: null, ip, action: 'letter.consent', target: letter.letterNo, reason });
        // An editor may have been quicker: read again, the citizen's word is the last.
        letter = (await letters.get(letter.letterNo)) ?? letter;
      }
      if (letter.publish !== publish) throw new Problem('STALE');
      return viewOf(letter);
    },
  };
}
