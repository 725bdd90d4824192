/**
 * An order as a row of a table: masked, and of a secret one nothing that tells who it is. The cells are text:
 * a spreadsheet must neither compute nor shorten them.
 */
import type { Policy } from '../policy/types.js';
import type { Mask } from '../tickets/changed.js';
import { forUnit, maskFor } from '../tickets/identity.js';
import type { Ticket } from '../tickets/ticket.js';
import { WORDS } from './words.js';

export interface CellParts {
  policy: Pick<Policy, 'units' | 'states' | 'types' | 'categories' | 'hotlines' | 'regionName' | 'phrase'>;
  mask: Mask;
  channelName(channel: string): string;
}

const TIME = new Intl.DateTimeFormat('sv-SE', {
  timeZone: 'Asia/Shanghai',
  dateStyle: 'short',
  timeStyle: 'medium',
});
export const timeIn = (at: Date | null | undefined): string => (at ? TIME.format(at) : '');

type Column = { name: string; width: number; of(ticket: Ticket, parts: CellParts): string };

const yes = (is: boolean | undefined): string => (is ? WORDS.yes : WORDS.no);
const C = WORDS.columns;

export const COLUMNS: readonly Column[] = [
  { name: C.no, width: 26, of: ({ orderNo }) => orderNo },
  { name: C.created, width: 20, of: ({ createdAt }) => timeIn(createdAt) },
  { name: C.channel, width: 12, of: ({ channel }, { channelName }) => channelName(channel) },
  {
    name: C.type,
    width: 8,
    of: ({ type }, { policy }) => policy.types.find((row) => row.type === type)?.name ?? type,
  },
  {
    name: C.category,
    width: 14,
    of: ({ category }, { policy }) =>
      policy.categories.find(({ code }) => code === category)?.name ?? category ?? '',
  },
  {
    name: C.hotline,
    width: 20,
    of: ({ hotline }, { policy }) =>
      [hotline, policy.hotlines.find(({ number }) => number === hotline)?.name].filter(Boolean).join(' '),
  },
  { name: C.region, width: 14, of: ({ region }, { policy }) => policy.regionName(region) },
  { name: C.urgency, width: 8, of: ({ urgency }, { policy }) => policy.phrase(`urgency.${urgency}`) },
  { name: C.title, width: 34, of: ({ title }, { mask }) => mask.text(title) },
  { name: C.content, width: 50, of: ({ content }, { mask }) => mask.text(content) },
  { name: C.demand, width: 24, of: ({ demand }, { mask }) => mask.text(demand) },
  {
    name: C.place,
    width: 24,
    of: ({ place, secret }, { mask }) => (secret ? WORDS.secret : mask.text(place)),
  },
  {
    name: C.caller,
    width: 10,
    of: ({ caller, secret }, { mask }) => (secret ? WORDS.secret : mask.name(caller.name)),
  },
  {
    name: C.phone,
    width: 14,
    of: ({ caller, secret }, { mask }) => (secret ? WORDS.secret : mask.phone(caller.phone)),
  },
  {
    name: C.state,
    width: 14,
    of: ({ state }, { policy }) => policy.states.find((row) => row.state === state)?.name ?? state,
  },
  {
    name: C.lead,
    width: 24,
    of: ({ lead }, { policy }) => policy.units.find(({ code }) => code === lead)?.name ?? lead ?? '',
  },
  { name: C.sent, width: 20, of: ({ clocks }) => timeIn(clocks?.started) },
  { name: C.due, width: 20, of: ({ clocks }) => timeIn(clocks?.due) },
  { name: C.light, width: 10, of: ({ clocks }) => WORDS.lights[clocks?.light ?? 'none'] },
  { name: C.answered, width: 20, of: ({ clocks }) => timeIn(clocks?.stopped) },
  {
    name: C.answer,
    width: 50,
    of: ({ assignments = [] }, { mask }) =>
      mask.text(assignments.findLast(({ part, reply }) => part === 'lead' && reply)?.reply?.public ?? ''),
  },
  { name: C.urges, width: 8, of: ({ urges }) => String(urges) },
  { name: C.secret, width: 8, of: ({ secret }) => yes(secret) },
  { name: C.supervised, width: 8, of: ({ supervised }) => yes(supervised) },
];

export function cellsOf(ticket: Ticket, { mask, ...parts }: CellParts): string[] {
  const told = ticket.secret ? forUnit(ticket) : ticket;
  const hidden = { ...parts, mask: maskFor(ticket, mask) };
  return COLUMNS.map((column) => column.of(told, hidden));
}
