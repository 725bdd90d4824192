/** `$sample`: so many rows by chance, each as likely as any other, in an order that is chance too. */
import { calculateObjectSize } from 'bson';
import { type Doc, isDocument, toNumber } from '../bson.js';
import { Fault } from '../faults.js';
import { PAUSE, type Paced, type Pause } from '../turns.js';
import { MOST_BYTES, tooMuch } from './held.js';

function sizeOf(spec: unknown): number {
  if (!isDocument(spec)) throw new Fault(28745, 'the $sample stage specification must be an object');
  for (const key of Object.keys(spec))
    if (key !== 'size') throw new Fault(28748, `unrecognized option to $sample: ${key}`);
  if (spec.size === undefined) throw new Fault(28749, '$sample stage must specify a size');
  const size = toNumber(spec.size);
  if (size === undefined) throw new Fault(28746, 'size argument to $sample must be a number');
  if (!(size >= 1)) throw new Fault(28747, 'size argument to $sample must be a positive integer');
  return Math.floor(size);
}

const below = (n: number): number => Math.floor(Math.random() * n);

export function* sample(rows: Paced<Doc>, spec: unknown): Generator<Doc | Pause> {
  const size = sizeOf(spec);
  const chosen: Doc[] = [];
  let seen = 0;
  let bytes = 0;
  for (const row of rows) {
    if (row === PAUSE) {
      yield PAUSE;
      continue;
    }
    const at = chosen.length < size ? chosen.length : below(seen + 1);
    seen++;
    if (at >= size) continue;
    const old = chosen[at];
    bytes += calculateObjectSize(row) - (old ? calculateObjectSize(old) : 0);
    if (bytes > MOST_BYTES) throw tooMuch('$sample');
    chosen[at] = row;
  }
  for (let i = chosen.length - 1; i > 0; i--) {
    const other = below(i + 1);
    [chosen[i], chosen[other]] = [chosen[other]!, chosen[i]!];
  }
  yield* chosen;
}
