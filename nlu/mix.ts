import {
  denseMargins,
  type Head,
  type Mix,
  type Model,
  margins,
  odds,
  sigmoid,
  softmax,
  vectorize,
} from './heads.js';
import type { Example } from './learn.js';

/** One head on one held-out message: its margins and its label. */
interface Seen {
  sparse: Float32Array;
  dense: Float32Array | null;
  gold: string;
}

/** Mean negative log-likelihood of the labels. */
function loss(head: Head, seen: Seen[], mix: Mix): number {
  let sum = 0;
  for (const { sparse, dense, gold } of seen) {
    const logits = odds(mix, sparse, dense);
    const k = head.labels.indexOf(gold);
    if (logits.length === 1) {
      const chance = sigmoid(logits[0]!);
      sum -= Math.log(Math.max(k === 0 ? chance : 1 - chance, 1e-9));
    } else if (k >= 0) sum -= Math.log(Math.max(softmax(logits)[k]!, 1e-9));
  }
  return sum / seen.length;
}

/** Pattern search: each number by a step up or down while that helps, then smaller steps. */
function descend(head: Head, seen: Seen[], free: (keyof Mix)[], start: Mix): Mix {
  let best = start;
  let least = loss(head, seen, best);
  for (let step = 1; step > 0.01; ) {
    let moved = false;
    for (const key of free) {
      for (const by of [step, -step]) {
        const value = key === 'offset' ? best[key] + by : Math.max(0, best[key] + by);
        const next = { ...best, [key]: value };
        const now = loss(head, seen, next);
        if (now < least - 1e-7) {
          best = next;
          least = now;
          moved = true;
        }
      }
    }
    if (!moved) step /= 2;
  }
  return best;
}

/** Mixes of all heads, by the likelihood of messages that neither heads nor encoder have seen. */
export function fitMixes(model: Model, held: Example[]): Head[] {
  const sparse = held.map((one) => margins(model, vectorize(model, one.found)));
  const dense = held.map((one) => (one.vector && model.dense ? denseMargins(model.dense, one.vector) : null));
  return model.heads.map((head) => {
    const own = (part: Float32Array) => part.subarray(head.column, head.column + head.labels.length);
    const seen = held.flatMap((one, i): Seen[] => {
      const gold = one.labels[head.name];
      if (gold === undefined) return [];
      return [{ sparse: own(sparse[i]!), dense: dense[i] ? own(dense[i]) : null, gold }];
    });
    const shift: (keyof Mix)[] = head.labels.length === 1 ? ['offset'] : [];
    const words = seen.map((one) => ({ ...one, dense: null }));
    const alone = descend(head, words, ['sparse', ...shift], { sparse: 3, dense: 0, offset: 0 });
    const start = { sparse: 1, dense: 3, offset: 0 };
    const full = seen.filter((one) => one.dense !== null);
    return {
      ...head,
      alone,
      both: full.length ? descend(head, full, ['sparse', 'dense', ...shift], start) : alone,
    };
  });
}
