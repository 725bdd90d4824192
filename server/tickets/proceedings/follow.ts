/**
 * What happens to an order moves what runs beside it: a low rating opens its verifying, a rework begins its
 * rectifying, an answer makes a proposal of supervision pointless. Pure; written in the order's own commit.
 */
import type { Policy } from '../../policy/types.js';
import { nearnessOf } from '../deadlines/clock.js';
import { forUnit } from '../identity.js';
import { endText } from '../supervision/document.js';
import { proposed, type Rung } from '../supervision/ladder.js';
import type { Actor, Ticket } from '../ticket.js';
import { opened } from './open.js';
import { type ProceedAsk, proceed } from './proceed.js';
import { isOver, levelDone, type Proceeding } from './proceeding.js';
import { fill, WORDS } from './words.js';

export type FollowPolicy = Pick<Policy, 'ladder' | 'calendar' | 'criteria' | 'knobs' | 'hash'>;

const HOUSE: Actor = { kind: 'system', id: 'follow', role: 'SYSTEM' };

export const rulesOf = (policy: FollowPolicy): ProceedAsk['rules'] => ({
  calendar: policy.calendar,
  ladder: policy.ladder,
  rectify: policy.knobs.evaluation.rectify,
  appealDays: policy.knobs.evaluation.appealDays,
  near: nearnessOf(policy),
});

/** A move of the house itself; a state in which it has no place is left as it is. */
export function housed(
  proceeding: Proceeding,
  action: string,
  now: Date,
  policy: FollowPolicy,
  reason = '',
): Proceeding | null {
  const done = proceed(proceeding, {
    ...{ action, actor: HOUSE, permissions: new Set(), version: proceeding.version, reason },
    ...{ said: {}, scope: null, criteria: [], levelDone: 0, known: () => false, involved: new Set() },
    ...{ now, policy: policy.hash, rules: rulesOf(policy), number: null },
  });
  return 'proceeding' in done ? done.proceeding : null;
}

/** Actions after which there is something to look for. */
const ENDS = ['confirmDone', 'rateWell', 'close', 'withdraw'];
/** After these another title may be read outside the house. */
const KEPT = ['askSecret', 'markSecret', 'amend', 'maskIdentity'];
const HEARD = new Set([
  'rateLow',
  'callback',
  'rework',
  'reply',
  'failReply',
  'passReply',
  'suggestSupervision',
  ...KEPT,
  ...ENDS,
]);

export const matters = (ticket: Ticket): boolean => HEARD.has(ticket.timeline.at(-1)?.action ?? '');

/** New versions of what runs beside this order; `all` is everything that does. */
export function followed(ticket: Ticket, all: readonly Proceeding[], policy: FollowPolicy): Proceeding[] {
  const last = ticket.timeline.at(-1);
  if (!last) return [];
  const { action, at } = last;
  const move = (one: Proceeding | undefined, name: string): Proceeding[] => {
    const next = one && housed(one, name, at, policy);
    return next ? [next] : [];
  };
  const low = all.find((one) => one.kind === 'lowRating' && !isOver(one));
  const suggested = all.find(({ kind, state }) => kind === 'supervision' && state === 'SUGGESTED');
  if (KEPT.includes(action)) return renamed(ticket, all, at);
  if (action === 'suggestSupervision') return suggestion(ticket, all, suggested, at, policy);
  if (action === 'reply') return [...move(low, 'replied'), ...move(suggested, 'moot')];
  if (action === 'failReply') return move(low, 'sentBack');
  if (action === 'passReply') return move(low, 'released');
  if (action === 'rework') return move(low, 'reworked');
  if (action === 'rateLow' || action === 'callback') return lowly(ticket, all, low, action, at, policy);
  if (ENDS.includes(action))
    return [...(wellEnded(ticket, low) ? move(low, 'ended') : []), ...move(suggested, 'moot')];
  return [];
}

/** Also what is over: it can be read and printed still. */
function renamed(ticket: Ticket, all: readonly Proceeding[], at: Date): Proceeding[] {
  const { title } = forUnit(ticket);
  return ticket.secret
    ? all
        .filter((one) => one.title !== title)
        .map((one) => ({ ...one, title, version: one.version + 1, updatedAt: at }))
    : [];
}

/** A verdict that is being looked into is not ended by silence: only by the citizen's own better word. */
function wellEnded(ticket: Ticket, low: Proceeding | undefined): boolean {
  if (!low || !['VERIFYING', 'INVALID_PROPOSED'].includes(low.state)) return true;
  const call = (ticket.callbacks ?? []).findLast(({ connected }) => connected);
  return call !== undefined && call.satisfied !== 'dissatisfied' && call.at >= low.openedAt;
}

/** The rating that has just been given, or the call-back that has just been made, where it is a low one. */
function ratingOf(ticket: Ticket, action: string): Proceeding['rating'] | null {
  if (action === 'rateLow') {
    const given = ticket.ratings?.at(-1);
    return given ? { from: 'citizen', stars: given.stars, tags: given.tags } : null;
  }
  return ticket.callbacks?.at(-1)?.satisfied === 'dissatisfied'
    ? { from: 'callback', stars: null, tags: [] }
    : null;
}

function lowly(
  ticket: Ticket,
  all: readonly Proceeding[],
  low: Proceeding | undefined,
  action: string,
  at: Date,
  policy: FollowPolicy,
): Proceeding[] {
  const rating = ratingOf(ticket, action);
  if (!rating) return [];
  if (low) {
    const again = housed(low, 'again', at, policy);
    return again ? [{ ...again, rating }] : [];
  }
  const n = all.filter(({ kind }) => kind === 'lowRating').length + 1;
  const about = {
    ...{ id: `LR-${ticket.orderNo}-${n}`, kind: 'lowRating' as const, state: 'VERIFYING', action: 'open' },
    ...{ ticket, actor: HOUSE, now: at, policy: policy.hash },
    ...(ticket.lead ? { units: [ticket.lead] } : {}),
  };
  return [opened(about, { rating })];
}

/** What whoever decides about it wants to know first. */
function whyProposed({ suggest }: Pick<Rung, 'suggest'>, due: Date): string {
  if (!suggest) return '';
  const { side, amount, unit } = suggest;
  return fill(WORDS.proposed[side], { due: endText(due), amount, unit: WORDS.proposed.units[unit] });
}

function suggestion(
  ticket: Ticket,
  all: readonly Proceeding[],
  open: Proceeding | undefined,
  at: Date,
  policy: FollowPolicy,
): Proceeding[] {
  const due = ticket.clocks?.due;
  if (!due || !ticket.lead) return [];
  const done = levelDone(all, policy.ladder);
  const rung = proposed(policy.ladder, due, policy.calendar, done, at);
  if (!rung) return [];
  const reason = whyProposed(rung, due);
  if (open) {
    if (open.rung === rung.rung) return [];
    const next = housed(open, 'again', at, policy, reason);
    return next ? [{ ...next, rung: rung.rung }] : [];
  }
  // What somebody has put aside is proposed anew by the next rung, not by the same.
  const aside = all.some(
    (one) =>
      one.kind === 'supervision' &&
      one.state === 'DISMISSED' &&
      one.rung === rung.rung &&
      one.forDue?.getTime() === due.getTime(),
  );
  if (aside) return [];
  const n = all.filter(({ kind }) => kind === 'supervision').length + 1;
  return [
    opened(
      {
        ...{ id: `SV-${ticket.orderNo}-${n}`, kind: 'supervision', state: 'SUGGESTED', action: 'suggest' },
        ...{ ticket, actor: HOUSE, now: at, policy: policy.hash, units: [ticket.lead], reason },
      },
      { rung: rung.rung, forDue: due },
    ),
  ];
}
