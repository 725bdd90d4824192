/**
 * Who a secret order's citizen is must not be read from it outside the hotline (domain §2.7). Found here: personal
 * data, the known name and telephone, and what people say of themselves (「我是…」). What is found is covered
 * whole, sign by sign, so that offsets stay true; what nobody's rule finds is for the person who reads it before
 * dispatch.
 */
import { readFileSync } from 'node:fs';
import { findPersonal } from '../../nlu/pii.js';
import type { Span } from './assignment.js';
import { titleOf } from './create.js';
import type { Ticket } from './ticket.js';

const { lead } = JSON.parse(readFileSync(new URL('./identity-words.json', import.meta.url), 'utf8')) as {
  lead: string[];
};
/** What follows is told of oneself until the clause ends. */
const SELF = new RegExp(
  `(?<=(?:${[...lead].sort((a, b) => b.length - a.length).join('|')}))[^，。！？；,!?;\\s]{1,24}`,
  'gu',
);

type Known = Pick<Ticket, 'caller'>;

export function tellingSpans(text: string, { caller }: Known): Span[] {
  const known = [caller.name, caller.phone].filter((value) => value.length > 1);
  const places = known.flatMap((value) => [...text.matchAll(new RegExp(literal(value), 'gu'))]);
  const said = [...places, ...text.matchAll(SELF)].map(({ 0: found, index }) => ({
    from: index,
    to: index + found.length,
  }));
  return [...findPersonal(text), ...said].sort((a, b) => a.from - b.from);
}

const literal = (text: string): string => text.replace(/[\\^$.*+?()[\]{}|]/g, '\\$&');

export function cover(text: string, known: Known): string {
  const units = text.split('');
  for (const { from, to } of tellingSpans(text, known)) units.fill('*', from, to);
  return units.join('');
}

/** What leaves the hotline of a secret order is covered before it is masked: half a name left standing is still a name. */
export function maskFor<M extends { text(text: string): string; desk(text: string): string }>(
  ticket: Pick<Ticket, 'secret' | 'caller'>,
  mask: M,
): M {
  if (!ticket.secret) return mask;
  const hide = (text: string) => cover(text, ticket);
  return { ...mask, text: (text) => mask.text(hide(text)), desk: (text) => mask.desk(hide(text)) };
}

/** The first words that tell who it is, or null; covered ones tell nothing. */
export function telling(text: string, known: Known): string | null {
  const found = tellingSpans(text, known).find(({ from, to }) => !/^\*+$/.test(text.slice(from, to)));
  return found ? text.slice(found.from, found.to) : null;
}

/** What a person is shown to confirm before units read it. */
export const proposedFor = (ticket: Ticket): { content: string; place: string } =>
  ticket.shown
    ? { content: ticket.shown.content, place: ticket.shown.place }
    : { content: cover(ticket.content, ticket), place: cover(ticket.place, ticket) };

/**
 * The order as a unit may know it. Of a secret one: the words a person has seen to, no files (a picture tells),
 * nobody's name; what was said since is covered by rule. Of any: no conversation, for its name may be the
 * citizen's address.
 */
export function forUnit(ticket: Ticket): Ticket {
  const bare: Ticket = { ...ticket, thread: null, origins: [], moved: [], answerTo: [] };
  if (!ticket.secret) return bare;
  const { content, place } = proposedFor(ticket);
  const hide = (text: string) => cover(text, ticket);
  return {
    ...bare,
    content,
    place,
    title: titleOf(content),
    demand: hide(ticket.demand),
    time: hide(ticket.time),
    party: hide(ticket.party),
    caller: { name: '', phone: '', phoneHash: '' },
    files: [],
    timeline: ticket.timeline.map(({ changed: _, ...row }) => ({
      ...row,
      ...(row.reason === undefined ? {} : { reason: hide(row.reason) }),
      ...(row.public === undefined ? {} : { public: hide(row.public) }),
    })),
  };
}
