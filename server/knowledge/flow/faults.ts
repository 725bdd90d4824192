/** What a text lacks before it may be told: certain rules, each with what to do. What blocks stops a submission. */

import { readFileSync } from 'node:fs';
import type { z } from 'zod';
import { LEAKS } from '../../people/leaks.js';
import { DOCUMENT } from '../../policy/document-number.js';
import { IMPORT } from '../import/words.js';
import { clockOf, expired, type KnowledgeItem, knowledgeItem } from '../item.js';
import { askedIn, writtenIn } from '../language.js';
import { FLOW, fill } from './words.js';

export interface ItemFault {
  /** Name of the field. */
  field: string;
  rule: keyof typeof FLOW.faults;
  severity: 'block' | 'warn';
  says: string;
  /** UTF-16 offsets in the field; equal where it is about what is lacking. */
  from: number;
  to: number;
}

export interface Around {
  categories: readonly { code: string }[];
  regions: readonly { code: string }[];
  personal(text: string): readonly { kind: string; from: number; to: number }[];
  /** Another item whose question is the same, word by word. */
  same(text: string, id: string): { id: string; title: string } | null;
  now: Date;
}

const MOBILE = /^(?:\+?86)?1[3-9]/;
const SHORTEST_ANSWER = 10;
/** Words that leave no exception, with their source. */
const ABSOLUTE = (
  JSON.parse(readFileSync(new URL('./absolute.json', import.meta.url), 'utf8')) as { pattern: string }[]
).map(({ pattern }) => new RegExp(pattern, 'gu'));

type Fields = Record<string, unknown>;

/** Reads what an editor sent; a text with a wrong shape comes back with its faults and no item. */
export function readItem(given: unknown): { item: KnowledgeItem | null; faults: ItemFault[] } {
  const read = knowledgeItem.safeParse(given);
  if (read.success) return { item: read.data, faults: [] };
  const faults = read.error.issues.map((issue) => shapeFault(issue, given as Fields));
  // Two things wrong in one field are one sentence.
  return { item: null, faults: [...new Map(faults.map((fault) => [fault.says, fault])).values()] };
}

const OWN_RULE: Record<string, keyof typeof FLOW.faults> = {
  title: 'title',
  answer: 'answer',
  unit: 'unit',
  region: 'region',
  category: 'category',
  effectiveFrom: 'from',
  sources: 'sources',
  service: 'service',
};

/** As people call it: the editor has no English beside its fields. */
const nameOf = (field: string): string =>
  Object.entries(IMPORT.columns).find(([name]) => name === field)?.[1] ?? field;

function shapeFault({ path }: z.core.$ZodIssue, given: Fields): ItemFault {
  const field = String(path[0] ?? '');
  const rule = OWN_RULE[field] ?? 'shape';
  const says = rule === 'shape' ? fill(FLOW.faults.shape, { field: nameOf(field) }) : FLOW.faults[rule];
  const value = given?.[field];
  return { field, rule, severity: 'block', says, from: 0, to: typeof value === 'string' ? value.length : 0 };
}

export function faultsOf(item: KnowledgeItem, around: Around): ItemFault[] {
  const lacks = (
    field: string,
    rule: keyof typeof FLOW.faults,
    severity: ItemFault['severity'] = 'block',
  ): ItemFault => ({
    field,
    rule,
    severity,
    says: FLOW.faults[rule],
    from: 0,
    to: 0,
  });
  const none = (so: boolean, ...fault: Parameters<typeof lacks>) => (so ? [lacks(...fault)] : []);
  const clock = clockOf(around.now);
  const told = [
    ...(item.sources ?? []).flatMap(({ title, number = '' }) => [title, number]),
    ...item.basis,
  ].join('\n');
  const regions = [item.region, ...(item.regions ?? [])];
  const twin = around.same(item.title, item.id);
  return [
    ...none(item.title.trim() === '', 'title', 'title'),
    ...none([...item.answer.trim()].length < SHORTEST_ANSWER, 'answer', 'answer'),
    ...none(item.basis.length === 0 && (item.sources ?? []).length === 0, 'basis', 'basis'),
    ...none(item.unit.trim() === '', 'unit', 'unit'),
    ...none(!regions.every((code) => around.regions.some((row) => row.code === code)), 'region', 'region'),
    ...none(!around.categories.some(({ code }) => code === item.category), 'category', 'category'),
    ...none(
      item.effectiveTo !== null && item.effectiveTo < item.effectiveFrom.slice(0, item.effectiveTo.length),
      'effectiveTo',
      'to',
    ),
    ...none(expired(item, clock), 'effectiveTo', 'past', 'warn'),
    ...none(askedIn(item.answer) !== writtenIn(item), 'language', 'language', 'warn'),
    ...none(item.reviewBy === undefined && item.reviewDays === undefined, 'reviewBy', 'review', 'warn'),
    ...(twin ? [{ ...lacks('title', 'same', 'warn'), says: fill(FLOW.faults.same, twin) }] : []),
    ...(['title', 'answer', 'internal'] as const).flatMap((field) => leaks(field, item[field] ?? '', around)),
    ...absolutes(item.answer),
    ...[...item.answer.matchAll(DOCUMENT)]
      .filter(([number]) => !sourced(number, told))
      .map((found) => spot('answer', 'document', 'warn', found)),
  ];
}

/** 「按内政发〔2024〕19号」: how much of what stands before is its name, nobody says; two signs are at least. */
const sourced = (number: string, told: string): boolean => {
  const name = number.search(/[〔[（(]/u);
  return Array.from({ length: Math.max(1, name - 1) }, (_, skip) => number.slice(skip)).some((one) =>
    told.includes(one),
  );
};

const spot = (
  field: string,
  rule: keyof typeof FLOW.faults,
  severity: ItemFault['severity'],
  found: RegExpExecArray,
): ItemFault => ({
  field,
  rule,
  severity,
  says: FLOW.faults[rule],
  from: found.index,
  to: found.index + found[0].length,
});

const leaks = (field: string, text: string, { personal }: Around): ItemFault[] =>
  personal(text)
    .filter(
      ({ kind, from, to }) =>
        LEAKS.has(kind) && (kind !== 'phone' || MOBILE.test(text.slice(from, to).replace(/\D/g, ''))),
    )
    .map(({ from, to }) => ({
      field,
      rule: 'personal',
      severity: 'block',
      says: FLOW.faults.personal,
      from,
      to,
    }));

/** What stands in quotes is the document's own word. */
function absolutes(text: string): ItemFault[] {
  const quoted = [...text.matchAll(/“[^”]*”|「[^」]*」|《[^》]*》/gu)].map(
    (one) => [one.index, one.index + one[0].length] as const,
  );
  return ABSOLUTE.flatMap((pattern) => [...text.matchAll(pattern)])
    .filter(({ index }) => !quoted.some(([from, to]) => index >= from && index < to))
    .map((found) => spot('answer', 'absolute', 'block', found))
    .sort((a, b) => a.from - b.from);
}
