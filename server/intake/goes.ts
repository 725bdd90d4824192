/** Where the answer of an order goes: where it was chosen to, otherwise where the citizen wrote last. */
import type { LineStore } from '../store/lines.js';
import { inletsOf } from '../tickets/inlets.js';
import type { Ticket } from '../tickets/ticket.js';

export interface GoesParts {
  lines: Pick<LineStore, 'lastSaid'>;
  /** Has this conversation a way back to the citizen? */
  reaches: (thread: string) => boolean;
}

export type Goes = (ticket: Ticket) => Promise<string[]>;

export function createGoes({ lines, reaches }: GoesParts): Goes {
  /** Of several inlets the one the citizen used last; the first where none was used. */
  async function lastUsed(inlets: string[]): Promise<string[]> {
    if (inlets.length < 2) return inlets;
    const used = await Promise.all(
      inlets.map(async (inlet) => ({ inlet, at: (await lines.lastSaid(inlet))?.getTime() ?? 0 })),
    );
    return [used.reduce((best, one) => (one.at > best.at ? one : best)).inlet];
  }

  return async (ticket) => {
    const inlets = inletsOf(ticket).filter(reaches);
    const chosen = (ticket.answerTo ?? []).filter((inlet) => inlets.includes(inlet));
    return chosen.length > 0 ? chosen : lastUsed(inlets);
  };
}
