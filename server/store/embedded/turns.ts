/**
 * A long read lets others have their turn: where one has lasted long enough its rows say PAUSE in between, every
 * stage hands that on, and whoever takes the rows comes back to them in a later turn. What is read stays one state:
 * it is pinned at the first pause.
 */
export const PAUSE: unique symbol = Symbol('pause');
export type Pause = typeof PAUSE;
export type Paced<T> = Iterable<T | Pause>;

/** What a write waits for a read, at most, besides the row that is being read. */
export const TURN_MS = 10;

/** For who may not let go in between. */
export function* unpaused<T>(rows: Paced<T>): Generator<T> {
  for (const row of rows) if (row !== PAUSE) yield row as T;
}

/** All rows, for who needs them together. */
export function* collected<T>(rows: Paced<T>): Generator<Pause, T[]> {
  const all: T[] = [];
  for (const row of rows)
    if (row === PAUSE) yield PAUSE;
    else all.push(row as T);
  return all;
}

export const otherTurns = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));

/** Takes row by row; `paused` is called before others have their turn. */
export async function each<T>(rows: Paced<T>, paused: () => void, take: (row: T) => void): Promise<void> {
  for (const row of rows) {
    if (row !== PAUSE) {
      take(row as T);
      continue;
    }
    paused();
    await otherTurns();
  }
}
