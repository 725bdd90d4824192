/** A ticket as others see it: the citizen (public rows alone), the lists of the desk. Its page is page.ts. */
import type { OrderView } from '../http/contract-citizen.js';
import type { OrderCard } from '../http/contract-orders.js';
import { leadOf } from './assignment.js';
import { ratingsOfRound } from './callback/plan.js';
import type { Mask } from './changed.js';
import { forUnit } from './identity.js';
import { type ActRules, ownActs } from './own-acts.js';
import type { Listed, Ticket } from './ticket.js';
import { asTold } from './undo.js';

/** The slice of the policy that viewing needs. */
export interface StateWords {
  units: readonly { code: string; name: string }[];
  states: readonly { state: string; name: string; citizen: string }[];
}

const stateOf = (state: string, words: StateWords) =>
  words.states.find((row) => row.state === state) ?? { state, name: state, citizen: state };

/** For whoever shows number and code. Whose code it is nobody knows for sure, so personal data is masked. */
export function citizenView(whole: Ticket, words: StateWords & ActRules, mask: Mask, now: Date): OrderView {
  const ticket = asTold(whole, now);
  const rows = ticket.timeline.filter((row) => row.public !== undefined).reverse();
  return {
    orderNo: ticket.orderNo,
    state: stateOf(ticket.state, words).citizen,
    title: mask.text(ticket.title),
    place: mask.text(ticket.place),
    createdAt: ticket.createdAt.toISOString(),
    // The last thing the citizen may know of; internal work has its own clock.
    updatedAt: (rows[0]?.at ?? ticket.createdAt).toISOString(),
    timeline: rows.map((row) => ({ at: row.at.toISOString(), text: mask.text(row.public ?? '') })),
    mayRate: ticket.state === 'CALLBACK_PENDING' && ratingsOfRound(ticket).length === 0,
    acts: ownActs(whole, words, now),
  };
}

export const unitName = (code: string, { units }: Pick<StateWords, 'units'>): string =>
  units.find((unit) => unit.code === code)?.name ?? code;

/** `scope`: units the reader acts for; null = the house. Units read the order as they may know it. */
export const card = (
  whole: Ticket,
  words: StateWords,
  mask: Mask,
  scope: ReadonlySet<string> | null,
): OrderCard =>
  scope === null ? houseCard(whole, words, mask) : cardOf(forUnit(whole), words, mask, { house: false });

export const houseCard = (ticket: Listed, words: StateWords, mask: Mask): OrderCard =>
  cardOf(ticket, words, mask, { house: true });

function cardOf(ticket: Listed, words: StateWords, mask: Mask, { house }: { house: boolean }): OrderCard {
  return {
    orderNo: ticket.orderNo,
    kind: ticket.kind,
    state: ticket.state,
    stateName: stateOf(ticket.state, words).name,
    type: ticket.type,
    category: ticket.category,
    region: ticket.region,
    urgency: ticket.urgency,
    title: mask.text(ticket.title),
    thread: ticket.thread,
    version: ticket.version,
    urges: ticket.urges,
    reviewRequested: ticket.refusal?.reviewRequested ?? false,
    taker: house ? (ticket.taker?.by ?? null) : null,
    allotted: house && ticket.allotted ? { to: ticket.allotted.to, why: ticket.allotted.why } : null,
    lead: leadName(ticket, words),
    due: ticket.clocks?.due?.toISOString() ?? null,
    light: ticket.clocks?.light ?? 'none',
    createdAt: ticket.createdAt.toISOString(),
    updatedAt: ticket.updatedAt.toISOString(),
  };
}

function leadName({ assignments }: Listed, words: StateWords): string | null {
  const lead = leadOf(assignments);
  return lead && unitName(lead.unit, words);
}
