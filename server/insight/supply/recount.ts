/** The slow, plain way: every item's own story read from its beginning; what it tells otherwise than the count is named. */
import { KEPT_DEEDS } from '../../knowledge/flow/step.js';
import type { Cover, EntryStore } from '../../store/knowledge-entries.js';

const BATCH = 200;
const FAR = new Date('9999-12-31T00:00:00Z');

export async function recountUpdates(
  entries: Pick<EntryStore, 'walk' | 'published'>,
): Promise<{ updates: number; differs: string[] }> {
  const covers = await entries.published(new Date(0), FAR);
  const counted = new Map<string, Cover[]>();
  for (const cover of covers) counted.set(cover.item, [...(counted.get(cover.item) ?? []), cover]);
  const differs: string[] = [];
  for (let after = ''; ; ) {
    const rows = await entries.walk(after, BATCH);
    for (const { id, log } of rows) {
      const left = new Map(counted.get(id)?.map(({ edition, at }) => [edition, at]));
      counted.delete(id);
      for (const { action, edition, at } of log) {
        if (action !== 'publish' || edition === undefined) continue;
        const there = left.get(edition);
        left.delete(edition);
        if (there?.getTime() !== at.getTime())
          differs.push(`${id}@${edition} ${there?.toISOString() ?? '—'} → ${at.toISOString()}`);
      }
      // A long story has lost its beginning: what was published before is known by its edition alone.
      const begins = log[0]?.at ?? FAR;
      for (const [edition, at] of left)
        if (at >= begins || log.length < KEPT_DEEDS) differs.push(`${id}@${edition} ${at.toISOString()} → —`);
    }
    const end = rows.at(-1);
    if (rows.length < BATCH || !end) break;
    after = end.id;
  }
  for (const { _id, at } of [...counted.values()].flat()) differs.push(`${_id} ${at.toISOString()} → —`);
  return { updates: covers.length, differs };
}
