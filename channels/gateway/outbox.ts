/**
 * Events that wait to be pulled: a log for each partner, numbered from 1 without gaps, one row a number. A
 * number is taken only by the row that uses it, so that a reader who has seen n never finds a row below n
 * later. What is acknowledged is deleted: it is somebody's words.
 */
import type { House } from '../kind.js';
import { digits } from './names.js';
import type { Told } from './wire.js';

export interface Row {
  event: Told;
  /** Milliseconds since 1970. */
  at: number;
}

export interface Page {
  events: Told[];
  next: number;
  more: boolean;
}

export interface PullOutbox {
  /** On disk when it resolves; the same event again changes nothing. */
  put(event: Told): Promise<void>;
  /** Null where `after` is beyond the last row: our disk is older than theirs. */
  page(after: number, limit: number): Promise<Page | { head: number }>;
  /** Everything up to this number is safe with the partner. */
  ack(upTo: number): Promise<{ acked: number } | { head: number }>;
  /** What waits: how many rows, and since when the first. */
  waiting(): { count: number; since: number | null };
  open(): Promise<void>;
}

/** As long as a line may still be tried again, its number is known. */
const NUMBERS_KEPT_MS = 7 * 86_400_000;
const BATCH = 200;

export function createPullOutbox(house: House, partner: string): PullOutbox {
  const { notes } = house;
  const rows = `out:${partner}:`;
  const rowKey = (n: number) => `${rows}${digits(n)}`;
  const numberKey = (event: Told) => `outno:${partner}:${event.id}`;
  const ackKey = `acked:${partner}`;
  let head = 0;
  let acked = 0;
  let since: number | null = null;
  let line: Promise<unknown> = Promise.resolve();

  async function look(): Promise<void> {
    const [first] = await notes.list<Row>(rows, rowKey(acked), 1);
    since = first?.value.at ?? null;
  }

  /** Another process may have gone on: the number tried first is only a guess, the taking decides. */
  async function write(event: Told): Promise<void> {
    const known = await notes.get<number>(numberKey(event));
    if (known !== null) {
      if (known <= acked) return;
      const row = await notes.get<Row>(rowKey(known));
      if (row?.event.id === event.id) return;
    }
    const row: Row = { event, at: house.now().getTime() };
    for (let n = head + 1; ; n++) {
      // The number before the row: whoever comes again after a crash looks there first.
      await notes.set(numberKey(event), n);
      const mine = await notes.take(rowKey(n), row);
      head = Math.max(head, n);
      if (mine) break;
    }
    since ??= row.at;
  }

  /** Rows stand without gaps from the last acknowledged one: double the step, then halve it. */
  async function findHead(): Promise<void> {
    acked = (await notes.get<number>(ackKey)) ?? 0;
    let [low, high] = [acked, acked + 1];
    while ((await notes.get(rowKey(high))) !== null) [low, high] = [high, acked + (high - acked) * 2];
    while (high - low > 1) {
      const middle = Math.floor((low + high) / 2);
      if ((await notes.get(rowKey(middle))) !== null) low = middle;
      else high = middle;
    }
    head = Math.max(head, low);
  }

  const inLine = <T>(run: () => Promise<T>): Promise<T> => {
    const mine = line.then(run, run);
    line = mine.catch(() => {});
    return mine;
  };

  return {
    put: (event) => inLine(() => write(event)),
    async page(after, limit) {
      const found = await notes.list<Row>(rows, rowKey(Math.max(after, acked)), limit + 1);
      const shown = found.slice(0, limit);
      const last = shown.at(-1);
      if (last) head = Math.max(head, Number(last.key.slice(rows.length)));
      if (!last && after > head) return { head };
      const next = last ? Number(last.key.slice(rows.length)) : Math.max(after, acked);
      return { events: shown.map(({ value }) => value.event), next, more: found.length > limit };
    },
    ack: (upTo) =>
      inLine(async () => {
        if (upTo > head) await findHead();
        if (upTo > head) return { head };
        if (upTo > acked) await notes.set(ackKey, upTo);
        acked = Math.max(acked, upTo);
        for (;;) {
          const old = await notes.list<Row>(rows, '', BATCH);
          const gone = old.filter(({ key }) => Number(key.slice(rows.length)) <= acked);
          await Promise.all(gone.map(({ key }) => notes.set(key, null)));
          if (gone.length < BATCH) break;
        }
        await look();
        await notes.drop(`outno:${partner}:`, new Date(house.now().getTime() - NUMBERS_KEPT_MS));
        return { acked };
      }),
    waiting: () => ({ count: head - acked, since }),
    open: () =>
      inLine(async () => {
        await findHead();
        await look();
      }),
  };
}
