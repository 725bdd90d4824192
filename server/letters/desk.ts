/** 来信公开 at the desk: what may become public, redacted and checked, and off again at any moment. */

import { staff } from '../desk/moves.js';
import { limitOf } from '../desk/thread-routes.js';
import { Problem } from '../errors.js';
import type { LetterCard, LetterDesk, LetterText } from '../http/contract-letters.js';
import { type Handlers, type SignedIn, signedIn } from '../http/handler.js';
import type { Commit, Committed } from '../intake/journal.js';
import type { Audit } from '../people/audit.js';
import type { Masks } from '../people/privacy.js';
import type { Policy } from '../policy/types.js';
import type { LetterStore } from '../store/letters.js';
import type { LineStore } from '../store/lines.js';
import {
  consents,
  type Letter,
  letterClaim,
  type PublicField,
  type PublicText,
  published,
  type Stage,
  takenDown,
} from './letter.js';
import { covered, leftIn, personalIn, weighWaivers } from './personal.js';
import { type Told, told } from './read.js';
import { firstReplyBy } from './rules.js';
import type { Signs } from './signs.js';
import { fill, LETTERS } from './words.js';

export interface DeskParts {
  letters: LetterStore;
  lines: LineStore;
  signs: Signs;
  policy: Policy;
  masks: Masks;
  audit: Audit;
  commit: (commit: Commit) => Promise<Committed>;
  now: () => Date;
}

export type DeskRoutes = 'letters' | 'letterDesk' | 'letterCheck' | 'letterPublish' | 'letterTakeDown';

const STAGES: readonly Stage[] = ['private', 'consented', 'published', 'down'];
/** What a whole-letter hint may list before it becomes a wall. */
const LISTED = 6;

export function letterDesk(parts: DeskParts): Handlers<DeskRoutes> {
  const { letters, policy, masks, now } = parts;

  async function found(letterNo: string | undefined): Promise<Letter> {
    const letter = letterNo ? await letters.get(letterNo) : null;
    if (!letter) throw new Problem('NOT_FOUND');
    return letter;
  }

  function cardOf(letter: Letter, { title, known, repliedAt }: Told): LetterCard {
    const { letterNo, thread, version, kind, anonymous, stage, createdAt, publication } = letter;
    return {
      ...{ letterNo, thread, version, kind, anonymous, stage },
      kindName: policy.types.find(({ type }) => type === kind)?.name ?? kind,
      regionName: letter.region ? policy.regionName(letter.region) : '',
      title: covered(title, personalIn(title, known)),
      createdAt: createdAt.toISOString(),
      firstReplyBy: firstReplyBy(createdAt).toISOString(),
      repliedAt: repliedAt?.toISOString() ?? null,
      publicPath: stage === 'published' && publication ? `/letters/${publication.id}` : null,
    };
  }

  async function pageOf(letter: Letter): Promise<LetterDesk> {
    const read = await told(parts.lines, letter);
    const texts: PublicText = { title: read.title, content: read.content, reply: read.reply };
    // The editor is shown what was covered, never what lies under it: nothing here needs to be unmasked.
    const spans = leftIn(texts, read.known);
    const over = (field: PublicField) => covered(texts[field], spans[field]);
    const { publication } = letter;
    return {
      card: cardOf(letter, read),
      proposal: { title: over('title'), content: over('content'), reply: over('reply') },
      covered: spans,
      publication: publication && {
        title: publication.title,
        content: publication.content,
        reply: publication.reply,
        at: publication.at.toISOString(),
        by: publication.by,
        waived: publication.waived,
        down: publication.down && { ...publication.down, at: publication.down.at.toISOString() },
      },
    };
  }

  async function write(name: string, letter: Letter, next: Letter, account: SignedIn, ip: string) {
    const answer = await parts.commit({
      cause: `${name}:${letterClaim(next)}:${account.account}`,
      actor: staff(account, ip),
      claims: [letterClaim(next)],
      changes: [{ do: 'letter', letter: next }],
      before: { stage: letter.stage, publication: letter.publication },
    });
    if (answer === 'conflict') throw new Problem('STALE');
  }

  const where = ({ field, span }: ReturnType<typeof weighWaivers>['open'][number]): string =>
    fill(LETTERS.left, {
      field: LETTERS.fields[field],
      at: span.from + 1,
      kind: LETTERS.kinds[span.kind] ?? LETTERS.otherKind,
    });

  return {
    async letters({ query }) {
      const stage = STAGES.find((name) => name === query.stage);
      if (query.stage && query.stage !== 'all' && !stage) throw new Problem('BAD_REQUEST');
      const { rows, next, total } = await letters.list(
        stage ?? null,
        query.after || null,
        limitOf(query.limit),
      );
      const cards = rows.map(async (letter) => cardOf(letter, await told(parts.lines, letter)));
      return { rows: await Promise.all(cards), next, total };
    },

    async letterDesk(asked) {
      const letter = await found(asked.params.letter);
      await parts.audit({
        who: signedIn(asked),
        ip: asked.ip,
        action: 'letter.read',
        target: letter.letterNo,
      });
      return pageOf(letter);
    },

    async letterCheck({ params, body }) {
      const letter = await found(params.letter);
      const { known } = await told(parts.lines, letter);
      return leftIn(body, known);
    },

    async letterPublish(asked) {
      const { body, ip } = asked;
      const account = signedIn(asked as never);
      const letter = await found(asked.params.letter);
      if (letter.version !== body.version) throw new Problem('STALE');
      if (!consents(letter)) throw new Problem('NOT_ALLOWED', LETTERS.noConsent);
      const { known, repliedAt } = await told(parts.lines, letter);
      if (!repliedAt) throw new Problem('NOT_ALLOWED', LETTERS.notReplied);
      const texts = trimmed(body);
      const { open, used } = weighWaivers(leftIn(texts, known), body.waived);
      const refused = open.length > 0;
      const trace = { who: account, ip, action: 'letter.publish', target: letter.letterNo } as const;
      if (refused) {
        await parts.audit({ ...trace, result: 'refused' });
        throw new Problem('PERSONAL', undefined, open.slice(0, LISTED).map(where).join('；'));
      }
      const at = now();
      const id = parts.signs.placeOf(letter.letterNo);
      const publication = { ...texts, id, waived: used, by: account.account, at, repliedAt, down: null };
      // Written down first: what cannot be traced does not happen.
      await parts.audit({ ...trace, reason: used.map(({ reason }) => reason).join('；') });
      await write('publish', letter, published(letter, publication, at), account, ip);
      return pageOf(await found(letter.letterNo));
    },

    async letterTakeDown(asked) {
      const { body, ip } = asked;
      const account = signedIn(asked as never);
      const letter = await found(asked.params.letter);
      const reason = body.reason.trim();
      if (letter.stage !== 'published') throw new Problem('NOT_ALLOWED');
      if (letter.version !== body.version) throw new Problem('STALE');
      await parts.audit({ who: account, ip, action: 'letter.takeDown', target: letter.letterNo, reason });
      const next = takenDown(letter, account.account, masks.text(reason), now());
      await write('takeDown', letter, next, account, ip);
      return pageOf(await found(letter.letterNo));
    },
  };
}

function trimmed({ title, content, reply }: LetterText): PublicText {
  // Not trimmed at the front: a waiver's place counts from there.
  const texts = { title: title.trimEnd(), content: content.trimEnd(), reply: reply.trimEnd() };
  if (Object.values(texts).some((text) => text.trim() === '')) throw new Problem('INVALID');
  return texts;
}
