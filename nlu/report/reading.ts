import { clip } from '../clip.js';
import { consult } from '../judge.js';
import { readMessage } from '../message.js';
import type { Mind } from '../mind.js';
import { normalize } from '../normalize.js';
import type { Said } from '../score.js';
import { signals } from '../signals.js';
import type { Named } from './rows.js';
import { type Ladder, ladder } from './thresholds.js';

/** One message, what was said of it, and what the report sorts it by. */
export interface Reading extends Named {
  said: Said;
  ms: number;
  /** A rule saw that only the topic of a refusal is there. */
  guarded: boolean;
  /** Matters the message was split into. */
  matters: number;
  /** Null without heads: rules alone have no thresholds. */
  ladder: Ladder | null;
}

/** Reads every message as `understand` does, one after the other. `blind`: how many the encoder did not answer. */
export async function readAll(mind: Mind, named: Named[]): Promise<{ readings: Reading[]; blind: number }> {
  // The thresholds ask again for what the message was read by: the encoder need not run twice.
  const vectors = new Map<string, Promise<Float32Array | null>>();
  const embed: Mind['embed'] = (raw) => {
    const vector = vectors.get(raw) ?? mind.embed(raw);
    vectors.set(raw, vector);
    return vector;
  };
  const own: Mind = { model: mind.model, embed };
  // The first use loads the dictionary; no message should pay for it.
  await readMessage('您好', {}, own);
  const readings: Reading[] = [];
  let blind = 0;
  for (const one of named) {
    vectors.clear();
    const from = performance.now();
    const found = await readMessage(one.row.text, {}, own);
    const ms = performance.now() - from;
    const text = clip(one.row.text).text;
    const seen = signals(normalize(text).text);
    const vector = mind.model ? await embed(text) : null;
    if (!vector) blind++;
    const { gate, reason, type, category, hotline, region, urgency, confidence } = found;
    readings.push({
      ...one,
      said: { gate, reason, type, category, hotline, region, urgency, confidence },
      ms,
      guarded: seen.asked.guards.length > 0,
      matters: found.segments.length,
      ladder: mind.model ? ladder(seen, consult(mind.model, seen, vector)) : null,
    });
  }
  return { readings, blind };
}
