/**
 * Numbers that follow what happens. In a busy house something happens every second: whoever waits for quiet
 * never counts, and whoever counts at once counts too often. So: after the first thing heard a moment passes,
 * then it is asked, and asked again if more was heard meanwhile. The last thing heard is always followed by a
 * question at least one moment later, also where numbers may be a moment old on the other side.
 */
export interface Recount {
  /** Something happened somewhere. */
  heard(): void;
  /** Something was done here: asked at once, and once more when it has settled. */
  now(): void;
  stop(): void;
}

export interface RecountParts<T> {
  ask: () => Promise<T>;
  /** Never an older reply after a newer one. */
  told: (reply: T) => void;
  failed?: (fault: unknown) => void;
  /** The moment, in milliseconds. */
  settle: number;
}

export function createRecount<T>({ ask, told, failed, settle }: RecountParts<T>): Recount {
  let timer: ReturnType<typeof setTimeout> | null = null;
  let more = false;
  let asked = 0;
  let answered = 0;

  function question(): void {
    asked += 1;
    const mine = asked;
    const newest = (): boolean => {
      const is = mine > answered;
      if (is) answered = mine;
      return is;
    };
    ask().then(
      (reply) => newest() && told(reply),
      (fault: unknown) => newest() && failed?.(fault),
    );
  }
  function heard(): void {
    if (timer) {
      more = true;
      return;
    }
    more = false;
    timer = setTimeout(() => {
      timer = null;
      question();
      if (more) heard();
    }, settle);
  }
  return {
    heard,
    now() {
      question();
      heard();
    },
    stop() {
      if (timer) clearTimeout(timer);
      timer = null;
      answered = Number.POSITIVE_INFINITY;
    },
  };
}
