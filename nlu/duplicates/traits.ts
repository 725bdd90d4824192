import type { Matter } from './contract.js';
import { hashes, massOf, pairsOf, piecesOf, plain } from './grams.js';
import { type Name, namesIn, numbersIn, refersBack } from './names.js';

/** All that is kept of a matter for comparing: about a kilobyte, and no sentence of it. */
export interface Traits {
  id: string;
  at: number;
  region: string | null;
  category: string | null;
  senders: readonly string[];
  /** Hashes of pairs of characters, ascending. */
  grams: Int32Array;
  /** The same of the names alone, and their weight together. */
  named: Int32Array;
  namedMass: number;
  /** Hashes of what is said besides names: pairs and single characters, ascending, and their weight together. */
  topic: Int32Array;
  topicMass: number;
  names: Name[];
  numbers: string[];
  refersBack: boolean;
  /** The vector in eight bits a value, at length 1: a quarter of the memory, the cosine to two thousandths. */
  vector: Int8Array | null;
}

const SCALE = 127;

/** Scaled to its largest value; the cosine divides the scale out again. */
function small(vector: Float32Array): Int8Array | null {
  let most = 0;
  for (const value of vector) most = Math.max(most, Math.abs(value));
  if (!(most > 0) || !Number.isFinite(most)) return null;
  const kept = new Int8Array(vector.length);
  for (let i = 0; i < kept.length; i++) kept[i] = Math.round((vector[i]! / most) * SCALE);
  return kept;
}

export function traitsOf(matter: Matter): Traits {
  const { id, at, region, category, senders, place } = matter;
  const said = plain(matter.text);
  const where = plain(place);
  // A place that was typed into its own field stands in no sentence.
  const text = said.includes(where) ? said : `${said}\n${where}`;
  const { names, told, rest } = namesIn(text);
  const topic = hashes(piecesOf(rest));
  const named = hashes(pairsOf(told));
  return {
    ...{ id, at, region, category, senders, names, topic },
    grams: hashes(pairsOf(text)),
    named,
    namedMass: massOf(named),
    topicMass: massOf(topic),
    numbers: numbersIn(text),
    refersBack: refersBack(text),
    vector: matter.vector && small(matter.vector),
  };
}

/** Null where one lacks, or where they come from different encoders. */
export function cosine(a: Int8Array | null, b: Int8Array | null): number | null {
  if (!a || !b || a.length !== b.length) return null;
  let dot = 0;
  let one = 0;
  let other = 0;
  for (let i = 0; i < a.length; i++) {
    const x = a[i]!;
    const y = b[i]!;
    dot += x * y;
    one += x * x;
    other += y * y;
  }
  return dot / Math.sqrt(one * other);
}

export const sameSender = (a: Traits, b: Traits): boolean =>
  a.senders.some((sender) => b.senders.includes(sender));
