/**
 * 不当退单 and 推诿 of units, read from the orders' own story (domain §2.4: 不当退单率 = rejected returns ÷
 * return requests). Each figure names its orders, so that whoever is told it can look at them.
 */
import type { Assignment } from '../assignment.js';
import { exempted } from '../callback/verdict.js';
import type { Ticket } from '../ticket.js';

export const PUSHING = ['refusedReturn', 'citizenSaid', 'sentBack'] as const;
/** A return the hotline refused; the citizen's own word; an answer sent back for pushing the matter away. */
export type Pushing = (typeof PUSHING)[number];

export interface Conduct {
  unit: string;
  /** Requests that were decided, and what became of them. */
  returns: { asked: number; rejected: number; agreed: number };
  /** Order numbers of rejected returns. */
  wrongReturns: string[];
  /** Orders in which something speaks of pushing the matter away, with what it is. */
  pushed: { orderNo: string; why: Pushing[] }[];
}

/** One request each: a rejected return is final, an agreed one ends the assignment. */
const decided = ({ return: asked, state }: Assignment): 'agreed' | 'rejected' | null =>
  asked === null || state === 'RETURN_REQUESTED' ? null : state === 'RETURNED' ? 'agreed' : 'rejected';

function whyOf(ticket: Ticket, unit: string, rejected: boolean): Pushing[] {
  const leads = ticket.lead === unit;
  const found: Record<Pushing, boolean> = {
    refusedReturn: rejected,
    citizenSaid:
      leads &&
      !exempted(ticket, 'verdict') &&
      (ticket.ratings ?? []).some(({ stars, tags }) => stars <= 2 && tags.includes('pushed')),
    sentBack:
      leads &&
      ticket.timeline.some(({ action, reason }) => action === 'failReply' && (reason ?? '').includes('推诿')),
  };
  return PUSHING.filter((why) => found[why]);
}

/** By unit, those with nothing to tell left out; the order of `tickets` does not matter. */
export function conductOf(tickets: readonly Ticket[]): Conduct[] {
  const units = new Map<string, Conduct>();
  const of = (unit: string): Conduct => {
    const there = units.get(unit) ?? {
      unit,
      returns: { asked: 0, rejected: 0, agreed: 0 },
      wrongReturns: [],
      pushed: [],
    };
    units.set(unit, there);
    return there;
  };
  for (const ticket of tickets) {
    const assignments = ticket.assignments ?? [];
    for (const unit of new Set(assignments.map((one) => one.unit))) {
      const fates = assignments.filter((one) => one.unit === unit).flatMap((one) => decided(one) ?? []);
      const rejected = fates.filter((fate) => fate === 'rejected').length;
      const why = whyOf(ticket, unit, rejected > 0);
      if (fates.length === 0 && why.length === 0) continue;
      const conduct = of(unit);
      conduct.returns.asked += fates.length;
      conduct.returns.rejected += rejected;
      conduct.returns.agreed += fates.length - rejected;
      if (rejected > 0) conduct.wrongReturns.push(ticket.orderNo);
      if (why.length > 0) conduct.pushed.push({ orderNo: ticket.orderNo, why });
    }
  }
  for (const conduct of units.values()) {
    conduct.wrongReturns.sort();
    conduct.pushed.sort((a, b) => (a.orderNo < b.orderNo ? -1 : 1));
  }
  return [...units.values()].sort((a, b) => (a.unit < b.unit ? -1 : 1));
}

/** 不当退单率; null where nothing was asked: no base is no rate. */
export const wrongReturnRate = ({ returns: { asked, rejected } }: Conduct): number | null =>
  asked === 0 ? null : rejected / asked;
