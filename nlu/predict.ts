import type { Row } from './corpus.js';
import type { Model } from './heads.js';
import { readMessage } from './message.js';
import type { Said } from './score.js';

/** The whole pipeline on rows, as the labels name its fields. */
export function predictAll(model: Model | null, rows: Row[]): Said[] {
  return rows.map((row) => {
    const { gate, reason, type, category, hotline, region, urgency, confidence } = readMessage(
      row.text,
      {},
      model,
    );
    return { gate, reason, type, category, hotline, region, urgency, confidence };
  });
}
