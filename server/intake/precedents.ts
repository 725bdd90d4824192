/** A unit designated by the hotline is kept as a precedent in the commit that designates it. */
import type { Masks } from '../people/privacy.js';
import { leadOf } from '../tickets/assignment.js';
import type { Ticket } from '../tickets/ticket.js';
import type { Change, Commit } from './journal.js';

const DESIGNATES: ReadonlySet<string> = new Set(['designate', 'settle']);

export function createPrecedents(mask: Pick<Masks, 'text'>): (commit: Commit) => Commit {
  function of(ticket: Ticket): Change[] {
    const row = ticket.timeline.at(-1);
    const lead = leadOf(ticket.assignments);
    if (!row || !DESIGNATES.has(row.action) || !lead || ticket.category === null) return [];
    const { orderNo, version, region, category, hotline, secret } = ticket;
    const told = (text: string): string => (secret ? '' : mask.text(text));
    return [
      {
        do: 'precedent',
        precedent: {
          ...{ _id: `${orderNo}@${version}`, version: 1, orderNo, region, category, hotline },
          ...{ title: told(ticket.title), place: told(ticket.place), unit: lead.unit },
          ...{ reason: mask.text(row.reason ?? ''), by: row.actor.id, at: row.at, withdrawn: null },
        },
      },
    ];
  }
  return (commit) => {
    const more = commit.changes.flatMap((change) => (change.do === 'ticket' ? of(change.ticket) : []));
    return more.length === 0 ? commit : { ...commit, changes: [...commit.changes, ...more] };
  };
}
