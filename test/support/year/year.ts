/**
 * A year of the hotline on a clock of its own: matters come in, people act or are away, timers ring, the house sleeps
 * now and then, the calendar is changed once. Every step goes through `step`, every refusal and every order is
 * judged; of each order its last version is counted, and what each version moved.
 */
import { type Contribution, type Counts, contributionOf } from '../../../server/insight/counts.js';
import { gatherInto, movesOf } from '../../../server/insight/moves.js';
import type { Policy } from '../../../server/policy/types.js';
import { createCalendar } from '../../../server/tickets/deadlines/calendar.js';
import { clocksOf } from '../../../server/tickets/deadlines/clock.js';
import { step } from '../../../server/tickets/step.js';
import type { State, Ticket } from '../../../server/tickets/ticket.js';
import { undo } from '../../../server/tickets/undo.js';
import { Agenda } from './agenda.js';
import { askFor, filed, type Rules } from './asks.js';
import { diceOf } from './dice.js';
import { endFaults, type Holders, refusalFaults, stepFaults } from './invariants.js';
import { type Act, type Around, besides, type Life, planOf } from './plan.js';
import type { Heard, Said } from './rates.js';
import { staffOf } from './staff.js';
import { type Filing, yearOf } from './traffic.js';

export interface YearAsk {
  seed: number;
  orders: number;
  /** 00:00 of the first day. */
  first: Date;
  policy: Policy;
  /** Told every version of every order, the first one too. */
  wrote?: (ticket: Ticket) => void;
}

export interface Year {
  orders: number;
  steps: number;
  /** Steps that were refused, by code. */
  refused: Record<string, number>;
  /** Timers that rang, by action. */
  rang: Record<string, number>;
  /** How often each action was done. */
  done: Record<string, number>;
  faults: string[];
  heard: Heard[];
  /** Counted once at the end of each order, and moved by each of its versions. */
  counted: Map<string, Counts>;
  moved: Map<string, Counts>;
}

type Happening =
  | { do: 'file'; filing: Filing }
  | { do: 'plan' | 'timer'; life: Living; turn: number; act: Act }
  | { do: 'besides'; life: Living; act: Act }
  | { do: 'undo'; life: Living; turn: number }
  | { do: 'newRules' };

interface Living extends Life {
  /** Raised by every step: what was planned before is planned anew. */
  turn: number;
  /** Plans refused since the last step. */
  vain: number;
  counted: Contribution | null;
  said: Said | null;
  over: boolean;
}

const MINUTE = 60_000;
const DAY = 86_400_000;
/** Tries of one thing after which an order is stuck: nobody can do what is next. */
const STUCK = 20;
/** Faults that are told; a run that is wrong everywhere need not say so a million times. */
const TOLD = 20;

/** In place: a busy cell moves a hundred thousand times in a year. */
function addTo(cells: Map<string, Counts>, cell: string, counts: Counts): void {
  const sum = cells.get(cell) ?? {};
  for (const name of Object.keys(counts) as (keyof Counts)[]) {
    const value = (sum[name] ?? 0) + (counts[name] ?? 0);
    if (value === 0) delete sum[name];
    else sum[name] = value;
  }
  cells.set(cell, sum);
}

export function liveYear({ seed, orders, first, policy, wrote }: YearAsk): Year {
  const dice = diceOf(seed);
  const regions = policy.regions.filter(({ level }) => level === 'banner').map(({ code }) => code);
  const units = policy.units.map(({ code }) => code);
  const staff = staffOf(dice, units, first, policy.calendar);
  const agenda = new Agenda<Happening>();
  const open = new Map<string, Living>();
  const masters = new Map<number, Living>();
  /** Withdrawn or refused before they were closed. */
  const ended = new Map<string, State>();
  const sequence = new Map<string, number>();
  const holders: Holders = {
    roles: [...policy.roles, { id: 'SYSTEM', permissions: ['system'] }],
    units: new Set(units),
  };
  const year: Year = {
    ...{ orders: 0, steps: 0, refused: {}, rang: {}, done: {}, faults: [], heard: [] },
    ...{ counted: new Map(), moved: new Map() },
  };
  let rules: Rules = { policy, hash: policy.hash };

  /** The house is down for some hours, a dozen times a year. */
  const sleeps = Array.from({ length: 12 }, (): [number, number] => {
    const from = first.getTime() + dice.between(0, 364) * DAY + dice.between(0, 1439) * MINUTE;
    return [from, from + dice.between(10, 30 * 60) * MINUTE];
  });
  /** Timers are looked at once a minute, and after a sleep. */
  const swept = (at: number): number => {
    const asleep = sleeps.find(([from, to]) => from <= at && at < to);
    return Math.ceil((asleep?.[1] ?? at) / MINUTE) * MINUTE;
  };

  const around: Around = {
    dice,
    staff,
    mostReturns: policy.knobs.limits.returns,
    unitFor: ({ filing }, n) => {
      const own = policy.units.find(({ code }) => code === filing.region);
      return n % 2 === 0 && own ? own.code : dice.any(units);
    },
    masterFor(life) {
      const { outage } = life.filing;
      if (outage === null) return null;
      const there = masters.get(outage);
      if (there && !there.over && there !== life) return there.ticket.orderNo;
      masters.set(outage, life as Living);
      return null;
    },
    fateOf(orderNo) {
      const state = open.get(orderNo)?.ticket.state ?? ended.get(orderNo);
      if (state === 'WITHDRAWN' || state === 'REJECTED') return 'nothing';
      return state === undefined || state === 'CLOSED' ? 'closed' : 'going';
    },
  };

  const count = (into: Record<string, number>, name: string): void => {
    into[name] = (into[name] ?? 0) + 1;
  };
  const fault = (ticket: Ticket, found: readonly string[]): void => {
    for (const text of found) if (year.faults.length < TOLD) year.faults.push(`${ticket.orderNo}: ${text}`);
  };

  function written(life: Living): void {
    const part = contributionOf(life.ticket, policy);
    for (const { cell, counts } of movesOf(life.counted, part)) addTo(year.moved, cell, counts);
    life.counted = part;
    wrote?.(life.ticket);
  }

  /** Over for good: judged, counted, and forgotten. */
  function end(life: Living): void {
    const { ticket, filing, said } = life;
    life.over = true;
    open.delete(ticket.orderNo);
    fault(ticket, endFaults(ticket));
    const { from } = ticket.timeline.findLast((row) => row.to === 'CLOSED' && row.from !== 'CLOSED') ?? {};
    if (from === 'WITHDRAWN' || from === 'REJECTED') ended.set(ticket.orderNo, from);
    gatherInto(year.counted, contributionOf(ticket, policy));
    const month = new Date(filing.at + 8 * 60 * MINUTE).toISOString().slice(0, 7);
    if (said) year.heard.push({ ...said, unit: ticket.lead ?? '', month });
  }

  function planNext(life: Living, now: number): void {
    const timer = life.ticket.clocks?.next;
    const planned = planOf(life, now, around);
    if (timer) {
      // What can still be taken back is not built upon by a machine.
      const settled = life.ticket.undo?.until.getTime() ?? now;
      const at = swept(Math.max(timer.at.getTime(), now, settled));
      agenda.put(at, { do: 'timer', life, turn: life.turn, act: { action: timer.action } });
    }
    if (planned)
      agenda.put(Math.max(planned.at, now), { do: 'plan', life, turn: life.turn, act: planned.act });
    else if (!timer) end(life);
  }

  function take(life: Living, act: Act, at: number): boolean {
    const before = life.ticket;
    const result = step(before, askFor(act, before, new Date(at), rules));
    if ('refused' in result) {
      count(year.refused, result.code);
      fault(before, refusalFaults(result));
      return false;
    }
    life.ticket = result.ticket;
    life.turn += 1;
    life.vain = 0;
    year.steps += 1;
    count(year.done, act.action);
    fault(result.ticket, stepFaults(before, result.ticket, holders));
    const call = act.given?.callback;
    if (call?.connected)
      life.said = { contacted: call.contacted!, solved: call.solved!, satisfied: call.satisfied! };
    written(life);
    // Some think better of it within the half minute that is theirs.
    if (life.ticket.undo && dice.chance(0.015))
      agenda.put(at + dice.between(1, 29) * 1000, { do: 'undo', life, turn: life.turn });
    planNext(life, at);
    return true;
  }

  function takeBack(life: Living, at: number): void {
    const before = life.ticket;
    const { actor } = before.timeline.at(-1)!;
    const now = new Date(at);
    const result = undo(before, {
      actor,
      version: before.version,
      now,
      policy: rules.hash,
      rules: rules.policy,
    });
    if ('refused' in result) {
      fault(before, [`could not be taken back in time: ${result.refused}`]);
      return;
    }
    life.ticket = result.ticket;
    life.turn += 1;
    year.steps += 1;
    count(year.done, 'undo');
    fault(result.ticket, stepFaults(before, result.ticket, holders));
    written(life);
    planNext(life, at);
  }

  /** The State Council's next notice, halfway through: every open clock is counted anew. */
  function newRules(at: number): void {
    const days = [...policy.days, { from: '2027-01-01', to: '2027-01-03', off: true }];
    rules = { policy: { ...policy, calendar: createCalendar(days, '2027-12-31') }, hash: 'next' };
    for (const life of [...open.values()]) {
      if (!life.ticket.clocks?.next) continue;
      const moved =
        clocksOf(life.ticket, rules.policy, new Date(at)).due?.getTime() !==
        life.ticket.clocks.due?.getTime();
      take(life, { action: 'recount', reason: moved ? '日历更新，时限重算' : '规则更新，时限不变' }, at);
    }
  }

  for (const filing of yearOf(dice, orders, first, regions)) agenda.put(filing.at, { do: 'file', filing });
  agenda.put(first.getTime() + 340 * DAY, { do: 'newRules' });
  for (let next = agenda.next(); next; next = agenda.next()) {
    const { at, what } = next;
    if (what.do === 'newRules') newRules(at);
    else if (what.do === 'file') {
      const { filing } = what;
      const key = `${filing.region}${Math.floor((filing.at + 8 * 60 * MINUTE) / DAY)}`;
      const seq = (sequence.get(key) ?? 0) + 1;
      sequence.set(key, seq);
      const life: Living = {
        ticket: filed(filing, seq, rules),
        filing,
        turn: 0,
        vain: 0,
        counted: null,
        said: null,
        over: false,
      };
      year.orders += 1;
      open.set(life.ticket.orderNo, life);
      written(life);
      for (const more of besides(dice, at)) agenda.put(more.at, { do: 'besides', life, act: more.act });
      planNext(life, at);
    } else if (what.do === 'undo') {
      if (what.turn === what.life.turn && !what.life.over) takeBack(what.life, at);
    } else if (what.do === 'besides') {
      if (!what.life.over) take(what.life, what.act, at);
    } else if (what.turn === what.life.turn && !what.life.over) {
      if (what.act.action === 'look') planNext(what.life, at);
      else if (take(what.life, what.act, at)) {
        if (what.do === 'timer') count(year.rang, what.act.action);
      } else if (what.do === 'timer') fault(what.life.ticket, [`its timer ${what.act.action} was refused`]);
      // What cannot be done any more (a late extension, a final return) is thought over.
      else if (++what.life.vain < STUCK) planNext(what.life, at + MINUTE);
      else
        fault(what.life.ticket, [
          `is stuck in ${what.life.ticket.state}: ${what.act.action} refused again and again`,
        ]);
    }
  }
  for (const { ticket } of open.values()) fault(ticket, [`is left over in ${ticket.state}`]);
  return year;
}
