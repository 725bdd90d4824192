/**
 * News of an order: what its public timeline says goes to the citizen as a line, in the very commit that makes
 * it so. It goes where the citizen chose, otherwise where the citizen wrote last among the order's own
 * conversations. Which actions are news is policy (`knobs.news`); what a citizen did himself is none.
 */
import type { Policy } from '../policy/types.js';
import type { LineStore } from '../store/lines.js';
import { doorsOf } from '../tickets/doors.js';
import type { Ticket } from '../tickets/ticket.js';
import type { Change, Commit } from './journal.js';

export interface NewsParts {
  lines: Pick<LineStore, 'lastSaid'>;
  policy: { phrase: Policy['phrase']; knobs: Pick<Policy['knobs'], 'news'> };
  /** Channels with a way back to the citizen. */
  reaches: (channel: string) => boolean;
  now: () => Date;
}

const channelOf = (thread: string): string => thread.slice(0, thread.indexOf(':'));

/** Of several doors the one the citizen used last; the first where none was used. */
async function lastUsed(doors: string[], { lines }: NewsParts): Promise<string[]> {
  if (doors.length < 2) return doors;
  const used = await Promise.all(
    doors.map(async (door) => ({ door, at: (await lines.lastSaid(door))?.getTime() ?? 0 })),
  );
  return [used.reduce((best, one) => (one.at > best.at ? one : best)).door];
}

export function createNews(parts: NewsParts): (commit: Commit) => Promise<Commit> {
  async function doorsFor(ticket: Ticket): Promise<string[]> {
    const doors = doorsOf(ticket).filter((door) => parts.reaches(channelOf(door)));
    const chosen = (ticket.answerTo ?? []).filter((door) => doors.includes(door));
    return chosen.length > 0 ? chosen : lastUsed(doors, parts);
  }

  return async (commit) => {
    if (commit.actor.kind === 'citizen') return commit;
    const more: Change[] = [];
    for (const change of commit.changes) {
      if (change.do !== 'ticket') continue;
      const { ticket } = change;
      const row = ticket.timeline.at(-1);
      if (!row?.public || row.actor.kind === 'citizen' || !parts.policy.knobs.news.includes(row.action))
        continue;
      // An agent who files and accepts in one breath has told the citizen in his own words.
      if (commit.changes.some((one) => one.do === 'say' && doorsOf(ticket).includes(one.thread))) continue;
      const text = parts.policy.phrase('news.order', { orderNo: ticket.orderNo, text: row.public });
      for (const [index, thread] of (await doorsFor(ticket)).entries())
        more.push({
          do: 'say',
          thread,
          line: {
            id: `${commit.cause}.news.${ticket.orderNo}.${index}`,
            from: 'system',
            text,
            at: parts.now(),
          },
        });
    }
    return more.length === 0 ? commit : { ...commit, changes: [...commit.changes, ...more] };
  };
}
