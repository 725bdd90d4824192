/** What must be true of every order, after every step and at its end. Faults are told in words; none = []. */
import { type Assignment, leadOf } from '../../../server/tickets/assignment.js';
import type { Refused, State, Ticket } from '../../../server/tickets/ticket.js';
import { TRANSITIONS } from '../../../server/tickets/transitions.js';

export interface Holders {
  roles: readonly { id: string; permissions: readonly string[] }[];
  units: ReadonlySet<string>;
}

const AT_UNIT: ReadonlySet<State> = new Set([
  'DISPATCHED',
  'IN_PROGRESS',
  'RETURN_REQUESTED',
  'EXTENSION_REQUESTED',
  'ON_HOLD',
]);
/** A clock may be set to an earlier moment only where the order itself says why. */
const MAY_MOVE_BACK: ReadonlySet<string> = new Set(['recount', 'reopen', 'rework', 'undo']);

/** Whoever may move it on, by state, and at a unit the unit that leads. */
function ownerless({ state, assignments }: Ticket, { roles, units }: Holders): string[] {
  if (state === 'CLOSED') return [];
  const out = TRANSITIONS.filter((row) => row.from.includes(state) && row.to !== 'same').map(
    (row) => row.permission,
  );
  const held = roles.some(({ permissions }) => permissions.some((name) => out.some((one) => one === name)));
  const lead: Assignment | null = leadOf(assignments);
  return [
    ...(held ? [] : [`${state}: no role may move it on`]),
    ...(AT_UNIT.has(state) && (lead === null || !units.has(lead.unit)) ? [`${state}: no unit leads it`] : []),
  ];
}

export function stepFaults(before: Ticket, after: Ticket, holders: Holders): string[] {
  const row = after.timeline.at(-1)!;
  const last = before.timeline.at(-1)!;
  const fired = after.clocks?.fired ?? [];
  const due = [before.clocks?.due, after.clocks?.due];
  return [
    ...(after.version === before.version + 1 ? [] : [`version ${before.version} → ${after.version}`]),
    ...(after.timeline.length === before.timeline.length + 1 ? [] : ['the timeline did not grow by one']),
    ...(row.at >= last.at ? [] : ['the timeline runs backwards']),
    ...(row.from === last.to ? [] : [`a gap from ${last.to} to ${row.from}`]),
    ...(due[0] && due[1] && due[1] < due[0] && !MAY_MOVE_BACK.has(row.action)
      ? [`${row.action}: due moved back from ${due[0].toISOString()} to ${due[1].toISOString()}`]
      : []),
    ...(new Set(fired).size === fired.length ? [] : ['a timer fired twice']),
    ...(before.clocks?.fired.every((key, i) => fired[i] === key) === false ? ['a timer was forgotten'] : []),
    ...ownerless(after, holders),
  ];
}

export function endFaults(ticket: Ticket): string[] {
  const { timeline, version, state, refusal, master, clocks } = ticket;
  const refused = timeline.filter(({ action, undone }) => action === 'refuse' && !undone);
  return [
    ...(state === 'CLOSED' ? [] : [`ends ${state}`]),
    ...(version === timeline.length ? [] : [`version ${version} of ${timeline.length} rows`]),
    // Invariant 8: reason, rule version, evidence, the lawful channel; and a person decided.
    ...(refused.length === 0 ||
    (refusal &&
      refusal.doors.length > 0 &&
      refusal.shown !== '' &&
      refusal.ruleVersion !== '' &&
      refusal.evidence !== '' &&
      refusal.decidedBy)
      ? []
      : ['refused without guidance']),
    ...(refused.every((row) => row.actor.kind === 'staff') ? [] : ['refused by the machine']),
    ...(master === ticket.orderNo ? ['merged into itself'] : []),
    ...(clocks?.next ? [`over, and a timer waits: ${clocks.next.key}`] : []),
    ...(timeline.filter(({ action }) => action === 'create').length === 1 ? [] : ['created more than once']),
  ];
}

/** A step that is refused says why, in words, and is not a fault of whoever asked. */
export const refusalFaults = ({ refused, code }: Refused): string[] =>
  /\p{Script=Han}{4}/u.test(refused) && !/[{}]|undefined|null/.test(refused) ? [] : [`${code}: “${refused}”`];
