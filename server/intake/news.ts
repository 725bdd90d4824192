/**
 * News of an order: what its public timeline says goes to the citizen as a line, in the very commit that makes
 * it so. Which actions are news is policy (`knobs.news`); what a citizen did himself is none.
 *
 * News of a step that can still be taken back waits: until nobody may any more (`tell`), or until something
 * else happens to the order. A line held so has the order's version in its name, so that it is said once
 * whoever says it.
 */
import type { Policy } from '../policy/types.js';
import { inletsOf } from '../tickets/inlets.js';
import type { Ticket, TimelineRow } from '../tickets/ticket.js';
import type { Goes } from './goes.js';
import type { Inviting } from './invite.js';
import type { Change, Commit } from './journal.js';

export interface NewsParts {
  goes: Goes;
  inviting: Inviting;
  policy: { phrase: Policy['phrase']; knobs: Pick<Policy['knobs'], 'news'> };
  now: () => Date;
}

export interface News {
  /** The commit with what it has to tell. */
  with(commit: Commit): Promise<Commit>;
  /** What was held of this order's last step, as lines; its time has come. */
  held(ticket: Ticket): Promise<Change[]>;
}

/** Names the lines, and is claimed by whoever settles whether they are said at all. */
export const heldNews = ({ orderNo }: Ticket, version: number): string => `news:${orderNo}@${version}`;

/** Something of it has left the house already: it can't be taken back, and nothing waits to be said. */
function left({ undo: _, ...ticket }: Ticket): Ticket {
  const rows = ticket.timeline.map((row, i) => {
    const { held: __, ...rest } = row;
    return i === ticket.timeline.length - 1 ? rest : row;
  });
  return { ...ticket, timeline: rows };
}

export function createNews(parts: NewsParts): News {
  const tellable = (row: TimelineRow | undefined): row is TimelineRow & { public: string } =>
    Boolean(row?.public) &&
    row?.actor.kind !== 'citizen' &&
    parts.policy.knobs.news.includes(row?.action ?? '');

  /** `at`: place of the row; with what it tells goes the invitation to rate, if it asks for one. */
  async function say(ticket: Ticket, at: number, name: string): Promise<Change[]> {
    const { orderNo, timeline } = ticket;
    const row = timeline[at];
    const told = tellable(row) ? parts.policy.phrase('news.order', { orderNo, text: row.public }) : null;
    const { text: asked, ...doors } = parts.inviting(ticket, at) ?? {};
    const text = [told, asked].filter(Boolean).join('\n');
    if (text === '') return [];
    return (await parts.goes(ticket)).map((thread, index) => ({
      do: 'say',
      thread,
      line: { id: `${name}.${index}`, from: 'system', text, ...doors, about: orderNo, at: parts.now() },
    }));
  }

  async function held(ticket: Ticket, rows = ticket.timeline): Promise<Change[]> {
    return rows.at(-1)?.held ? say(ticket, rows.length - 1, heldNews(ticket, rows.length)) : [];
  }

  async function ofOne(commit: Commit, ticket: Ticket): Promise<{ ticket: Ticket; says: Change[] }> {
    // What waited until now waits no longer: the order has gone on.
    const earlier = await held(ticket, ticket.timeline.slice(0, -1));
    const last = ticket.timeline.length - 1;
    const row = ticket.timeline[last];
    // An agent who files and accepts in one breath has told the citizen in his own words.
    if (commit.changes.some((one) => one.do === 'say' && inletsOf(ticket).includes(one.thread))) {
      return { ticket: left(ticket), says: earlier };
    }
    if (!ticket.undo) {
      const says = await say(ticket, last, `${commit.cause}.news.${ticket.orderNo}`);
      return { ticket, says: [...earlier, ...says] };
    }
    if (!tellable(row)) return { ticket, says: earlier };
    return { ticket: { ...ticket, undo: { ...ticket.undo, news: true } }, says: earlier };
  }

  return {
    held: (ticket) => held(ticket),
    async with(commit) {
      const changes: Change[] = [];
      for (const change of commit.changes) {
        if (change.do !== 'ticket') {
          changes.push(change);
          continue;
        }
        const { ticket, says } = await ofOne(commit, change.ticket);
        changes.push({ do: 'ticket', ticket }, ...says);
      }
      return { ...commit, changes };
    },
  };
}
