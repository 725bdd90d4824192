/** What happens next, the earliest first; what is put in later at the same moment comes later. */
interface Row<T> {
  at: number;
  order: number;
  what: T;
}

export class Agenda<T> {
  private readonly heap: Row<T>[] = [];
  private put_ = 0;

  get size(): number {
    return this.heap.length;
  }

  put(at: number, what: T): void {
    const { heap } = this;
    heap.push({ at, order: this.put_++, what });
    for (let i = heap.length - 1; i > 0; ) {
      const above = (i - 1) >> 1;
      if (!before(heap[i]!, heap[above]!)) break;
      [heap[i], heap[above]] = [heap[above]!, heap[i]!];
      i = above;
    }
  }

  next(): { at: number; what: T } | null {
    const { heap } = this;
    const first = heap[0];
    const last = heap.pop();
    if (!first || !last) return null;
    if (heap.length === 0) return first;
    heap[0] = last;
    for (let i = 0; ; ) {
      const left = 2 * i + 1;
      if (left >= heap.length) break;
      const least = left + 1 < heap.length && before(heap[left + 1]!, heap[left]!) ? left + 1 : left;
      if (!before(heap[least]!, heap[i]!)) break;
      [heap[i], heap[least]] = [heap[least]!, heap[i]!];
      i = least;
    }
    return first;
  }
}

const before = (a: Row<unknown>, b: Row<unknown>): boolean =>
  a.at < b.at || (a.at === b.at && a.order < b.order);
