/** The slow, plain way: every conversation counted anew from the lines; where the kept ones differ is told. */
import type { TalkStore } from '../../store/talks.js';
import type { ThreadStore } from '../../store/threads.js';
import { type TalkSourceParts, talkSource } from './source.js';
import type { Talk } from './talk.js';
import { countsOf, NOBODY, type TalkCounts } from './verdict.js';

export interface TalkRecountParts extends TalkSourceParts {
  talks: Pick<TalkStore, 'ofThread' | 'threadsOf' | 'size'>;
  threads: Pick<ThreadStore, 'get' | 'ofPerson' | 'touchedSince'>;
  now: () => Date;
}

const BATCH = 200;

/** Counted up to now before: what was said since belongs to no difference. */
export async function recountTalks(parts: TalkRecountParts): Promise<{ talks: number; differs: string[] }> {
  const { talks, threads, policy, now } = parts;
  const source = talkSource(parts);
  const rule = policy.knobs.talks;
  const at = now();
  const differs: string[] = [];
  let counted = 0;
  let met = 0;

  /** All conversations of one citizen, on whatever inlet. */
  async function ofWho(who: string, thread: string): Promise<Talk[]> {
    if (who === thread) return [];
    const known = [...(await threads.ofPerson(who)).map(({ _id }) => _id), ...(await talks.threadsOf(who))];
    const docs = await Promise.all([...new Set(known)].map((id) => threads.get(id)));
    const theirs = docs.flatMap((doc) =>
      doc && doc._id !== thread && source.whoOf(doc) === who ? [doc] : [],
    );
    return (await Promise.all(theirs.map((doc) => source.talksFrom(doc, 0)))).flat();
  }

  async function look(id: string): Promise<void> {
    const thread = await threads.get(id);
    if (!thread) return;
    const who = source.whoOf(thread);
    const truth = await source.talksFrom(thread, 0);
    const kept = new Map((await talks.ofThread(id)).map((row) => [row._id, row]));
    counted += truth.length;
    met += kept.size;
    const around = truth.length === 0 ? [] : [...truth, ...(await ofWho(who, id))];
    for (const talk of truth) {
      const row = kept.get(talk._id);
      kept.delete(talk._id);
      const over = talk.quietUntil <= at;
      const others = over ? await source.othersOf({ ...talk, who }, around) : NOBODY;
      const counts = countsOf(talk, others, over ? at : talk.startedAt, rule);
      const right = told({ ...talk, who, counts });
      const there = row ? told(row) : '—';
      if (there !== right) differs.push(`${talk._id} ${there} → ${right}`);
    }
    for (const row of kept.values()) differs.push(`${row._id} ${told(row)} → —`);
  }

  let from = new Date(0);
  for (let after = ''; ; ) {
    const rows = await threads.touchedSince(from, after, BATCH);
    for (const { _id } of rows) await look(_id);
    const end = rows.at(-1);
    if (rows.length < BATCH || !end) break;
    from = end.updatedAt;
    after = end._id;
  }
  const lost = (await talks.size()) - met;
  if (lost !== 0) differs.push(`+${lost}`);
  return { talks: counted, differs };
}

/** What a figure is made of: whose it is, on which day and channel, and the counts; zeros are left out. */
function told({
  who,
  thread,
  day,
  channel,
  last,
  counts,
}: Talk & { who: string; counts: TalkCounts }): string {
  const own = who === thread ? '' : ' ≡';
  const sorted = Object.entries(counts)
    .filter(([, count]) => count !== 0)
    .sort(([a], [b]) => (a < b ? -1 : 1));
  return `${day} ${channel} #${last}${own} ${JSON.stringify(Object.fromEntries(sorted))}`;
}
