/**
 * Work on many rows, some at a time: each waits for a flush of the disk, and those that wait together share one.
 * For rows that know nothing of each other.
 */

/** Enough to fill a flush, few beside what people do meanwhile. */
const MOST = 16;

/**
 * Runs what `next` gives until it gives undefined. Rejects with the first failure, after all that was under way
 * has ended; the other workers go on to the end of the list.
 */
export async function sideBySide<Row>(
  next: () => Row | undefined,
  run: (row: Row) => Promise<void>,
): Promise<void> {
  const worker = async (): Promise<void> => {
    for (let row = next(); row !== undefined; row = next()) await run(row);
  };
  const ends = await Promise.allSettled(Array.from({ length: MOST }, worker));
  const failure = ends.find((end) => end.status === 'rejected');
  if (failure) throw failure.reason;
}
