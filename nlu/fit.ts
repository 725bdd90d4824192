import { join } from 'node:path';
import { type Row, readLines, sourceRoom } from './corpus.js';
import { features } from './features.js';
import { type Model, scores, softmax, vectorize } from './heads.js';
import { type Example, learn, type Options, USUAL } from './learn.js';
import { normalize } from './normalize.js';
import { signals, signs } from './signals.js';

const featuresOf = (text: string) => {
  const seen = signals(normalize(text).text);
  return features(seen.text, signs(seen));
};

export function examplesOf(rows: Row[]): Example[] {
  return rows.map((row) => ({
    found: featuresOf(row.text),
    weight: 1,
    labels: {
      gate: row.reason ? `${row.gate}/${row.reason}` : row.gate,
      type: row.type,
      // Only matters in scope have these; the others would teach a topic to mean a refusal.
      category: row.gate === 'accept' ? row.category : null,
      hotline: row.gate === 'accept' && row.category ? (row.hotline ?? 'none') : null,
      urgency: row.urgency,
    },
  }));
}

interface Item {
  title: string;
  similar: string[];
  category: string;
  hotline: string | null;
}

/** Questions of the demonstration knowledge lend their words to category, hotline and, lightly, the gate. */
export function knowledgeExamples(): Example[] {
  return readLines<Item>(join(sourceRoom, 'knowledge.jsonl')).flatMap((item) =>
    [item.title, ...item.similar].map((text) => ({
      found: featuresOf(text),
      weight: 0.4,
      labels: {
        gate: 'accept',
        type: 'consult',
        category: item.category,
        hotline: item.hotline ?? 'none',
        urgency: null,
      },
    })),
  );
}

/** Temperature of each head by the likelihood of messages it was not trained on. */
function temperatures(examples: Example[], options: Options): Map<string, number> {
  const held = examples.filter((one, i) => one.weight === 1 && i % 5 === 0);
  const keep = new Set(held);
  const model = learn(
    examples.filter((one) => !keep.has(one)),
    options,
  );
  const all = held.map((one) => scores(model, vectorize(model, one.found)));
  const result = new Map<string, number>();
  for (const head of model.heads) {
    let best = 1;
    let least = Number.POSITIVE_INFINITY;
    for (let temperature = 0.4; temperature < 3; temperature *= 1.07) {
      let loss = 0;
      held.forEach((one, i) => {
        const gold = head.labels.indexOf(one.labels[head.name] ?? '');
        if (gold < 0) return;
        const part = all[i]!.subarray(head.column, head.column + head.labels.length);
        loss -= Math.log(Math.max(softmax(part, temperature)[gold]!, 1e-9));
      });
      if (loss < least) {
        least = loss;
        best = temperature;
      }
    }
    result.set(head.name, best);
  }
  return result;
}

export function train(examples: Example[], options: Options = USUAL): Model {
  const fitted = temperatures(examples, options);
  const model = learn(examples, options);
  for (const head of model.heads) head.temperature = fitted.get(head.name) ?? 1;
  return model;
}
