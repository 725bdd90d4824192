/**
 * A sample that can be drawn again: per unit, agent and channel the orders with the smallest numbers by the
 * seed. The same orders, shares and seed give the same sample, in whatever order they come.
 */
import { drawn } from '../callback/plan.js';
import type { Ticket } from '../ticket.js';
import { type Flag, flagsOf } from './flags.js';

/** Shares of each group, whose orders are looked at by flag, and the lines of the bands. */
export interface QualityKnobs {
  unit: number;
  agent: number;
  channel: number;
  /** At least so many of each group that has any. */
  least: number;
  flags: Flag[];
  pass: number;
  mend: number;
}

export const BY = ['unit', 'agent', 'channel'] as const;
export type By = (typeof BY)[number];
export interface Drawn {
  ticket: Ticket;
  /** Why it was drawn: every reason there is. */
  why: (By | Flag)[];
}

/** Who judged it at the hotline first: accepted, refused, or answered. */
export const agentOf = ({ timeline }: Ticket): string | null =>
  timeline.find(
    ({ action, actor }) =>
      actor.kind === 'staff' && ['accept', 'refuse', 'answerDirect', 'file'].includes(action),
  )?.actor.id ?? null;

const groupOf: Record<By, (ticket: Ticket) => string | null> = {
  unit: ({ lead }) => lead ?? null,
  agent: agentOf,
  channel: ({ channel }) => channel,
};

export function draw(tickets: readonly Ticket[], knobs: QualityKnobs, seed: string): Drawn[] {
  const why = new Map<string, Drawn>();
  const add = (ticket: Ticket, reason: By | Flag): void => {
    const there = why.get(ticket.orderNo) ?? { ticket, why: [] };
    why.set(ticket.orderNo, { ...there, why: [...there.why, reason] });
  };
  for (const by of BY) {
    const groups = new Map<string, Ticket[]>();
    for (const ticket of tickets) {
      const group = groupOf[by](ticket);
      if (group !== null) groups.set(group, [...(groups.get(group) ?? []), ticket]);
    }
    for (const all of groups.values()) {
      const wanted = knobs[by] === 0 ? 0 : Math.max(knobs.least, Math.ceil(all.length * knobs[by]));
      const ranked = all
        .map((ticket) => ({ ticket, at: drawn(`${seed}:${by}`, ticket.orderNo) }))
        .sort((a, b) => a.at - b.at || (a.ticket.orderNo < b.ticket.orderNo ? -1 : 1));
      for (const { ticket } of ranked.slice(0, wanted)) add(ticket, by);
    }
  }
  for (const ticket of tickets)
    for (const flag of flagsOf(ticket)) if (knobs.flags.includes(flag)) add(ticket, flag);
  return [...why.values()].sort((a, b) => (a.ticket.orderNo < b.ticket.orderNo ? -1 : 1));
}
