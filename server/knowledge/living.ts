/**
 * The knowledge that is asked while it is read in, and built anew while it is asked: beside the index that answers
 * another one grows from the store, a slice at a time, and takes its place in one step. What is put in or withdrawn
 * meanwhile is done to both. Invariant: the index never serves a withdrawn item.
 */
import { Problem } from '../errors.js';
import type { KnowledgeItem } from './item.js';
import { createPace } from './pace.js';
import { createKnowledge, type Knowledge, type KnowledgePolicy } from './search.js';
import type { Vectors } from './vectors.js';

export interface LivingKnowledge extends Knowledge {
  /** All that was served at the start is in. */
  readonly read: boolean;
  /** Reads it, unless that is going on. */
  begin(): void;
  /** Waits until it is read, a little while; then a Problem, by which a citizen comes to a person. */
  ready(): Promise<void>;
  /** Builds it anew from the store; whoever asks meanwhile is answered by the index there was. */
  rebuild(): Promise<void>;
  /** The same, and nobody waits for it. */
  renew(): void;
  readonly building: boolean;
  close(): Promise<void>;
}

export interface LivingParts {
  /** What is served, read anew each time; at rest before it is put in here, and gone from there before it is dropped. */
  source: () => AsyncIterable<readonly KnowledgeItem[]>;
  policy: KnowledgePolicy;
  vectors: Vectors | null;
  /** There may be texts without vectors now. */
  wake: () => void;
  failed: (error: unknown) => void;
  /** Milliseconds a citizen waits for what is not read yet. */
  patience?: number;
  /** Milliseconds until a store that could not be read is read again. */
  again?: number;
}

/** What another process brought in with a newer release says nothing of itself: found at the next building anew. */
const DAY_MS = 86_400_000;
/** Changes leave their old places behind: so many, and as many as there are items, and it is built anew. */
const WORN = 5_000;
/** Of what is built while others are served, half the time is theirs. */
const REST_MS = 8;

const RETRY_SECONDS = 5;

class Closed extends Error {}

export function livingKnowledge(parts: LivingParts): LivingKnowledge {
  const { source, policy, vectors, wake, failed, patience = 5_000, again = 2_000 } = parts;
  let current = createKnowledge([], policy, vectors);
  let growing: { index: Knowledge; touched: Set<string> } | null = null;
  let working: Promise<void> | null = null;
  let reading: Promise<void> | null = null;
  let read = false;
  let closed = false;
  let worn = 0;
  let changes = 0;
  let open = (): void => {};
  const opened = new Promise<void>((resolve) => {
    open = resolve;
  });

  async function build(rest: number): Promise<void> {
    const index = createKnowledge([], policy, vectors);
    const touched = new Set<string>();
    const pace = createPace(rest);
    growing = { index, touched };
    try {
      for await (const items of source())
        for (const item of items) {
          if (closed) throw new Closed();
          // What was read before the change is older than the change.
          if (!touched.has(item.id)) index.put(item);
          await pace();
        }
    } finally {
      growing = null;
    }
    changes += current.vocabulary.changes() + 1;
    current = index;
    worn = 0;
    wake();
  }

  /** One at a time; whoever asks for another gets that which is going on. */
  const building = (rest: number): Promise<void> =>
    (working ??= build(rest).finally(() => {
      working = null;
    }));

  async function readAll(): Promise<void> {
    while (!read && !closed)
      try {
        await building(0);
        read = true;
        open();
      } catch (error) {
        if (error instanceof Closed) return;
        failed(error);
        await new Promise((resolve) => setTimeout(resolve, again).unref());
      }
  }

  const begin = (): void => {
    reading ??= readAll();
  };

  async function rebuild(): Promise<void> {
    if (!read) return ready();
    await building(REST_MS);
  }

  const renew = (): void =>
    void rebuild().catch((error: unknown) => {
      if (!(error instanceof Closed)) failed(error);
    });

  async function ready(): Promise<void> {
    if (read) return;
    begin();
    let timer: NodeJS.Timeout | undefined;
    const late = new Promise<'late'>((resolve) => {
      timer = setTimeout(resolve, patience, 'late');
    });
    const came = await Promise.race([opened, late]);
    clearTimeout(timer);
    if (came === 'late') throw new Problem('PREPARING', undefined, undefined, RETRY_SECONDS);
  }

  function changed(id: string): void {
    growing?.touched.add(id);
    worn++;
    if (read && worn > WORN && worn > current.size) renew();
  }

  const daily = setInterval(() => {
    if (read) renew();
  }, DAY_MS).unref();

  return {
    get read() {
      return read;
    },
    begin,
    ready,
    rebuild,
    renew,
    get building() {
      return working !== null;
    },
    async close() {
      closed = true;
      clearInterval(daily);
      await reading;
      await working?.catch(() => {});
    },
    put(item) {
      current.put(item);
      growing?.index.put(item);
      changed(item.id);
    },
    drop(id) {
      current.drop(id);
      growing?.index.drop(id);
      changed(id);
    },
    vocabulary: {
      words: () => current.vocabulary.words(),
      changes: () => changes + current.vocabulary.changes(),
    },
    get size() {
      return current.size;
    },
    get meant() {
      return current.meant;
    },
    get waiting() {
      return current.waiting;
    },
    find: (text, options) => current.find(text, options),
    candidates: (text, options) => current.candidates(text, options),
    get: (id, now) => current.get(id, now),
    open: (now) => current.open(now),
    near: (id, now) => current.near(id, now),
    all: () => current.all(),
    lacking: (items) => current.lacking(items),
    learnt: (items) => current.learnt(items),
  };
}
