/** A ticket as others see it: the citizen (public rows alone), the lists of the desk, one page of the desk. */
import type { FileView, OrderCard, OrderPage, OrderView } from '../http/contract.js';
import { type Assignment, leadOf } from './assignment.js';
import type { Mask } from './changed.js';
import { type Rules, unitDue } from './deadlines/clock.js';
import { GUARDS } from './guards.js';
import { LIMITS } from './limits.js';
import { may } from './step.js';
import type { Actor, Ticket, TimelineRow } from './ticket.js';
import { TRANSITIONS } from './transitions.js';
import { actionName, WORDS } from './words.js';

/** The slice of the policy that viewing needs. */
export interface StateWords {
  units: readonly { code: string; name: string }[];
  states: readonly { state: string; name: string; citizen: string }[];
}

const stateOf = (state: string, words: StateWords) =>
  words.states.find((row) => row.state === state) ?? { state, name: state, citizen: state };

/** For whoever shows number and code. Whose code it is nobody knows for sure, so personal data is masked. */
export function citizenView(ticket: Ticket, words: StateWords, mask: Mask): OrderView {
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
    mayRate: ticket.state === 'CALLBACK_PENDING' && !(ticket.ratings ?? []).some((one) => one.stars <= 2),
  };
}

const unitName = (code: string, { units }: Pick<StateWords, 'units'>): string =>
  units.find((unit) => unit.code === code)?.name ?? code;

export function card(ticket: Ticket, words: StateWords, mask: Mask): OrderCard {
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
    lead: leadName(ticket, words),
    due: ticket.clocks?.due?.toISOString() ?? null,
    light: ticket.clocks?.light ?? 'none',
    createdAt: ticket.createdAt.toISOString(),
    updatedAt: ticket.updatedAt.toISOString(),
  };
}

function leadName({ assignments }: Ticket, words: StateWords): string | null {
  const lead = leadOf(assignments);
  return lead && unitName(lead.unit, words);
}

export interface Reader {
  permissions: ReadonlySet<string>;
  /** Account of the reader; some actions need another person than the one before. */
  account: string;
  mask: Mask;
  words: StateWords;
  /** Units the reader acts for; null = the house. */
  scope: ReadonlySet<string> | null;
  rules: Rules;
  now: Date;
  suggested: OrderPage['suggested'];
  remarks: OrderPage['remarks'];
  /** The kept files of the ticket, as the file store knows them. */
  files: readonly FileView[];
}

const VERDICTS = new Set(['rateWell', 'rateLow', 'callback']);

export function page(ticket: Ticket, reader: Reader): OrderPage {
  const { mask } = reader;
  const { refusal } = ticket;
  const house = reader.scope === null;
  return {
    card: card(ticket, reader.words, mask),
    content: mask.desk(ticket.content),
    place: mask.desk(ticket.place),
    time: mask.desk(ticket.time),
    party: mask.desk(ticket.party),
    demand: mask.desk(ticket.demand),
    caller: callerFor(ticket, reader),
    hotline: ticket.hotline,
    files: ticket.files.flatMap((id) => reader.files.find((file) => file.id === id) ?? []),
    origins: ticket.origins,
    ...(refusal
      ? {
          refusal: {
            reason: refusal.reason,
            rule: refusal.rule,
            evidence: mask.text(refusal.evidence),
            shown: refusal.shown,
            reviewRequested: refusal.reviewRequested,
            decidedBy: refusal.decidedBy,
          },
        }
      : {}),
    assignments: (ticket.assignments ?? []).map((one) => assignmentFor(one, ticket, reader)),
    clocks: clocksFor(ticket),
    suggested: reader.suggested,
    remarks: reader.remarks,
    // What a citizen said of a unit is the house's: the rated must not know who rated (domain §2.5).
    callbacks: (house ? (ticket.callbacks ?? []) : []).map(({ at, note, ...said }) => ({
      ...said,
      at: at.toISOString(),
      note: mask.text(note),
    })),
    ratings: (house ? (ticket.ratings ?? []) : []).map(({ stars, tags, at }) => ({
      stars,
      tags,
      at: at.toISOString(),
    })),
    timeline: ticket.timeline
      .filter((row) => house || !VERDICTS.has(row.action))
      .map((row) => rowFor(row, mask)),
    actions: allowed(ticket, reader),
  };
}

const iso = (date: Date | null | undefined): string | null => date?.toISOString() ?? null;

function assignmentFor(one: Assignment, ticket: Ticket, reader: Reader): OrderPage['assignments'][number] {
  const { mask, words, rules, now } = reader;
  return {
    id: one.id,
    unit: one.unit,
    unitName: unitName(one.unit, words),
    part: one.part,
    state: one.state,
    at: one.at.toISOString(),
    due: iso(unitDue(one, ticket, rules, now)?.at),
    opinion: mask.text(one.opinion),
    signedAt: iso(one.signedAt),
    contactAt: iso(one.contact?.at),
    reply: one.reply && {
      handling: mask.text(one.reply.handling),
      public: mask.text(one.reply.public),
      solved: one.reply.solved,
      at: one.reply.at.toISOString(),
    },
    return: one.return && {
      reason: one.return.reason,
      basis: mask.text(one.return.basis),
      suggest: one.return.suggest && unitName(one.return.suggest, words),
      at: one.return.at.toISOString(),
    },
  };
}

function clocksFor({ clocks }: Ticket): OrderPage['clocks'] {
  if (!clocks) return null;
  const { started, due, certain, stepDue, stopped, light } = clocks;
  return {
    started: iso(started),
    due: iso(due),
    certain,
    stepDue: iso(stepDue),
    stopped: iso(stopped),
    light,
  };
}

/** A secret order shows no identity to those who could not lift the mask anyway (domain §2.7). */
function callerFor(ticket: Ticket, { permissions, mask }: Reader): OrderPage['caller'] {
  if (ticket.secret && !permissions.has('person.unmask')) return { name: WORDS.people.secret, phone: '' };
  return { name: mask.name(ticket.caller.name), phone: mask.phone(ticket.caller.phone) };
}

function rowFor(row: TimelineRow, mask: Mask): OrderPage['timeline'][number] {
  return {
    at: row.at.toISOString(),
    actor: row.actor.kind === 'staff' ? row.actor.id : WORDS.people[row.actor.kind],
    action: actionName(row.action),
    from: row.from,
    to: row.to,
    ...(row.reason === undefined ? {} : { reason: mask.text(row.reason) }),
    ...(row.public === undefined ? {} : { public: mask.text(row.public) }),
  };
}

/** What this person may do now with a reason alone; what also needs fields (merge) has a form of its own. */
export function allowed(
  ticket: Ticket,
  { permissions, account, scope, now }: Pick<Reader, 'permissions' | 'account' | 'scope' | 'now'>,
): OrderPage['actions'] {
  const actor: Actor = { kind: 'staff', id: account, role: '' };
  const facts = { ticket, fields: {}, given: {}, scope, known: () => true, by: account, now, limits: LIMITS };
  return TRANSITIONS.filter((row) => row.from.includes(ticket.state) && may(row, actor, permissions))
    .filter((row) => !row.guard || GUARDS[row.guard](facts) === null)
    .map(({ action, needsReason, inputs = [] }) => ({
      action,
      name: actionName(action),
      needsReason,
      inputs: [...inputs],
    }));
}
