/**
 * 来信: what the house must know of a letter beside its thread. It holds none of the citizen's words: those are
 * the thread's lines alone, so that what is redacted there is gone everywhere.
 */
import type { LetterKind } from './rules.js';

/** Where the letter stands on its way to the public. */
export type Stage =
  /** No consent. */
  | 'private'
  | 'consented'
  | 'published'
  /** Was public, is not any more. */
  | 'down';

export interface Waiver {
  field: PublicField;
  from: number;
  to: number;
  kind: string;
  reason: string;
}

export const PUBLIC_FIELDS = ['title', 'content', 'reply'] as const;
export type PublicField = (typeof PUBLIC_FIELDS)[number];
export type PublicText = Record<PublicField, string>;

export interface Publication extends PublicText {
  /** Its place on the site; tells nothing of the letter number. */
  id: string;
  waived: Waiver[];
  by: string;
  at: Date;
  repliedAt: Date;
  down: { by: string; reason: string; at: Date } | null;
}

export interface Letter {
  /** Made like an order number, with W for its letter. */
  letterNo: string;
  /** Counts changes; a writer names the version it read. */
  version: number;
  /** The browser's id of the form. */
  id: string;
  /** Keyed digest of what was sent under that id. */
  digest: string;
  thread: string;
  kind: LetterKind;
  region: string | null;
  anonymous: boolean;
  /** May the answer stand on the site? */
  reply: 'private' | 'public';
  /** Consent to publication, redacted. */
  publish: boolean;
  stage: Stage;
  publication: Publication | null;
  createdAt: Date;
  updatedAt: Date;
}

export const letterClaim = ({ letterNo, version }: Letter): string => `letter:${letterNo}@${version}`;

export const consents = ({ publish, reply }: Pick<Letter, 'publish' | 'reply'>): boolean =>
  publish && reply === 'public';

/** The letter with or without consent; what was public goes in the same moment. */
export function consented(letter: Letter, publish: boolean, reason: string, now: Date): Letter {
  const next: Letter = {
    ...letter,
    version: letter.version + 1,
    publish,
    reply: publish ? 'public' : letter.reply,
    updatedAt: now,
  };
  if (publish) return letter.stage === 'private' ? { ...next, stage: 'consented' } : next;
  return letter.stage === 'published'
    ? takenDown({ ...next, version: letter.version }, 'citizen', reason, now)
    : { ...next, stage: 'private' };
}

export function published(letter: Letter, publication: Publication, now: Date): Letter {
  return { ...letter, version: letter.version + 1, stage: 'published', publication, updatedAt: now };
}

export function takenDown(letter: Letter, by: string, reason: string, now: Date): Letter {
  if (!letter.publication) throw new Error(`${letter.letterNo} was never public`);
  return {
    ...letter,
    version: letter.version + 1,
    stage: consents(letter) ? 'down' : 'private',
    publication: { ...letter.publication, down: { by, reason, at: now } },
    updatedAt: now,
  };
}
