/**
 * What lists find an order by: one string for each place it is seen from and each thing that is true of it
 * there. Kept with the order when it is written, so that any list of any unit is one walk along one index,
 * however many orders there are.
 */
import { type Assignment, open } from '../tickets/assignment.js';
import { conductOf } from '../tickets/supervision/conduct.js';
import type { State, Ticket } from '../tickets/ticket.js';
import { AT_DESK } from '../tickets/transitions.js';

export interface Signs {
  /** `place|facet`; the house is place ''. */
  in: string[];
  /** The nearest clock; far off where none runs. Absent once nothing is owed any more. */
  due?: Date;
  /** Title, place and another system's number of it, as a search reads them. */
  find: string;
}

/** Counted up when orders at rest need their signs written anew. */
export const SIGNS = 2;

/** A place's facet for everything it may see. */
export const EVERYTHING = '';
/** Something of it tells how a unit returned it, or pushed it away. */
export const CONDUCT = 'conduct';
export const signOf = (place: string | null, facet: string): string => `${place ?? ''}|${facet}`;

/** No clock runs: after everything that has one. */
const FAR = new Date('9999-12-31T00:00:00Z');

const ENDED: ReadonlySet<State> = new Set([
  'DRAFT',
  'CLOSED',
  'WITHDRAWN',
  'MERGED',
  'TRANSFERRED_OUT',
  'REJECTED',
]);
/** Sent back to the unit that has it: what it owes now is something it did once already. */
const AGAIN: ReadonlySet<string> = new Set(['failReply', 'redispatch', 'refuseReturn']);

/** Full-width signs, capitals and double spaces make no difference to whoever looks for something. */
export const folded = (text: string): string =>
  text.normalize('NFKC').toLowerCase().replace(/\s+/gu, ' ').trim();

/** `above`: the unit itself and every unit over it. */
export function signsOf(ticket: Ticket, above: (unit: string) => readonly string[]): Signs {
  const placesOf = (which: (one: Assignment) => boolean): Set<string> =>
    new Set((ticket.assignments ?? []).filter(which).flatMap(({ unit }) => [unit, ...above(unit)]));
  const facets = facetsOf(ticket);
  const signs = facets.map((facet) => signOf(null, facet));
  for (const place of placesOf(() => true)) signs.push(signOf(place, EVERYTHING));
  for (const place of placesOf((one) => open(one) && one.part === 'lead'))
    signs.push(...facets.map((facet) => signOf(place, facet)));
  for (const place of placesOf(assisting)) signs.push(signOf(place, 'assist'));
  // Of a unit that has it no longer too: what it did stays told.
  const told = new Set(conductOf([ticket]).map(({ unit }) => unit));
  if (told.size > 0) signs.push(signOf(null, CONDUCT));
  for (const place of placesOf(({ unit }) => told.has(unit))) signs.push(signOf(place, CONDUCT));
  const clocks = [ticket.clocks?.stepDue, ticket.clocks?.stopped ? null : ticket.clocks?.due];
  const due = Math.min(...clocks.map((at) => at?.getTime() ?? FAR.getTime()));
  return {
    in: [...new Set(signs)],
    ...(ENDED.has(ticket.state) ? {} : { due: new Date(due) }),
    find: folded(`${ticket.title} ${ticket.place} ${ticket.external?.no ?? ''}`).trim(),
  };
}

const assisting = (one: Assignment): boolean =>
  one.part !== 'lead' && (one.state === 'TO_SIGN' || one.state === 'IN_PROGRESS');

function facetsOf(ticket: Ticket): string[] {
  const { state, clocks, kind } = ticket;
  const owed = !ENDED.has(state);
  const whose = ticket.taker?.by ?? ticket.allotted?.to;
  const waits = AT_DESK.some((one) => one === state);
  const calls = ticket.callbacks ?? [];
  const said: [string, boolean | undefined][] = [
    [`state:${state}`, true],
    [`new:${kind}`, state === 'SUBMITTED'],
    [`light:${clocks?.light}`, owed && clocks !== undefined && clocks.light !== 'none'],
    ['open', owed],
    ['review', state === 'SUBMITTED' && ticket.refusal?.reviewRequested],
    [`mine:${whose}`, waits && whose !== undefined],
    ['free', waits && whose === undefined],
    ['again', state === 'IN_PROGRESS' && cameBack(ticket)],
    ['supervised', owed && ticket.supervised],
    ['urged', owed && ticket.urges > 0],
    ['secret', owed && ticket.secret],
    ['unreached', state === 'CALLBACK_PENDING' && calls.length > 0 && !calls.at(-1)?.connected],
    ['low', state === 'CALLBACK_PENDING' && (ticket.ratings?.at(-1)?.stars ?? 5) <= 2],
  ];
  const by = new Set(
    ticket.timeline.filter(({ actor }) => actor.kind === 'staff').map(({ actor }) => actor.id),
  );
  return [
    ...said.flatMap(([facet, is]) => (is ? [facet] : [])),
    ...[...by].map((account) => `by:${account}`),
  ];
}

const cameBack = ({ timeline }: Ticket): boolean =>
  AGAIN.has(timeline.findLast((row) => row.to === 'IN_PROGRESS' && row.from !== row.to)?.action ?? '');
