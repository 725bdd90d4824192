import { join } from 'node:path';
import { type Row, readLines, sourceRoom } from './corpus.js';
import { features } from './features.js';
import { type Head, type Model, margins, sigmoid, softmax, vectorize } from './heads.js';
import { type Example, learn, type Plan } from './learn.js';
import { normalize } from './normalize.js';
import { quantize } from './quantize.js';
import { signals, signs } from './signals.js';

/** Costs and balances chosen on the development part. */
const PLANS: Plan[] = [
  { name: 'emergency', yesNo: true, cost: 1, balance: 0.5 },
  { name: 'refuse', yesNo: true, cost: 1, balance: 0.5 },
  { name: 'clarify', yesNo: true, cost: 1, balance: 0.5 },
  { name: 'number', yesNo: false, cost: 0.5, balance: 0.4 },
  { name: 'reason', yesNo: false, cost: 1, balance: 0.4 },
  { name: 'type', yesNo: false, cost: 0.3, balance: 0.7 },
  { name: 'category', yesNo: false, cost: 0.6, balance: 0.4 },
  { name: 'hotline', yesNo: false, cost: 1, balance: 0.7 },
  { name: 'urgency', yesNo: false, cost: 0.3, balance: 0.7 },
];

const foundIn = (text: string) => {
  const seen = signals(normalize(text).text);
  return features(seen.blurred, signs(seen));
};

function gateLabels(gate: string, reason: string | null): Record<string, string> {
  const yes = (name: string) => (gate === name ? name : 'no');
  return {
    emergency: yes('emergency'),
    refuse: yes('refuse'),
    clarify: yes('clarify'),
    ...(gate === 'emergency' && reason ? { number: reason } : {}),
    ...(gate === 'refuse' && reason ? { reason } : {}),
  };
}

export function examplesOf(rows: Row[]): Example[] {
  return rows.map((row) => ({
    found: foundIn(row.text),
    weight: 1,
    labels: {
      ...gateLabels(row.gate, row.reason),
      type: row.type,
      urgency: row.urgency,
      // Only matters in scope have these; the others would teach a topic to mean a refusal.
      ...(row.gate === 'accept' && row.category
        ? { category: row.category, hotline: row.hotline ?? 'none' }
        : {}),
    },
  }));
}

interface Item {
  title: string;
  similar: string[];
  category: string;
  hotline: string | null;
}

/** A short sentence with its gate, and the fields it is there to teach. */
interface Anchor {
  text: string;
  gate: string;
  reason: string | null;
  type?: string;
  category?: string;
  hotline?: string;
  urgency?: string;
}

/** What lends words in every fold and is never scored: knowledge questions, and short sentences with a gate. */
export function lentExamples(): Example[] {
  const items = readLines<Item>(join(sourceRoom, 'knowledge.jsonl')).flatMap((item) =>
    [item.title, ...item.similar].map((text) => ({
      found: foundIn(text),
      weight: 0.8,
      labels: { ...gateLabels('accept', null), category: item.category, hotline: item.hotline ?? 'none' },
    })),
  );
  const anchors = readLines<Anchor>(join(sourceRoom, 'anchors.jsonl'));
  return [
    ...items,
    ...anchors.map(({ text, gate, reason, ...rest }) => ({
      found: foundIn(text),
      weight: 1,
      labels: {
        ...gateLabels(gate, reason),
        ...rest,
        ...(rest.category ? { hotline: rest.hotline ?? 'none' } : {}),
      },
    })),
  ];
}

/** Negative log-likelihood of held-out labels under a slope (and offset). */
function loss(head: Head, parts: Float32Array[], gold: string[], slope: number, offset: number): number {
  let sum = 0;
  parts.forEach((part, i) => {
    if (head.labels.length === 1) {
      const chance = sigmoid(part[0]! * slope + offset);
      sum -= Math.log(Math.max(gold[i] === head.labels[0] ? chance : 1 - chance, 1e-9));
    } else {
      const k = head.labels.indexOf(gold[i]!);
      sum -= Math.log(k < 0 ? 1 : Math.max(softmax(part, slope)[k]!, 1e-9));
    }
  });
  return sum;
}

/** Slopes and offsets by the likelihood of messages the heads have not seen. */
function calibrate(corpus: Example[], lent: Example[]): Map<string, { slope: number; offset: number }> {
  const held = corpus.filter((_, i) => i % 4 === 0);
  const model = learn([...corpus.filter((_, i) => i % 4 !== 0), ...lent], PLANS);
  const all = held.map((one) => margins(model, vectorize(model, one.found)));
  const result = new Map<string, { slope: number; offset: number }>();
  for (const head of model.heads) {
    const used = held.flatMap((one, i) => (one.labels[head.name] === undefined ? [] : [i]));
    const parts = used.map((i) => all[i]!.slice(head.column, head.column + head.labels.length));
    const gold = used.map((i) => held[i]!.labels[head.name]!);
    let best = { slope: 1, offset: 0, loss: Number.POSITIVE_INFINITY };
    const offsets = head.labels.length === 1 ? Array.from({ length: 25 }, (_, i) => i * 0.25 - 3.5) : [0];
    for (let slope = 0.5; slope < 12; slope *= 1.12) {
      for (const offset of offsets) {
        const now = loss(head, parts, gold, slope, offset);
        if (now < best.loss) best = { slope, offset, loss: now };
      }
    }
    result.set(head.name, best);
  }
  return result;
}

/** Heads for the corpus rows given, calibrated, pruned and quantised as they ship. */
export function train(corpus: Example[], lent: Example[]): Model {
  const fitted = calibrate(corpus, lent);
  const model = learn([...corpus, ...lent], PLANS);
  for (const head of model.heads) Object.assign(head, { slope: 1, offset: 0 }, pick(fitted.get(head.name)));
  return quantize(model);
}

const pick = (fit: { slope: number; offset: number } | undefined) =>
  fit ? { slope: fit.slope, offset: fit.offset } : {};
