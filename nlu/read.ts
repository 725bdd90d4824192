import { heardBeside } from './beside.js';
import { choicesAt } from './choices.js';
import { ruleChances } from './fallback.js';
import { consult, judge, type Verdict } from './judge.js';
import type { Mind } from './mind.js';
import { type Folded, normalize, toRaw } from './normalize.js';
import { findPersonal } from './pii.js';
import { type Signals, signals } from './signals.js';
import { fill } from './slots.js';
import { surely } from './sureness.js';
import type { Hints, Reading, Span, Why } from './understanding.js';

function raise(folded: Folded, why: Why[]): Why[] {
  return why.map((one) =>
    one.from === undefined || one.to === undefined ? one : { ...one, ...toRaw(folded, one.from, one.to) },
  );
}

function spansOf(folded: Folded, seen: Signals, verdict: Verdict, personal: Span[]): Span[] {
  const spans: Span[] = [...personal];
  const add = (kind: string, hit: { from: number; to: number } | undefined | null) => {
    if (hit) spans.push({ kind, ...toRaw(folded, hit.from, hit.to) });
  };
  if (verdict.gate === 'emergency') for (const hit of seen.alarm.hits) add('emergency', hit);
  if (verdict.gate === 'refuse') {
    const own = seen.asked.refusals.filter((hit) => hit.label === verdict.reason);
    if (verdict.reason === 'jurisdiction') add('refusal', seen.place.outside);
    else if (own.length > 0) for (const hit of own) add('refusal', hit);
    else add('refusal', { from: 0, to: folded.text.length });
  }
  for (const one of seen.place.why) {
    if (one.rule !== 'region-outside' && one.from !== undefined)
      add('region', { from: one.from, to: one.to! });
  }
  return spans;
}

/** One matter read from a raw text. */
export async function read(raw: string, hints: Hints, { model, embed }: Mind): Promise<Reading> {
  const folded = normalize(raw);
  const seen = signals(folded.text, hints);
  const part = model
    ? await heardBeside(seen, consult(model, seen, await embed(raw)), model, embed)
    : ruleChances(seen);
  const verdict = surely(model?.sure ?? null, judge(seen, part, model?.kin));
  const personal = findPersonal(raw);
  const slots = fill(folded, seen.place.seen, personal);
  const spans = spansOf(folded, seen, verdict, personal);
  for (const [kind, slot] of Object.entries(slots)) {
    if (kind !== 'phone') spans.push({ kind, from: slot.from, to: slot.to });
  }
  const elsewhere = verdict.reason === 'jurisdiction';
  return {
    ...verdict,
    choices: choicesAt(verdict.choices, (one) => raise(folded, [one])[0]!),
    region: elsewhere ? null : seen.place.region,
    regionOptions: elsewhere ? [] : seen.place.options,
    slots,
    spans: spans.filter((span) => span.to > span.from).sort((a, b) => a.from - b.from || a.to - b.to),
    why: [...raise(folded, verdict.why), ...raise(folded, seen.place.why)],
  };
}
