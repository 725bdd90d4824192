import { gateOf, THRESHOLDS } from '../gating.js';
import type { Chances } from '../heads.js';
import type { Signals } from '../signals.js';

/** What the gate of one message becomes at each threshold of the grid, rules and vetoes included. */
export interface Ladder {
  emergency: boolean[];
  refuse: boolean[];
}

export interface Point {
  at: number;
  /** Share found of what should be found. */
  found: number;
  /** The price: false alarms for 1,000 messages that are none, or the share of matters in scope refused. */
  wrong: number;
}

export interface Curve {
  points: Point[];
  /** The point of the shipped threshold. */
  now: Point;
}

type Moved = keyof Ladder;

const STEPS = Array.from({ length: 49 }, (_, i) => (i + 1) / 50);
/** The shipped threshold is always a point of its own curve. */
const gridOf = (moved: Moved): number[] => [...new Set([...STEPS, THRESHOLDS[moved]])].sort((a, b) => a - b);
export const GRID: Record<Moved, number[]> = { emergency: gridOf('emergency'), refuse: gridOf('refuse') };

/** Asks the gate itself, one threshold moved and the others as shipped. */
export function ladder(seen: Signals, part: Chances): Ladder {
  const walk = (moved: Moved) =>
    GRID[moved].map((at) => gateOf(seen, part, { ...THRESHOLDS, [moved]: at }).gate === moved);
  return { emergency: walk('emergency'), refuse: walk('refuse') };
}

const share = (part: number, whole: number) => (whole ? part / whole : 0);

/** Null where no message should be found, or none shows the price. */
export function curve(moved: Moved, gates: string[], ladders: Ladder[]): Curve | null {
  const innocent = (gate: string) => (moved === 'emergency' ? gate !== 'emergency' : gate === 'accept');
  const [sought, others] = [gates.filter((gate) => gate === moved), gates.filter(innocent)];
  if (sought.length === 0 || others.length === 0) return null;
  const scale = moved === 'emergency' ? 1000 : 1;
  const count = (step: number, fits: (gate: string) => boolean) =>
    gates.filter((gate, i) => fits(gate) && ladders[i]![moved][step]).length;
  const points = GRID[moved].map((at, step) => ({
    at,
    found: share(
      count(step, (gate) => gate === moved),
      sought.length,
    ),
    wrong: scale * share(count(step, innocent), others.length),
  }));
  return { points, now: points.find((point) => point.at === THRESHOLDS[moved])! };
}
