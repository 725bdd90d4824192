/** What changed between two texts of an item: field by field, sign by sign, as Chinese is read. */
import { diffChars } from 'diff';
import type { KbDiff } from '../../http/contract-knowledge.js';
import { IMPORT } from '../import/words.js';
import { basisLine, type KnowledgeItem } from '../item.js';

/** Fields people read, in the order of the page; the rest is bookkeeping. */
const FIELDS = {
  title: (item) => item.title,
  answer: (item) => item.answer,
  internal: (item) => item.internal ?? '',
  similar: (item) => item.similar.join('\n'),
  basis: (item) => [...item.basis, ...(item.sources ?? []).map(basisLine)].join('\n'),
  unit: (item) => item.unit,
  category: (item) => item.category,
  region: (item) => [item.region, ...(item.regions ?? [])].join('\n'),
  audience: (item) => item.audience,
  hotline: (item) => item.hotline ?? '',
  channels: (item) => item.channels.join('\n'),
  effectiveFrom: (item) => item.effectiveFrom,
  effectiveTo: (item) => item.effectiveTo ?? '',
  reviewBy: (item) => item.reviewBy ?? '',
  reviewDays: (item) => String(item.reviewDays ?? ''),
  language: (item) => (item.language ? IMPORT.languages[item.language] : ''),
  service: (item) => (item.service ? `${item.service.name} ${item.service.url}` : ''),
} satisfies Record<string, (item: KnowledgeItem) => string>;

/** Past this a walk sign by sign takes seconds; the whole text is told as replaced. */
const LONGEST = 20_000;

export function diffOf(before: KnowledgeItem | null, after: KnowledgeItem): KbDiff[] {
  return Object.entries(FIELDS).flatMap(([field, read]) => {
    const [old, now] = [before ? read(before) : '', read(after)];
    return old === now ? [] : [{ field, parts: partsOf(old, now) }];
  });
}

function partsOf(old: string, now: string): KbDiff['parts'] {
  const whole = [
    { op: 'removed' as const, text: old },
    { op: 'added' as const, text: now },
  ].filter(({ text }) => text !== '');
  if (old.length + now.length > LONGEST) return whole;
  return diffChars(old, now).map(({ added, removed, value }) => ({
    op: added ? ('added' as const) : removed ? ('removed' as const) : ('same' as const),
    text: value,
  }));
}
