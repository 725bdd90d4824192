import { choicesAt } from './choices.js';
import { clip, restore } from './clip.js';
import type { Mind } from './mind.js';
import { normalize, toRaw } from './normalize.js';
import { read } from './read.js';
import { candidates } from './segments.js';
import { actOf } from './talk.js';
import { injections, threats } from './threat.js';
import type { Hints, Reading, Segment, Understanding } from './understanding.js';

/** How sure two parts must be of their readings before one story is torn in two. */
const SURE = { gate: 0.75, category: 0.65 };

/** Two parts are matters of their own where what must be done with them surely differs. */
function differ(a: Reading, b: Reading): boolean {
  const sure = (field: 'gate' | 'category') =>
    Math.min(a.confidence[field], b.confidence[field]) >= SURE[field];
  if (a.gate !== b.gate) return a.gate !== 'clarify' && b.gate !== 'clarify' && sure('gate');
  if (a.gate !== 'accept') return a.reason !== b.reason && sure('gate');
  return a.category !== null && b.category !== null && a.category !== b.category && sure('category');
}

const shift = <T extends { from?: number; to?: number }>(one: T, by: number): T =>
  one.from === undefined || one.to === undefined ? one : { ...one, from: one.from + by, to: one.to + by };

function moved(reading: Reading, by: number): Reading {
  const slots = Object.fromEntries(
    Object.entries(reading.slots).map(([key, slot]) => [key, shift(slot, by)]),
  );
  return {
    ...reading,
    slots,
    spans: reading.spans.map((span) => shift(span, by)),
    why: reading.why.map((one) => shift(one, by)),
    choices: choicesAt(reading.choices, (one) => shift(one, by)),
  };
}

async function segmentsOf(raw: string, whole: Reading, hints: Hints, mind: Mind): Promise<Segment[]> {
  const folded = normalize(raw);
  const ranges = candidates(folded.text);
  const one: Segment[] = [{ ...whole, text: raw, from: 0, to: raw.length }];
  if (ranges.length < 2) return one;
  const parts: Segment[] = [];
  for (const [i, range] of ranges.entries()) {
    const from = i === 0 ? 0 : toRaw(folded, range.from, range.to).from;
    const to =
      i === ranges.length - 1 ? raw.length : toRaw(folded, ranges[i + 1]!.from, ranges[i + 1]!.to).from;
    const text = raw.slice(from, to);
    const reading = moved(await read(text, hints, mind), from);
    const last = parts.at(-1);
    if (!last || differ(last, reading)) {
      parts.push({ ...reading, text, from, to });
      continue;
    }
    const joined = raw.slice(last.from, to);
    parts[parts.length - 1] = {
      ...moved(await read(joined, hints, mind), last.from),
      text: joined,
      from: last.from,
      to,
    };
  }
  if (parts.length < 2) return one;
  // A place is often named once for all matters.
  return parts.map((part) =>
    part.region === null && part.regionOptions.length === 0 && part.reason !== 'jurisdiction'
      ? { ...part, region: whole.region }
      : part,
  );
}

const RANK = { emergency: 0, accept: 1, refuse: 2, clarify: 3 };

/** The whole message: parts, talk, threat, injection; the leading part lends its fields. */
export async function readMessage(text: string, hints: Hints, mind: Mind): Promise<Understanding> {
  const clipped = clip(text);
  const base = await read(clipped.text, hints, mind);
  const parts = await segmentsOf(clipped.text, base, hints, mind);
  const act = actOf(clipped.text);
  const folded = normalize(clipped.text);
  const threat = threats(folded.text)[0];
  const order = injections(folded.text)[0];
  const leading = parts.length > 1 ? parts.toSorted((a, b) => RANK[a.gate] - RANK[b.gate])[0]! : base;
  const { gate, reason, type, category, hotline, region, urgency, confidence, regionOptions } = leading;
  const { choices, unsure } = leading;
  const spans = parts.length > 1 ? parts.flatMap((part) => part.spans) : base.spans;
  const result: Understanding = {
    ...{ gate, reason, type, category, hotline, region, urgency, confidence, regionOptions, choices, unsure },
    slots: { ...base.slots, ...leading.slots },
    spans: threat ? [...spans, { kind: 'threat', ...toRaw(folded, threat.from, threat.to) }] : spans,
    why: [
      ...(act.rule ? [{ stage: 'talk', rule: act.rule }] : []),
      ...(threat ? [{ stage: 'threat', rule: threat.id, ...toRaw(folded, threat.from, threat.to) }] : []),
      ...(order ? [{ stage: 'injection', rule: order.id, ...toRaw(folded, order.from, order.to) }] : []),
      ...leading.why,
    ],
    text,
    act: act.act,
    segments: parts,
    threat: (threat?.label as Understanding['threat']) ?? null,
    injection: order !== undefined,
  };
  return restore(result, clipped);
}
