/** Closed consultations that ask the same: what an item could be drafted from. Everything is masked before it is looked at. */
import type { Answered } from '../../bot/assist/supervisor.js';
import type { Found } from '../../bot/decision.js';
import type { KbConsult } from '../http/contract-assist.js';
import { clustersOf } from '../knowledge/care/gaps.js';
import { leadOf } from '../tickets/assignment.js';
import type { Ticket } from '../tickets/ticket.js';
import { lived } from '../tickets/timeline.js';

/** One question of one citizen is not yet a question of many. */
const LEAST = 2;
const MOST = 50;

export interface ConsultParts {
  mask: (text: string) => string;
  find: (text: string, region: string | null) => Promise<Found>;
}

/** What the citizen was told; null = nothing. */
function answerOf(ticket: Ticket): string | null {
  const spoken = lived(ticket).findLast(({ action }) => action === 'answerDirect')?.reason;
  return leadOf(ticket.assignments)?.reply?.public ?? spoken ?? null;
}

export function answeredOf(ticket: Ticket, mask: (text: string) => string): Answered | null {
  const answer = answerOf(ticket);
  // Of a secret order nothing is used, however well it is masked.
  if (ticket.secret || ticket.type !== 'consult' || answer === null) return null;
  return { asked: mask(ticket.content), answer: mask(answer) };
}

export async function consultsOf(tickets: readonly Ticket[], parts: ConsultParts): Promise<KbConsult[]> {
  const rows = tickets.flatMap((ticket) => {
    const one = answeredOf(ticket, parts.mask);
    if (!one) return [];
    const { orderNo: _id, channel, region, category, updatedAt: at } = ticket;
    return [
      {
        _id,
        text: one.asked,
        at,
        channel,
        region,
        category,
        band: 'none' as const,
        nearest: null,
        settled: false,
      },
    ];
  });
  const clusters = clustersOf(rows).filter(({ count }) => count >= LEAST);
  const judged = await Promise.all(
    clusters.slice(0, MOST).map(async ({ ids, text, texts, count, category, region, last }) => {
      const { band, hits } = await parts.find(text, region);
      if (band === 'answer') return [];
      const best = hits[0]?.passage;
      const nearest = best ? { id: best.id, title: best.title } : null;
      return [{ text, texts, count, orders: ids, category, region, nearest, last: last.toISOString() }];
    }),
  );
  return judged.flat();
}
