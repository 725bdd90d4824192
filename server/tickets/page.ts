/** One page of the desk: everything its reader may know of an order, and what they may do with it now. */
import type { FileView } from '../http/contract-chat.js';
import type { OrderPage } from '../http/contract-orders.js';
import type { Assignment } from './assignment.js';
import type { Mask } from './changed.js';
import { type Rules, unitDue } from './deadlines/clock.js';
import type { Unit } from './dispatch/unit.js';
import { GUARDS } from './guards.js';
import { forUnit, proposedFor } from './identity.js';
import { may } from './step.js';
import type { Actor, Ticket, TimelineRow } from './ticket.js';
import { TRANSITIONS } from './transitions.js';
import { card, type StateWords, unitName } from './view.js';
import { actionName, WORDS } from './words.js';

export interface Reader {
  permissions: ReadonlySet<string>;
  /** Account of the reader; some actions need another person than the one before. */
  account: string;
  mask: Mask;
  words: StateWords;
  /** Units the reader acts for; null = the house. */
  scope: ReadonlySet<string> | null;
  rules: Rules & { units: readonly Unit[]; knobs: { steps: { undoSeconds: number } } };
  now: Date;
  suggested: OrderPage['suggested'];
  remarks: OrderPage['remarks'];
  /** For third parties, without anybody's identity. */
  summary: string;
  /** The kept files of the ticket, as the file store knows them. */
  files: readonly FileView[];
}

const VERDICTS = new Set(['rateWell', 'rateLow', 'callback']);

export function page(whole: Ticket, reader: Reader): OrderPage {
  const ticket = reader.scope === null ? whole : forUnit(whole);
  const { mask } = reader;
  const { refusal } = ticket;
  const house = reader.scope === null;
  return {
    card: card(ticket, reader.words, mask, reader.scope),
    secret: ticket.secret,
    proposed: house && ticket.secret && reader.permissions.has('order.dispatch') ? proposedFor(ticket) : null,
    summary: reader.summary,
    content: mask.desk(ticket.content),
    place: mask.desk(ticket.place),
    time: mask.desk(ticket.time),
    party: mask.desk(ticket.party),
    demand: mask.desk(ticket.demand),
    caller: callerFor(ticket, reader),
    hotline: ticket.hotline,
    ...(ticket.external ? { external: ticket.external } : {}),
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
      .map((row) => ({ ...rowFor(row, mask), ...changesIn(row, reader) })),
    undo: undoFor(ticket, reader),
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
function callerFor(ticket: Ticket, { permissions, mask, scope }: Reader): OrderPage['caller'] {
  if (ticket.secret && (scope !== null || !permissions.has('person.unmask')))
    return { name: WORDS.people.secret, phone: '' };
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
    ...(row.undone ? { undone: true } : {}),
  };
}

/** Those that are a value of their own; what a step says besides is told by its row. */
const SHOWN = [
  'title',
  'content',
  'demand',
  'place',
  'time',
  'party',
  'type',
  'category',
  'hotline',
  'region',
  'urgency',
  'master',
] as const;

function changesIn(row: TimelineRow, { mask }: Reader): Pick<OrderPage['timeline'][number], 'changed'> {
  const told = (value: unknown): string | null =>
    typeof value === 'string' && value !== '' ? mask.text(value) : null;
  const changed = SHOWN.flatMap((field) => {
    const one = row.changed?.[field];
    return one ? [{ field, before: told(one.before), after: told(one.after) }] : [];
  });
  return changed.length > 0 ? { changed } : {};
}

/** What this person may do now with a reason alone; what also needs fields (merge) has a form of its own. */
export function allowed(
  ticket: Ticket,
  {
    permissions,
    account,
    scope,
    now,
    rules,
  }: Pick<Reader, 'permissions' | 'account' | 'scope' | 'now' | 'rules'>,
): OrderPage['actions'] {
  const actor: Actor = { kind: 'staff', id: account, role: '' };
  const { undoSeconds } = rules.knobs.steps;
  const facts = {
    ...{ ticket, fields: {}, given: {}, reason: '', scope, by: account, now, limits: rules.knobs.limits },
    ...{ rules, units: rules.units },
  };
  return TRANSITIONS.filter((row) => row.from.includes(ticket.state) && may(row, actor, permissions))
    .filter((row) => !row.guard || GUARDS[row.guard](facts) === null)
    .map(({ action, needsReason, undo, inputs = [] }) => ({
      action,
      name: actionName(action),
      needsReason,
      undoSeconds: undo && ticket.urgency !== 'critical' && ticket.kind !== 'emergency' ? undoSeconds : 0,
      inputs: [...inputs],
    }));
}

function undoFor({ undo, timeline }: Ticket, { account, now }: Reader): OrderPage['undo'] {
  if (!undo || undo.by !== account || now >= undo.until) return null;
  return {
    name: actionName(timeline.at(-1)?.action ?? ''),
    seconds: (undo.until.getTime() - now.getTime()) / 1000,
  };
}
