/** What a letter of each kind cannot do without; starting values with their source. */
import { readFileSync } from 'node:fs';

export type LetterKind = 'consult' | 'help' | 'complaint' | 'report' | 'suggest' | 'praise';

interface Rules {
  firstReplyHours: { value: number; source: string };
  /** `phone`: 'always', or 'named' where an anonymous letter of this kind may come without. */
  kinds: { type: LetterKind; phone: 'always' | 'named'; source: string }[];
}

const table = JSON.parse(readFileSync(new URL('./rules.json', import.meta.url), 'utf8')) as Rules;

export const KINDS: readonly LetterKind[] = table.kinds.map(({ type }) => type);

export const phoneNeeded = (kind: LetterKind, anonymous: boolean): boolean =>
  !anonymous || table.kinds.find(({ type }) => type === kind)?.phone === 'always';

export const firstReplyBy = (written: Date): Date =>
  new Date(written.getTime() + table.firstReplyHours.value * 3_600_000);
