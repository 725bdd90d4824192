/** Reads a reply to what was asked: slots where the understanding found them, bare words where it did not. */
import type { Slots, Understanding } from '../nlu/understanding.js';
import type { Ask, Draft } from './decision.js';
import { exact, filled } from './draft.js';

/** Longer than this is no bare place or name, but a story. */
const BARE = 60;
const PHONE = /(?:\+?86[- ]?)?1[3-9]\d[- ]?\d{4}[- ]?\d{4}|0\d{2,3}[- ]?\d{7,8}/;
const EDGES = /^[\s\p{P}]+|[\s\p{P}]+$/gu;
/** What can be said without naming the field: the question names it. */
const BARE_ASKS = ['place', 'party', 'time', 'demand'] as const satisfies Ask[];

/** All slots of a message, leading matter last so that it wins; a banner's name alone is no place. */
export function allSlots(understanding: Understanding): Slots {
  return Object.assign(
    {},
    phoneIn(understanding.text),
    ...understanding.segments.map(({ slots, spans }) => exact(slots, spans)),
    exact(understanding.slots, understanding.spans),
  ) as Slots;
}

function phoneIn(text: string): Slots {
  const match = PHONE.exec(text.normalize('NFKC'));
  // NFKC keeps the length of digits, so offsets hold for what people really send.
  return match ? { phone: { value: match[0], from: match.index, to: match.index + match[0].length } } : {};
}

/** The one asked field that bare words may answer, when no slot was found for it. */
function bareField(asks: Ask[], slots: Slots): (typeof BARE_ASKS)[number] | null {
  const open = BARE_ASKS.filter((ask) => asks.includes(ask) && !slots[ask]);
  return open.length === 1 ? open[0]! : null;
}

export interface Filled {
  draft: Draft;
  /** Did the reply bring anything that was asked for? */
  helped: boolean;
}

export function fillAsks(draft: Draft, asks: Ask[], understanding: Understanding, options: string[]): Filled {
  const { text } = understanding;
  const found = allSlots(understanding);
  const slots: Slots = { ...found };
  const field = bareField(asks, slots);
  const rest = text.replace(found.phone?.value ?? PHONE, '').replace(EDGES, '');
  const from = text.indexOf(rest);
  // The name of a banner alone says where only as far as the banner.
  const onlyRegion = understanding.spans.some(
    (span) => span.kind === 'region' && span.from <= from && span.to >= from + rest.length,
  );
  const bare =
    understanding.act === null &&
    rest.length >= 2 &&
    rest.length <= BARE &&
    from >= 0 &&
    !/[?？]$/.test(text.trim());
  if (field && bare && !onlyRegion) slots[field] = { value: rest, from, to: from + rest.length };
  const region =
    understanding.region ?? options.find((code) => understanding.regionOptions.includes(code)) ?? null;
  const next = { ...filled(draft, understanding, slots), region: region ?? draft.region };
  const helped = asks.some((ask) => ask !== 'region' && ask !== 'matter' && slots[ask] !== undefined);
  return { draft: next, helped: helped || (region !== null && region !== draft.region) };
}
