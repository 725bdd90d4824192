/**
 * How many turns are judged at once. Accepting comes first: a platform that hears no OK sends everything
 * again. So while many deliveries are on their way to the disk turns give way, but never all of them; and who
 * may be in danger passes everybody who waits. Many is how many there were lately: deliveries reach the disk
 * together, and a rush with none under way for a moment is a rush still.
 */
export interface Room {
  /** A delivery on its way to the disk. */
  accept<T>(store: () => Promise<T>): Promise<T>;
  run<T>(thread: string, turn: () => Promise<T>): Promise<T>;
  /** A turn that waits for somebody else (a model) leaves its place to another meanwhile. */
  aside<T>(wait: () => Promise<T>): Promise<T>;
  /** This thread's next turn goes first. */
  press(thread: string): void;
  waiting(): number;
}

export interface Widths {
  /** Turns at once; beyond it they would only wait for the store and the encoder. */
  turns: number;
  /** With more deliveries than this under way lately turns give way, down to `least`. */
  busy: number;
  least: number;
}

export const WIDTHS: Widths = { turns: 32, busy: 2, least: 2 };

/** What lay this far back counts for a third. */
const LATELY_MS = 200;

/** `clock` in milliseconds, from any beginning. */
export function createRoom(
  { turns, busy, least }: Widths = WIDTHS,
  clock: () => number = () => performance.now(),
): Room {
  const waiting = new Map<string, () => void>();
  const pressed = new Set<string>();
  let accepting = 0;
  let lately = 0;
  let at = clock();
  let inside = 0;

  /** Under way on the average of the last while. */
  function underWay(): number {
    const now = clock();
    lately = accepting + (lately - accepting) * Math.exp((at - now) / LATELY_MS);
    at = now;
    return lately;
  }

  const change = (by: 1 | -1): void => {
    underWay();
    accepting += by;
  };

  const width = (): number => (underWay() > busy ? least : turns);

  function next(): string | undefined {
    for (const thread of pressed) if (waiting.has(thread)) return thread;
    return waiting.keys().next().value;
  }

  function admit(): void {
    for (let thread = next(); thread !== undefined && inside < width(); thread = next()) {
      const enter = waiting.get(thread);
      waiting.delete(thread);
      pressed.delete(thread);
      inside += 1;
      enter?.();
    }
  }

  return {
    async accept(store) {
      change(1);
      try {
        return await store();
      } finally {
        change(-1);
        admit();
      }
    },
    async run(thread, turn) {
      // A lane has one turn at a time, so a thread waits here once.
      await new Promise<void>((enter) => {
        waiting.set(thread, enter);
        admit();
      });
      try {
        return await turn();
      } finally {
        inside -= 1;
        admit();
      }
    },
    async aside(wait) {
      inside -= 1;
      admit();
      try {
        return await wait();
      } finally {
        inside += 1;
      }
    },
    press(thread) {
      pressed.add(thread);
    },
    waiting: () => waiting.size,
  };
}
