/** The order as collected so far: made from a matter, filled by replies, corrected by the citizen. */
import type { Reading, Segment, Slot, Slots, Span } from '../nlu/understanding.js';
import type { Ask, DecidePolicy, Draft, Memory } from './decision.js';

/** What a citizen may amend in place; anything else a client sends is not ours. */
export const FIELDS = ['content', 'place', 'time', 'party', 'demand', 'name', 'phone'] as const;
export type FieldName = (typeof FIELDS)[number];

/** A value in figures where it was said in words: a number spoken as 「幺三八」 can be called. */
export const told = (slot: Slot | undefined): string | undefined => slot?.plain ?? slot?.value;

export const said = (draft: Draft, name: FieldName): string =>
  (draft.fields[name] ?? (name === 'content' ? draft.content : told(draft.slots[name])) ?? '').trim();

/** Enough digits to be called back; exact rules belong to the form. */
const callable = (phone: string): boolean => phone.normalize('NFKC').replace(/\D/g, '').length >= 7;

export function ownFields(fields: Record<string, string>): Record<string, string> {
  return Object.fromEntries(
    FIELDS.flatMap((name) => (fields[name] === undefined ? [] : [[name, fields[name]]])),
  );
}

/** A value known from an earlier line has no place in this one. */
const known = (value: string): Slot => ({ value, from: 0, to: 0 });

/** A draft that waited learns what was said meanwhile. */
export function reminded(draft: Draft, memory: Memory): Draft {
  const phone = said(draft, 'phone') === '' && memory.phone !== null ? { phone: known(memory.phone) } : {};
  return { ...draft, slots: { ...draft.slots, ...phone }, region: draft.region ?? memory.region };
}

export interface Extra {
  id: string;
  fields: Record<string, string>;
  files: string[];
  /** Slots of the message outside the matter's own segment. */
  slots: Slots;
}

export function draftOf(matter: Segment, memory: Memory, extra: Extra): Draft {
  const slots: Slots = { ...extra.slots, ...exact(matter.slots, matter.spans) };
  if (!slots.phone && memory.phone !== null) slots.phone = known(memory.phone);
  const fields = ownFields(extra.fields);
  return {
    id: extra.id,
    type: matter.type,
    category: matter.category,
    hotline: matter.hotline,
    // A short name of several places is not settled by where the citizen was before, unless it is one of them.
    region: matter.region ?? (settles(matter, memory) ? memory.region : null),
    urgency: matter.urgency,
    content: fields.content ?? matter.text,
    slots,
    fields,
    files: extra.files,
    ...(matter.unsure.length > 0 ? { doubt: matter.unsure } : {}),
  };
}

const settles = (matter: Reading, memory: Memory): boolean =>
  memory.region !== null &&
  (matter.regionOptions.length === 0 || matter.regionOptions.includes(memory.region));

/** What the order still cannot do without, in the order in which it is asked. */
export function missing(draft: Draft, policy: DecidePolicy): Ask[] {
  const has: Record<Ask, boolean> = {
    matter: said(draft, 'content') !== '',
    place: said(draft, 'place') !== '',
    region: draft.region !== null,
    phone: callable(said(draft, 'phone')),
    time: said(draft, 'time') !== '',
    // Whoever is at a known place can be found there.
    party: said(draft, 'party') !== '' || said(draft, 'place') !== '',
    demand: said(draft, 'demand') !== '',
  };
  const lacks = policy.required(draft.category, draft.type).filter((ask) => !has[ask]);
  const all = has.matter ? lacks : ['matter' as const, ...lacks.filter((ask) => ask !== 'matter')];
  // The question for the place asks for the banner too.
  return all.includes('place') ? all.filter((ask) => ask !== 'region') : all;
}

/** The card as the citizen left it; an emptied field is empty. */
export const amended = (draft: Draft, fields: Record<string, string>, files: string[]): Draft => ({
  ...draft,
  fields: { ...draft.fields, ...ownFields(fields) },
  files: [...new Set([...draft.files, ...files])],
});

/** A slot that is no more than the name of a banner says where only as far as the banner. */
export function exact(slots: Slots, spans: Span[]): Slots {
  const { place, ...rest } = slots;
  const vague = spans.some(
    (span) => span.kind === 'region' && place && span.from <= place.from && span.to >= place.to,
  );
  return place && !vague ? slots : rest;
}

/** What a reply says in its own words: found slots and region win over what was there, corrections included. */
export function filled(draft: Draft, reading: Reading, slots: Slots): Draft {
  const fields = Object.fromEntries(Object.entries(draft.fields).filter(([name]) => !(name in slots)));
  return {
    ...draft,
    fields,
    slots: { ...draft.slots, ...slots },
    region: reading.region ?? draft.region,
  };
}
