/**
 * A letter comes in: it gets number and code in the commit that makes it, then its words go through the one
 * door like every message. Only then is the citizen told; the same form again gets the same answer.
 */
import type { FileRef, InboundMessage, Received } from '../../channels/channel.js';
import { letterMessage } from '../../channels/website.js';
import type { Nlu } from '../../nlu/understanding.js';
import { Problem } from '../errors.js';
import type { LetterFiled, LetterForm } from '../http/contract-letters.js';
import type { Commit, Committed } from '../intake/journal.js';
import { threadKey } from '../intake/receive.js';
import type { Audit } from '../people/audit.js';
import type { Policy } from '../policy/types.js';
import { gate } from '../qa/gate.js';
import type { LetterStore } from '../store/letters.js';
import { formatOrderNo, shanghaiDay } from '../tickets/number.js';
import { claimOf, createNumbers, keyOf } from '../tickets/numbers.js';
import { consents, type Letter, letterClaim } from './letter.js';
import { firstReplyBy, phoneNeeded } from './rules.js';
import { LETTER, type Signs } from './signs.js';
import { fill, LETTERS } from './words.js';

export interface WriteParts {
  letters: LetterStore;
  signs: Signs;
  policy: Policy;
  nlu: Pick<Nlu, 'understand'>;
  audit: Audit;
  commit: (commit: Commit) => Promise<Committed>;
  receive: (message: InboundMessage) => Promise<Received>;
  adopt: (ids: string[], owner: string) => Promise<FileRef[]>;
  now: () => Date;
}

export type Write = (form: LetterForm, ip: string) => Promise<LetterFiled>;

const HOUR_MS = 3_600_000;

function judge(form: LetterForm, policy: Policy): void {
  const wrong = (hint: string) => new Problem('INVALID', undefined, hint);
  if (form.region && !policy.regions.some(({ code }) => code === form.region)) throw wrong(LETTERS.noRegion);
  if (!form.anonymous && !form.name?.trim()) throw wrong(LETTERS.needName);
  if (phoneNeeded(form.kind, form.anonymous) && !form.phone)
    throw wrong(phoneNeeded(form.kind, true) ? LETTERS.needPhone : LETTERS.needPhoneNamed);
}

export function createWrite(parts: WriteParts): Write {
  const { letters, signs, policy, commit, now } = parts;
  const numbers = createNumbers({ lastTaken: (key) => letters.lastSeq(key.replaceAll(':', '')) });

  async function make(form: LetterForm, digest: string): Promise<Letter> {
    const at = now();
    const day = shanghaiDay(at);
    const region = form.region ?? null;
    const key = keyOf({ region: region ?? policy.knobs.home, day, letter: LETTER });
    await numbers.take(key, (seq) => {
      const letterNo = formatOrderNo({ region: region ?? policy.knobs.home, day, letter: LETTER, seq });
      const letter: Letter = {
        letterNo,
        version: 1,
        id: form.id,
        digest,
        thread: threadKey('website', letterNo),
        kind: form.kind,
        region,
        anonymous: form.anonymous,
        reply: form.reply,
        publish: form.publish,
        stage: consents(form) ? 'consented' : 'private',
        publication: null,
        createdAt: at,
        updatedAt: at,
      };
      return commit({
        cause: `letter:${form.id}`,
        actor: { kind: 'citizen', id: letter.thread, role: 'CITIZEN' },
        claims: [letterClaim(letter), claimOf(key, seq)],
        changes: [{ do: 'letter', letter }],
        before: {},
      });
    });
    const made = await letters.byId(form.id);
    if (!made) throw new Error(`letter of form ${form.id} was not made`);
    return made;
  }

  return async (form, ip) => {
    judge(form, policy);
    const digest = signs.digestOf(form);
    const letter = (await letters.byId(form.id)) ?? (await make(form, digest));
    // Whoever hits on a stranger's id must not be shown the stranger's number.
    if (letter.digest !== digest) throw new Problem('STALE');
    const files = await parts.adopt(form.files ?? [], letter.thread);
    const { letterNo } = letter;
    // An anonymous letter keeps no name, whatever was typed before the box was ticked.
    const words = {
      ...form,
      letterNo,
      secret: form.anonymous,
      ...(form.anonymous ? { name: undefined } : {}),
    };
    const { seen } = await parts.receive(letterMessage(words, files, now()));
    if (!seen) await parts.audit({ who: null, ip, action: 'letter.write', target: letterNo });
    const by = firstReplyBy(letter.createdAt);
    const understanding = await parts.nlu.understand(form.content, { channel: 'website' });
    return {
      letterNo,
      code: signs.codeOf(letterNo),
      next: fill(LETTERS.next, { hours: Math.round((by.getTime() - letter.createdAt.getTime()) / HOUR_MS) }),
      firstReplyBy: by.toISOString(),
      notices: gate(understanding, policy).notices,
    };
  };
}
