/**
 * What is asked while one command is under way goes with the next one: a command and its flush of the disk cost
 * much the same for one and for fifty. Who asks alone waits for nobody. What a command answers to one is that
 * one's alone, and it began after it was asked: a read sees every write that was answered before.
 */
import mongoose from 'mongoose';

export type Told<Answer> = { value: Answer } | { error: unknown };

interface Waiting<Ask, Answer> {
  ask: Ask;
  resolve: (answer: Answer) => void;
  reject: (error: unknown) => void;
}

/** Of one command: a long line must not make who stands at its end wait for one long write. */
const MOST = 200;

/** Nobody answers at all: what would become of each alone is known. */
const unreachable = (error: unknown): boolean =>
  error instanceof mongoose.mongo.MongoNetworkError ||
  error instanceof mongoose.mongo.MongoServerSelectionError;

/** `run` tells each in the order of the asks, or throws where it can tell none of them anything. */
export function together<Ask, Answer>(
  run: (asks: Ask[]) => Promise<Told<Answer>[]>,
): (ask: Ask) => Promise<Answer> {
  let waiting: Waiting<Ask, Answer>[] = [];
  let running = false;

  async function serve(batch: Waiting<Ask, Answer>[]): Promise<void> {
    try {
      const told = await run(batch.map(({ ask }) => ask));
      for (const [index, { resolve, reject }] of batch.entries()) {
        const one = told[index]!;
        if ('error' in one) reject(one.error);
        else resolve(one.value);
      }
    } catch (error) {
      // One that no command can carry must not spoil its neighbours: each tries again alone.
      if (batch.length > 1 && !unreachable(error)) for (const one of batch) await serve([one]);
      else for (const { reject } of batch) reject(error);
    }
  }

  async function serveAll(): Promise<void> {
    // Those who ask in the same breath go together.
    await Promise.resolve();
    while (waiting.length > 0) {
      const batch = waiting.slice(0, MOST);
      waiting = waiting.slice(MOST);
      await serve(batch);
    }
    running = false;
  }

  return (ask) =>
    new Promise((resolve, reject) => {
      waiting.push({ ask, resolve, reject });
      if (running) return;
      running = true;
      void serveAll();
    });
}
