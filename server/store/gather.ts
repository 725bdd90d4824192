/**
 * Marks that nobody waits for word by word (sent, applied) travel together: each write costs a flush of the
 * disk, and one flush carries a hundred marks as well as one. Resolves when the mark is on disk.
 */
export function gather(
  write: (ids: string[]) => Promise<unknown>,
  ms: number,
): (id: string) => Promise<void> {
  let open: { ids: string[]; done: Promise<void> } | null = null;
  return (id) => {
    if (!open) {
      const ids: string[] = [];
      const done = new Promise<void>((resolve, reject) => {
        setTimeout(() => {
          open = null;
          write(ids).then(() => resolve(), reject);
        }, ms);
      });
      open = { ids, done };
    }
    open.ids.push(id);
    return open.done;
  };
}
