/**
 * The clocks of an order, computed anew at every step from its timeline and assignments: nothing is counted
 * up, so nothing can drift, and a changed calendar changes them by computing again.
 *
 * The citizen's clock starts at the first dispatch and stops with the answer; waiting for the citizen pauses
 * it, a re-dispatch does not reset it. The unit's clock is its own (domain §2.3).
 */
import type { Policy } from '../../policy/types.js';
import { type Assignment, leadOf } from '../assignment.js';
import { times } from '../guards/facts.js';
import { momentOf } from '../supervision/ladder.js';
import type { State, Ticket } from '../ticket.js';
import { lived } from '../timeline.js';
import { type Due, due, type Limit, type Pause } from './due.js';
import { LIGHTS, type Light, lightOf, type Nearness, nearFrom, redFrom } from './light.js';
import { plusMonths } from './months.js';

/** The slice of the policy that clocks need. */
export type Rules = Pick<Policy, 'limit' | 'calendar' | 'ladder'> & {
  knobs: Pick<Policy['knobs'], 'clocks' | 'assign' | 'limits'>;
};

export interface Clocks {
  /** First dispatch. */
  started: Date | null;
  /** When the citizen must have an answer; null before dispatch, and where nothing is promised. */
  due: Date | null;
  /** False: beyond what the calendar knows. */
  certain: boolean;
  /** What the running step (dispatching, signing) must be done by. */
  stepDue: Date | null;
  /** When the citizen must have been spoken to first; null before dispatch, and where nothing is promised. */
  contactDue: Date | null;
  /** When the unit that leads must have answered, by its own clock; null where none leads, or nothing is promised. */
  unitDue: Date | null;
  /** When the answer was given. */
  stopped: Date | null;
  light: Light;
  /** What a timer does next, unless something else happens first. */
  next: Timer | null;
  /** Keys of timers that have had their moment. */
  fired: string[];
}

export interface Timer {
  at: Date;
  action: TimerAction;
  /** The same moment of the same clock has the same key, for ever. */
  key: string;
}

export type TimerAction =
  | 'infoTimeout'
  | 'toCallback'
  | 'autoUrge'
  | 'autoSign'
  | 'nearDue'
  | 'overdue'
  | 'overdueMore'
  | 'suggestSupervision'
  | 'reviewHold'
  | 'problem'
  | 'giveBack';

/** States in which the answer is still owed. */
const OWED: ReadonlySet<State> = new Set([
  'ACCEPTED',
  'DISPATCHED',
  'IN_PROGRESS',
  'RETURN_REQUESTED',
  'EXTENSION_REQUESTED',
  'REWORK',
  'ESCALATED',
]);

export function clocksOf(ticket: Ticket, rules: Rules, now: Date): Clocks {
  const fired = ticket.clocks?.fired ?? [];
  const started = startOf(ticket);
  const whole = wholeDue(ticket, started, rules, now);
  const step = stepClock(ticket, rules);
  const lead = leadOf(ticket.assignments);
  const sent = lead && unitStart(lead, ticket);
  // Mostly it is the first unit that leads, and then the two are one.
  const own = sent?.getTime() === started?.getTime() ? whole : wholeDue(ticket, sent, rules, now);
  const stopped = OWED.has(ticket.state) || ticket.state === 'ON_HOLD' ? null : lastReply(ticket);
  const running = [
    ...(whole && started && OWED.has(ticket.state)
      ? [{ name: 'finish', start: started, due: whole.at }]
      : []),
    ...(step ? [step] : []),
  ];
  const near = nearnessOf(rules);
  const lights = running.map((clock) => lightOf(clock, near, rules.calendar, now));
  const timers = [
    ...stateTimers(ticket, rules),
    ...takerTimers(ticket, rules),
    ...running.flatMap((clock) => clockTimers(clock, ticket, rules)),
  ];
  return {
    started,
    due: whole?.at ?? null,
    certain: whole?.certain ?? true,
    stepDue: step?.due ?? null,
    contactDue: contactDue(ticket, started, rules),
    unitDue: own?.at ?? null,
    stopped,
    light: LIGHTS[Math.max(0, ...lights.map((light) => LIGHTS.indexOf(light)))] ?? 'none',
    next:
      timers.filter(({ key }) => !fired.includes(key)).sort((a, b) => a.at.getTime() - b.at.getTime())[0] ??
      null,
    fired,
  };
}

export const nearnessOf = ({ knobs: { clocks } }: Pick<Rules, 'knobs'>): Nearness => ({
  share: clocks.nearShare,
  hours: clocks.nearHours,
  redAfter: clocks.redAfter,
});

function unitStart(assignment: Assignment, ticket: Ticket): Date {
  const anew = begunAnew(ticket);
  return anew?.action === 'rework' && anew.at > assignment.at ? anew.at : assignment.at;
}

/** When this unit must have answered, by its own clock. */
export const unitDue = (assignment: Assignment, ticket: Ticket, rules: Rules, now: Date): Due | null =>
  wholeDue(ticket, unitStart(assignment, ticket), rules, now);

function wholeDue(ticket: Ticket, start: Date | null, rules: Rules, now: Date): Due | null {
  const limit = start && rules.limit('finish', ticket.urgency, ticket.type);
  if (!start || !limit) return null;
  const anew = begunAnew(ticket)?.at ?? null;
  const ours = ({ at }: { at: Date }): boolean => anew === null || at >= anew;
  const promised = lived(ticket).some((row) => row.action === 'hold' && ours(row));
  if (ticket.hold && promised) return { at: ticket.hold.until, certain: true };
  const pauses = pausesOf(ticket).filter((pause) => (pause.to ?? now) > start);
  const asked = {
    start,
    limit,
    calendar: rules.calendar,
    pauses,
    now,
    longestPause: rules.knobs.clocks.longestPause,
  };
  const first = due(asked);
  const days = (ticket.extensions ?? []).filter(ours).reduce((sum, one) => sum + one.days, 0);
  return days === 0 ? first : later(first, { amount: days, unit: 'workday' }, rules);
}

function contactDue({ urgency, type }: Ticket, start: Date | null, rules: Rules): Date | null {
  const limit = start && rules.limit('contact', urgency, type);
  return limit ? due({ start, limit, calendar: rules.calendar }).at : null;
}

/** So many working days after the day on which it would have been due. */
function later(first: Due, limit: Limit, { calendar }: Rules): Due {
  return due({ start: new Date(first.at.getTime() - 1), limit, calendar });
}

const ANEW = new Set(['reopen', 'reopenFor', 'rework']);

/**
 * An order taken up again, or done again, has a clock of its own: what ran before is told of no more. Reopened it
 * begins with the next dispatch, reworked with the citizen's word that it was not done.
 */
const begunAnew = (ticket: Ticket) => lived(ticket).findLast((row) => ANEW.has(row.action)) ?? null;

function startOf(ticket: Ticket): Date | null {
  const anew = begunAnew(ticket);
  if (anew?.action === 'rework') return anew.at;
  return ticket.assignments?.find(({ at }) => anew === null || at >= anew.at)?.at ?? null;
}

/** Waiting for the citizen, read from the timeline. */
export function pausesOf(ticket: Ticket): Pause[] {
  const pauses: Pause[] = [];
  for (const row of lived(ticket)) {
    const last = pauses.at(-1);
    if (row.to === 'NEED_INFO' && row.from !== 'NEED_INFO') pauses.push({ from: row.at, to: null });
    else if (row.from === 'NEED_INFO' && row.to !== 'NEED_INFO' && last) last.to = row.at;
  }
  return pauses;
}

interface Running {
  name: string;
  start: Date;
  due: Date;
}

/** Dispatching has a limit from acceptance, signing one from dispatch. */
function stepClock(ticket: Ticket, rules: Rules): Running | null {
  const { state, urgency, type } = ticket;
  const name =
    state === 'ACCEPTED' || state === 'REWORK' ? 'dispatch' : state === 'DISPATCHED' ? 'sign' : null;
  const start = state === 'DISPATCHED' ? leadOf(ticket.assignments)?.at : since(ticket);
  const limit = name && rules.limit(name, urgency, type);
  if (!name || !start || !limit) return null;
  return { name, start, due: due({ start, limit, calendar: rules.calendar }).at };
}

/** When the order came into the state it is in. */
export const since = (ticket: Ticket): Date =>
  lived(ticket).findLast((row) => row.to === ticket.state && row.from !== row.to)?.at ?? ticket.createdAt;

const lastReply = (ticket: Ticket): Date | null =>
  lived(ticket)
    .slice(lived(ticket).findLastIndex((row) => ANEW.has(row.action)) + 1)
    .findLast((row) => row.action === 'reply' || row.action === 'answerDirect')?.at ?? null;

function clockTimers(clock: Running, ticket: Ticket, rules: Rules): Timer[] {
  const key = (action: string, at: Date) => `${clock.name}:${action}@${at.toISOString()}`;
  const timer = (action: TimerAction, at: Date): Timer => ({ at, action, key: key(action, clock.due) });
  if (clock.name === 'sign')
    return [timer('autoUrge', nearFrom(clock, nearnessOf(rules))), timer('autoSign', clock.due)];
  if (!OWED.has(ticket.state)) return [];
  return [
    timer('nearDue', nearFrom(clock, nearnessOf(rules))),
    timer('overdue', clock.due),
    timer('overdueMore', redFrom(clock.due, nearnessOf(rules), rules.calendar)),
    ...(clock.name === 'finish' ? ladderTimers(clock, rules) : []),
  ];
}

/** Each rung of the ladder is proposed at its moment; one that lies before the start never is. */
function ladderTimers({ start, due: end }: Running, { ladder, calendar }: Rules): Timer[] {
  return ladder.flatMap((rung): Timer[] => {
    const at = momentOf(rung, end, calendar);
    const key = `finish:ladder:${rung.rung}@${end.toISOString()}`;
    return at !== null && at > start ? [{ at, action: 'suggestSupervision', key }] : [];
  });
}

/** Who took it and says nothing more of it has it no longer. */
function takerTimers({ taker }: Ticket, { knobs }: Rules): Timer[] {
  if (!taker) return [];
  const at = new Date(taker.at.getTime() + knobs.assign.orderSilent * 60_000);
  return [{ at, action: 'giveBack', key: `giveBack@${at.toISOString()}` }];
}

function stateTimers(ticket: Ticket, rules: Rules): Timer[] {
  const at = since(ticket);
  const timer = (action: TimerAction, when: Date): Timer => ({
    at: when,
    action,
    key: `${action}@${when.toISOString()}`,
  });
  switch (ticket.state) {
    case 'NEED_INFO': {
      const limit = { amount: rules.knobs.clocks.longestPause, unit: 'workday' as const };
      return [timer('infoTimeout', due({ start: at, limit, calendar: rules.calendar }).at)];
    }
    case 'REWORK': {
      // Done again as often as the rule allows: it is a 问题工单 from here on (domain §2.6).
      return times(ticket, 'rework') >= rules.knobs.limits.reworks ? [timer('problem', at)] : [];
    }
    case 'ANSWERED_DIRECT':
      return [timer('toCallback', at)];
    case 'ON_HOLD': {
      // A look every month, and when it is due (domain §2.3: monthly review).
      const until = ticket.hold?.until ?? at;
      const looks: Timer[] = [];
      for (let n = 1; plusMonths(at, n) < until; n++) looks.push(timer('reviewHold', plusMonths(at, n)));
      return [...looks, timer('reviewHold', until)];
    }
    default:
      return [];
  }
}
