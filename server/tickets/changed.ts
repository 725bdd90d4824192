/** Before and after of what a step changed, fit to be kept in a timeline: personal data masked. */
import { isDeepStrictEqual } from 'node:util';
import type { Ticket, TimelineRow } from './ticket.js';

/** The slice of people's Masks that this room needs. */
export interface Mask {
  phone(phone: string): string;
  name(name: string): string;
  /** All personal data found in a text. */
  text(text: string): string;
  /** The same without addresses, for those who are sent there. */
  desk(text: string): string;
}

/** Told by the row itself, or by its place in the timeline. */
const TOLD = new Set<string>([
  'state',
  'version',
  'timeline',
  'updatedAt',
  'clocks',
  'lead',
  'call',
  'allotted',
]);
/** Names and codes of the house: long digits in them are no phone numbers. */
const NAMES = new Set<string>(['master', 'policy', 'region', 'files']);
/** Of a matter whose detail is not kept, the timeline keeps none either. */
const DETAIL = new Set<string>(['title', 'content', 'demand', 'place', 'time', 'party', 'files', 'origins']);

export function changedFields(before: Ticket, after: Ticket, mask: Mask): TimelineRow['changed'] {
  const names = new Set([...Object.keys(before), ...Object.keys(after)]) as Set<keyof Ticket>;
  const changed: NonNullable<TimelineRow['changed']> = {};
  for (const name of names) {
    if (TOLD.has(name) || isDeepStrictEqual(before[name], after[name])) continue;
    const gone = after.refusal?.redacted && DETAIL.has(name);
    changed[name] = {
      before: gone ? null : masked(before[name], name, mask),
      after: masked(after[name], name, mask),
    };
  }
  return Object.keys(changed).length > 0 ? changed : undefined;
}

function masked(value: unknown, name: string, mask: Mask): unknown {
  if (value === undefined) return null;
  if (NAMES.has(name)) return value;
  if (name === 'caller') {
    const { name: who, phone } = value as Ticket['caller'];
    return { name: mask.name(who), phone: mask.phone(phone) };
  }
  if (typeof value === 'string') return mask.text(value);
  if (Array.isArray(value)) return value.map((item) => masked(item, '', mask));
  if (value instanceof Date || typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, masked(item, '', mask)]));
}
