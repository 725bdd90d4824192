/** What the document of a rung says, from the rung's own template (policy) and the order; personal data out. */
import type { Policy } from '../../policy/types.js';
import type { OfficialDocument } from '../../print/document.js';
import type { Mask } from '../changed.js';
import { dayOf } from '../deadlines/calendar.js';
import { forUnit, maskFor } from '../identity.js';
import type { Proceeding } from '../proceedings/proceeding.js';
import { fill, WORDS } from '../proceedings/words.js';
import type { Ticket } from '../ticket.js';

type Issued = Proceeding & Required<Pick<Proceeding, 'number' | 'issuedAt'>>;

/** Issued, under a number. */
export const printable = (proceeding: Proceeding): proceeding is Issued =>
  proceeding.number !== undefined && proceeding.issuedAt !== undefined;

export const numberText = ({ number: { key, seq } }: Pick<Issued, 'number'>): string => `${key}${seq}号`;

/** 2026年11月30日 */
export function dateText(at: Date): string {
  const [year, month, day] = dayOf(at).split('-').map(Number);
  return fill(WORDS.document.date, { year: year ?? 0, month: month ?? 0, day: day ?? 0 });
}

/** A limit ends at 24:00: people call it by the day that ends there. */
export const endText = (due: Date | null): string =>
  due ? dateText(new Date(due.getTime() - 1)) : WORDS.document.none;

export function documentOf(
  proceeding: Issued,
  ticket: Ticket,
  policy: Pick<Policy, 'ladder' | 'units' | 'phrase'>,
  mask: Mask,
): OfficialDocument | null {
  const rung = policy.ladder.find((one) => one.rung === proceeding.rung);
  if (!rung?.document) return null;
  const told = maskFor(ticket, mask);
  const clean = (text: string): string => told.text(text).trim();
  const dispatched = ticket.clocks?.started;
  const values = {
    orderNo: ticket.orderNo,
    matter: clean(forUnit(ticket).title),
    dispatched: dispatched ? dateText(dispatched) : WORDS.document.none,
    due: endText(ticket.clocks?.due ?? null),
    reason: clean(proceeding.matter ?? '').replace(/[。；;.]+$/u, '') + WORDS.document.stop,
    limit: endText(proceeding.due),
    ...Object.fromEntries(
      Object.entries(proceeding.said ?? {}).map(([need, text]) => [need, clean(text ?? '')]),
    ),
  };
  return {
    house: policy.phrase('house.name'),
    number: numberText(proceeding),
    title: rung.document.title,
    to: proceeding.sides
      .filter(({ state }) => state !== 'RETURNED')
      .map(({ unit }) => policy.units.find(({ code }) => code === unit)?.name ?? unit),
    body: rung.document.body.map((text) => fill(text, values)),
    basis: { head: WORDS.document.basis, rows: rung.basis.map((text) => text + WORDS.document.stop) },
    sign: { by: policy.phrase('house.name'), on: dateText(proceeding.issuedAt) },
  };
}
