/**
 * Work on many rows, some at a time: each waits for a flush of the disk, and those that wait together share one.
 * For rows that know nothing of each other.
 */

/**
 * Runs what `next` gives, `most` at a time, until it gives undefined. Rejects with the first failure, after all that was under way
 * has ended; the other workers go on to the end of the list.
 */
export async function sideBySide<Row>(
  most: number,
  next: () => Row | undefined,
  run: (row: Row) => Promise<void>,
): Promise<void> {
  const worker = async (): Promise<void> => {
    for (let row = next(); row !== undefined; row = next()) await run(row);
  };
  const ends = await Promise.allSettled(Array.from({ length: most }, worker));
  const failure = ends.find((end) => end.status === 'rejected');
  if (failure) throw failure.reason;
}
