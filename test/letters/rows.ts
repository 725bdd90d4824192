/** Letters as the store holds them, for tests that need many and no conversation. */
import type { Letter, Publication } from '../../server/letters/letter.js';

export const AT = new Date('2026-07-01T02:00:00Z');

export const publicationOf = (id: string, more: Partial<Publication> = {}): Publication => ({
  id,
  title: `标题 ${id}`,
  content: '来信内容',
  reply: '答复内容',
  waived: [],
  by: 'editor',
  at: AT,
  repliedAt: AT,
  down: null,
  ...more,
});

export const letterOf = (letterNo: string, more: Partial<Letter> = {}): Letter => ({
  letterNo,
  version: 1,
  id: `id-${letterNo}`,
  digest: 'd',
  thread: `website:${letterNo}`,
  kind: 'help',
  region: '150105',
  anonymous: false,
  reply: 'public',
  publish: true,
  stage: 'consented',
  publication: null,
  createdAt: AT,
  updatedAt: AT,
  ...more,
});

/** `index` makes it unique and puts it a minute after the one before. */
export function openLetter(
  index: number,
  more: Partial<Letter> = {},
  words: Partial<Publication> = {},
): Letter {
  const id = `p${String(index).padStart(9, '0')}`;
  const at = new Date(AT.getTime() + index * 60_000);
  return letterOf(`1501052026070${1 + (index % 9)}W${String(index).padStart(6, '0')}0`, {
    version: 2,
    stage: 'published',
    publication: publicationOf(id, { at, ...words }),
    ...more,
  });
}
