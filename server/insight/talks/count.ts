/**
 * Keeps the conversations up with the lines: what was touched is read again from its last conversation on, and once a
 * quiet period is over it is settled who came back. A crash loses nothing: threads moved since the mark are read again.
 */
import type { Notes } from '../../../channels/kind.js';
import type { TalkStore } from '../../store/talks.js';
import type { ThreadStore } from '../../store/threads.js';
import { type TalkSourceParts, talkSource } from './source.js';
import { countsOf, NOBODY } from './verdict.js';

export interface TalkCountParts extends TalkSourceParts {
  talks: TalkStore;
  threads: Pick<ThreadStore, 'get' | 'ofPerson' | 'touchedSince'>;
  notes: Notes;
  now: () => Date;
  /** A long catching up is left where it is; the next start goes on. */
  stopping: () => boolean;
}

export interface TalkCount {
  /** Something was said in it, or it belongs to somebody else; counted with the next round. */
  touched(thread: string): void;
  /** Counts what was touched, and settles what is over. One round at a time. */
  run(): Promise<void>;
  /** Counts everything anew, in place of what is there; nobody else may be counting meanwhile. */
  rebuild(): Promise<void>;
}

const MARK = 'talks1';
const BATCH = 200;
/** Commits are applied out of order by so much at most. */
const MARGIN_MS = 10 * 60_000;

export function createTalkCount(parts: TalkCountParts): TalkCount {
  const { talks, threads, notes, now } = parts;
  const rule = parts.policy.knobs.talks;
  const source = talkSource(parts);
  const waiting = new Set<string>();
  let caught = false;
  let running: Promise<void> | null = null;

  async function count(id: string): Promise<void> {
    const thread = await threads.get(id);
    if (!thread) return;
    const who = source.whoOf(thread);
    const latest = await talks.latest(id);
    const found = await source.talksFrom(thread, latest ? latest.first - 1 : 0);
    for (const talk of found) {
      if (latest && talk._id === latest._id && talk.last === latest.last) continue;
      const counts = countsOf(talk, NOBODY, talk.startedAt, rule);
      await talks.put({ ...talk, who, settled: false, counts });
      // Another process may have settled what this one knew better.
      await talks.reopen(who, talk.startedAt);
    }
    await talks.belongs(id, who);
  }

  /** False where it was left half done. */
  async function catchUp(): Promise<boolean> {
    let at = new Date((await notes.get<string>(MARK)) ?? 0);
    for (let after = ''; ; ) {
      const rows = await threads.touchedSince(at, after, BATCH);
      for (const { _id } of rows) {
        if (parts.stopping()) return false;
        await count(_id);
      }
      const end = rows.at(-1);
      if (rows.length < BATCH || !end) return true;
      at = end.updatedAt;
      after = end._id;
    }
  }

  async function round(): Promise<void> {
    const began = now();
    caught ||= await catchUp();
    if (!caught) return;
    for (const thread of [...waiting]) {
      waiting.delete(thread);
      try {
        await count(thread);
      } catch (error) {
        waiting.add(thread);
        throw error;
      }
    }
    for (;;) {
      const due = await talks.due(began, BATCH);
      for (const row of due) {
        const others = await source.othersOf(row, await talks.ofWho(row.who, row.startedAt, row.quietUntil));
        await talks.settle(row._id, row.last, countsOf(row, others, began, rule));
      }
      if (due.length < BATCH) break;
    }
    await notes.set(MARK, new Date(began.getTime() - MARGIN_MS).toISOString());
  }

  const run = (): Promise<void> => (running ??= round().finally(() => (running = null)));

  return {
    touched: (thread) => void waiting.add(thread),
    run,
    async rebuild() {
      await talks.clear();
      await notes.set(MARK, new Date(0).toISOString());
      caught = false;
      await run();
    },
  };
}
