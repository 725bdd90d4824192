/** Small builders: what the understanding would say, without the understanding. */
import type { Found, Memory, Passage, Turn } from '../../bot/decision.js';
import type { Field, Reading, Segment, Slot, Slots, Understanding } from '../../nlu/understanding.js';

const FIELDS: Field[] = ['gate', 'reason', 'type', 'category', 'hotline', 'region', 'urgency'];

export const confidence = (all: number, some: Partial<Record<Field, number>> = {}) => ({
  ...(Object.fromEntries(FIELDS.map((field) => [field, all])) as Record<Field, number>),
  ...some,
});

export function segment(text: string, some: Partial<Segment> = {}): Segment {
  const from = some.from ?? 0;
  return {
    text,
    from,
    to: from + text.length,
    gate: 'accept',
    reason: null,
    type: 'help',
    category: '06',
    hotline: null,
    region: null,
    urgency: 'normal',
    confidence: confidence(0.95),
    regionOptions: [],
    choices: { category: [], hotline: [] },
    unsure: [],
    slots: {},
    spans: [],
    why: [],
    ...some,
  };
}

/** Values by name; each is looked up in the text, as the real one does. */
export function slots(text: string, values: Partial<Record<keyof Slots, string>>): Slots {
  return Object.fromEntries(
    Object.entries(values).map(([name, value]): [string, Slot] => {
      const from = text.indexOf(value);
      if (from < 0) throw new Error(`'${value}' is not in '${text}'`);
      return [name, { value, from, to: from + value.length }];
    }),
  );
}

export function message(text: string, segments: Segment[], some: Partial<Understanding> = {}): Understanding {
  const lead: Reading =
    segments.find((one) => one.gate === 'emergency') ??
    segments.find((one) => one.gate === 'accept') ??
    segments[0]!;
  return {
    ...lead,
    text,
    act: null,
    threat: null,
    injection: false,
    ...some,
    segments,
  };
}

/** A message with one matter. */
export const one = (
  text: string,
  some: Partial<Segment> = {},
  more: Partial<Understanding> = {},
): Understanding => message(text, [segment(text, some)], more);

/** Words that act on the conversation and carry no matter. */
export const act = (text: string, what: Understanding['act']): Understanding =>
  one(text, { gate: 'clarify', type: 'other', category: null }, { act: what });

export const refused = (
  text: string,
  reason: Segment['reason'],
  sure: number,
  rule: string | null,
): Segment =>
  segment(text, {
    gate: 'refuse',
    reason,
    type: 'help',
    category: null,
    confidence: confidence(0.95, { gate: sure, reason: sure }),
    spans: [{ kind: 'refusal', from: 0, to: 2 }],
    why: rule
      ? [{ stage: 'gate', rule, label: String(reason), from: 0, to: 2 }]
      : [{ stage: 'gate', score: sure }],
  });

export const MEMORY: Memory = {
  pending: null,
  failed: 0,
  refused: null,
  orderNo: null,
  phone: null,
  region: null,
};

export const passage = (id: string, some: Partial<Passage> = {}): Passage => ({
  id,
  title: `问题${id}`,
  answer: `答复${id}`,
  unit: '某单位',
  basis: ['《某办法》'],
  updated: '2026-01-01',
  hotline: null,
  category: '08',
  region: '150000',
  ...some,
});

export const found = (band: Found['band'], ...scores: [string, number][]): Found => ({
  band,
  hits: scores.map(([id, score]) => ({ passage: passage(id), score })),
});

export const NONE: Found = { band: 'none', hits: [] };

export const turn = (understanding: Understanding, some: Partial<Turn> = {}): Turn => ({
  understanding,
  found: understanding.segments.map(() => NONE),
  memory: MEMORY,
  fields: {},
  files: [],
  personHasThread: false,
  newId: 'd1',
  ...some,
});
