/** Stages that must see every row before they give the first hold them within MongoDB's 100 MB. */
import { calculateObjectSize } from 'bson';
import type { Doc } from '../bson.js';
import { Fault } from '../faults.js';
import { PAUSE, type Paced, type Pause } from '../turns.js';

export const MOST_BYTES = 100 * 1024 * 1024;

export const tooMuch = (stage: string): Fault =>
  new Fault(292, `Exceeded memory limit for ${stage}, but didn't allow external spilling`);

export function* held(rows: Paced<Doc>, stage: string): Generator<Pause, Doc[]> {
  const all: Doc[] = [];
  let bytes = 0;
  for (const row of rows) {
    if (row === PAUSE) {
      yield PAUSE;
      continue;
    }
    bytes += calculateObjectSize(row);
    if (bytes > MOST_BYTES) throw tooMuch(stage);
    all.push(row);
  }
  return all;
}
