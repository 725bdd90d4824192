/** Long work in slices, so that whoever calls meanwhile is served in between. */

const SLICE_MS = 8;

/** To be awaited after each piece; `rest`: milliseconds that belong to others after each slice. */
export function createPace(rest = 0): () => Promise<void> {
  let began = performance.now();
  return async () => {
    if (performance.now() - began < SLICE_MS) return;
    await new Promise<void>((resolve) => (rest > 0 ? setTimeout(resolve, rest) : setImmediate(resolve)));
    began = performance.now();
  };
}
