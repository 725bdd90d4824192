/** Where what was written is shown at once: desks, chat windows, counts, and whoever waits for a reply. */
import type { WebChannel } from '../channels/web.js';
import type { assignRoom } from './desk/assign/room.js';
import type { LiveDesk } from './desk/live.js';
import type { Ears } from './intake/core.js';
import type { ChatNamespace } from './intake/live-chat.js';
import type { Waiters } from './intake/waiters.js';
import type { Uses } from './knowledge/flow/uses.js';
import type { ListCounts } from './lists/counts.js';

export interface EarParts {
  desk: LiveDesk;
  web: WebChannel;
  chat: ChatNamespace;
  waiters: Waiters;
  assign: Pick<ReturnType<typeof assignRoom>, 'seats' | 'own' | 'stir'>;
  counts: Pick<ListCounts, 'changed'>;
  uses: Pick<Uses, 'count'>;
}

/** Only the web chat has windows open here. */
export function inWeb<T>(thread: string, run: (name: string) => T): T | false {
  return thread.startsWith('web:') && run(thread.slice('web:'.length));
}

export function createEars({ desk, web, chat, waiters, assign, counts, uses }: EarParts): Ears {
  return {
    seats: assign.seats,
    delivery: desk.delivery,
    wording: (thread, text) => inWeb(thread, (name) => chat.to(name).emit('wording', text)),
    arrived(thread, line) {
      desk.line(thread, line);
      inWeb(thread, (name) => web.push(name, line));
      // Something overheard that is nobody's words: a call came, was picked up, ended.
      if (line.from !== 'system') return;
      desk.thread(thread);
      if (line.seat) desk.call(thread, line.seat);
    },
    applied({ cause, lines: said, threads: moved, tickets, alarms, marks }) {
      assign.own(cause);
      for (const { thread, line } of said) {
        const [source] = line.decision === 'answer' ? (line.sources ?? []) : [];
        if (source) uses.count(source.id, 'answered');
        desk.line(thread, line);
        waiters.came(thread, line);
      }
      if (moved.length > 0) assign.stir();
      for (const id of moved) {
        desk.thread(id);
        inWeb(id, web.wake);
      }
      if (tickets.length > 0) {
        assign.stir();
        counts.changed();
      }
      for (const ticket of tickets) desk.ticket(ticket);
      for (const id of alarms) desk.alarm(id);
      for (const { thread, line, mark } of marks) desk.delivery(thread, line, mark);
    },
  };
}
