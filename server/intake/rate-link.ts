/**
 * 自评链接: whoever holds it rates one round of one order, once, for as long as the plan leaves the rating to the
 * citizen. It names the order and is sealed with the house's own key; it opens nothing else of the order.
 */
import { createHmac, timingSafeEqual } from 'node:crypto';
import type { Policy } from '../policy/types.js';
import { roundAt, selfUntil } from '../tickets/callback/plan.js';
import { dayOf } from '../tickets/deadlines/calendar.js';
import type { Ticket } from '../tickets/ticket.js';
import { asTold } from '../tickets/undo.js';

export interface Round {
  orderNo: string;
  /** Place in the order's story at which it came to wait for the citizen's word. */
  row: number;
}

export interface RateLinks {
  tokenOf(round: Round): string;
  /** null = not made here. */
  read(token: string): Round | null;
}

const TAG_BYTES = 15;
const FORM = /^([0-9A-Z]{22})-(\d{1,5})-([\w-]{20})$/;

export function createRateLinks(key: Buffer): RateLinks {
  const tag = ({ orderNo, row }: Round): Buffer =>
    createHmac('sha256', key).update(`${orderNo}-${row}`).digest().subarray(0, TAG_BYTES);
  return {
    tokenOf: (round) => `${round.orderNo}-${round.row}-${tag(round).toString('base64url')}`,
    read(token) {
      const [, orderNo = '', row = '', seal = ''] = FORM.exec(token) ?? [];
      const round = { orderNo, row: Number(row) };
      const given = Buffer.from(seal, 'base64url');
      return given.length === TAG_BYTES && timingSafeEqual(given, tag(round)) ? round : null;
    },
  };
}

type Knobs = Policy['knobs']['callback'];

/** The last day on which the link of a round is good, for people. */
export function lastDay(since: Date, callback: Knobs): string {
  const [, month, day] = dayOf(new Date(selfUntil(since, callback).getTime() - 1)).split('-');
  return `${Number(month)} 月 ${Number(day)} 日`;
}

export function standing(
  whole: Ticket,
  { row }: Round,
  callback: Knobs,
  now: Date,
): { is: 'open'; until: string } | { is: 'rated' | 'over' } {
  const ticket = asTold(whole, now);
  const start = ticket.timeline[row];
  if (!start) return { is: 'over' };
  const after = ticket.timeline.slice(row + 1);
  const next = after.findIndex((one) => one.to === 'CALLBACK_PENDING' && one.from !== one.to);
  const mine = next < 0 ? after : after.slice(0, next);
  if (mine.some(({ action }) => action === 'rateWell' || action === 'rateLow')) return { is: 'rated' };
  const open =
    ticket.state === 'CALLBACK_PENDING' && roundAt(ticket) === row && now < selfUntil(start.at, callback);
  return open ? { is: 'open', until: lastDay(start.at, callback) } : { is: 'over' };
}
