import type { Row } from './corpus.js';
import { readMessage } from './message.js';
import type { Mind } from './mind.js';
import type { Said } from './score.js';

/** The whole pipeline on rows, as the labels name its fields. */
export async function predictAll(mind: Mind, rows: Row[]): Promise<Said[]> {
  const result: Said[] = [];
  for (const row of rows) {
    const { gate, reason, type, category, hotline, region, urgency, confidence } = await readMessage(
      row.text,
      {},
      mind,
    );
    result.push({ gate, reason, type, category, hotline, region, urgency, confidence });
  }
  return result;
}
