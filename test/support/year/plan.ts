/**
 * What becomes of an order next, by its state: who does what, and when. Null = nobody does anything; a timer or
 * another order moves it on, or it is over.
 */
import type { CallbackGiven, Given } from '../../../server/tickets/assignment.js';
import { times as counted } from '../../../server/tickets/guards/facts.js';
import type { State, Ticket } from '../../../server/tickets/ticket.js';
import type { Fields } from '../../../server/tickets/transitions.js';
import type { Dice } from './dice.js';
import type { Staff } from './staff.js';
import type { Filing } from './traffic.js';

export interface Act {
  action: string;
  reason?: string;
  given?: Given;
  fields?: Fields;
}

export interface Planned {
  /** Milliseconds. */
  at: number;
  act: Act;
}

export interface Life {
  ticket: Ticket;
  filing: Filing;
}

export interface Around {
  dice: Dice;
  staff: Staff;
  /** The unit an order is sent to, the nth time. */
  unitFor(life: Life, n: number): string;
  /** The order that others of this outage are merged into; null = none yet, or this one. */
  masterFor(life: Life): string | null;
  /** What has become of the order that others were merged into. */
  fateOf(orderNo: string): 'going' | 'closed' | 'nothing';
  /** Agreed returns after which the hotline says whose it is. */
  mostReturns: number;
}

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

const times = ({ timeline }: Ticket, ...actions: string[]): number =>
  timeline.filter(({ action }) => actions.includes(action)).length;

/** Said about a matter that was handled this well. */
function verdict(dice: Dice, skill: number, again: number): CallbackGiven {
  const solved = dice.chance(Math.min(0.98, skill + 0.1 + 0.1 * again));
  const pleased = { satisfied: 8 * skill, basically: 2, dissatisfied: 0.4 };
  return {
    connected: true,
    contacted: dice.chance(0.5 + skill / 2),
    solved,
    satisfied: dice.weighted(solved ? pleased : { satisfied: 0.5, basically: 2, dissatisfied: 6 }),
  };
}

type Plan = (life: Life, now: number, around: Around) => Planned | null;

const NEXT: Record<State, Plan> = {
  DRAFT: () => null,
  SUBMITTED({ ticket, filing }, now, { dice }) {
    const at = now + dice.wait(12 * MINUTE);
    if (ticket.emergency && ticket.emergency.answeredBy === null)
      return { at: now + dice.wait(MINUTE), act: { action: 'answerAlarm' } };
    if (ticket.kind === 'refusal') {
      const wrong = ticket.refusal?.reviewRequested === true && dice.chance(0.25);
      return { at, act: wrong ? { action: 'accept' } : { action: 'refuse', reason: '不属于受理范围' } };
    }
    const fresh = times(ticket, 'infoTimeout', 'supply', 'reopen', 'askInfo') === 0;
    if (fresh && filing.type === 'consult' && dice.chance(0.85))
      return { at, act: { action: 'answerDirect', reason: '按知识库口径答复' } };
    if (fresh && filing.type === 'praise')
      return { at, act: { action: 'answerDirect', reason: '已转达，谢谢您' } };
    if (fresh && dice.chance(0.05)) return { at, act: { action: 'askInfo', reason: '请补充具体地点' } };
    if (fresh && dice.chance(0.01))
      return {
        at,
        act: {
          action: 'transferOut',
          reason: '转外地热线',
          given: { transfer: { to: '010-12345', name: '外地热线' } },
        },
      };
    return { at, act: { action: 'accept' } };
  },
  NEED_INFO: (_life, now, { dice }) =>
    dice.chance(0.7)
      ? {
          at: now + dice.wait(20 * HOUR),
          act: { action: 'supply', fields: { place: '大学东路与展览馆东路交口' } },
        }
      : null,
  ANSWERED_DIRECT: () => null,
  REJECTED: ({ ticket }, now, { dice }) =>
    !ticket.refusal?.reviewRequested && dice.chance(0.2)
      ? { at: now + dice.wait(2 * DAY), act: { action: 'requestReview' } }
      : { at: now + 7 * DAY, act: { action: 'close', reason: '告知完毕' } },
  ACCEPTED(life, now, around) {
    const { dice } = around;
    const at = now + dice.wait(40 * MINUTE);
    const master = around.masterFor(life);
    if (master) return { at, act: { action: 'merge', reason: '同一停暖事件', given: { master } } };
    return { at, act: sending(life, around) };
  },
  DISPATCHED({ ticket }, now, { dice, staff }) {
    const at = staff.present(ticket.lead ?? '', now + dice.wait(3 * HOUR));
    if (times(ticket, 'requestReturn') < 4 && dice.chance(0.09)) return { at, act: asksReturn(dice) };
    return { at, act: { action: 'sign' } };
  },
  RETURN_REQUESTED: (_life, now, { dice }) => ({
    at: now + dice.wait(2 * HOUR),
    act: dice.chance(0.6)
      ? { action: 'agreeReturn', reason: '依据成立' }
      : { action: 'refuseReturn', reason: '依据不足，请办理' },
  }),
  IN_PROGRESS({ ticket, filing }, now, { dice, staff }) {
    const lead = ticket.lead ?? '';
    const since = times(ticket, 'rework', 'failReply', 'reopen');
    if (!ticket.secret && times(ticket, 'contact') <= since && dice.chance(0.8)) {
      const at = staff.present(lead, now + dice.wait(9 * HOUR));
      const contact = { at: new Date(at), how: 'phone' as const };
      return { at, act: { action: 'contact', reason: '已电话联系', given: { contact } } };
    }
    if (times(ticket, 'hold') === 0 && dice.chance(0.008))
      return {
        at: now + dice.wait(2 * DAY),
        act: { action: 'hold', reason: '历史遗留', given: { months: dice.between(1, 9) } },
      };
    const slow = (filing.urgency === 'normal' ? 2.2 : 0.9) * (2 - staff.skill(lead));
    const at = staff.present(lead, now + dice.wait(slow * DAY));
    if (dice.chance(0.07))
      return {
        at: staff.present(lead, now + DAY),
        act: { action: 'requestExtension', reason: '需要检测', given: { days: dice.between(1, 15) } },
      };
    const solved = dice.chance(staff.skill(lead)) ? 'yes' : dice.any(['partly', 'no'] as const);
    return {
      at,
      act: {
        action: 'reply',
        given: { reply: { handling: '已到现场处理', public: '已处理，请您查看。', solved } },
      },
    };
  },
  EXTENSION_REQUESTED: (_life, now, { dice }) => ({
    at: now + dice.wait(5 * HOUR),
    act: { action: dice.chance(0.7) ? 'agreeExtension' : 'refuseExtension', reason: '已审核' },
  }),
  ON_HOLD: (_life, now, { dice }) => ({ at: now + dice.wait(40 * DAY), act: { action: 'resume' } }),
  REPLIED: ({ ticket }, now, { dice }) =>
    dice.chance(0.07) && times(ticket, 'failReply') < 3
      ? { at: now + dice.wait(4 * HOUR), act: { action: 'failReply', reason: '没有正面回应' } }
      : { at: now + dice.wait(4 * HOUR), act: { action: 'passReply' } },
  CALLBACK_PENDING({ ticket }, now, { dice, staff }) {
    const { callbacks = [], ratings = [] } = ticket;
    const begun = ticket.timeline.findLastIndex(({ to, from }) => to === 'CALLBACK_PENDING' && from !== to);
    const since = ticket.timeline[begun]?.at ?? ticket.createdAt;
    const calls = callbacks.filter(({ at }) => at >= since);
    const last = calls.findLast(({ connected }) => connected);
    const at = now + dice.wait(6 * HOUR);
    if (last) {
      const unhappy = last.solved === false || last.satisfied === 'dissatisfied';
      // A connected call that says solved may be closed though the citizen is not pleased.
      return unhappy && (last.solved === false || dice.chance(0.6))
        ? { at, act: { action: 'rework', reason: '诉求人不满意' } }
        : { at, act: { action: 'confirmDone', reason: '诉求人确认' } };
    }
    if (calls.length === 0 && ratings.length === 0 && dice.chance(0.25)) {
      const stars = dice.any([5, 5, 5, 4, 4, 3, 2, 1] as const);
      const tags = stars <= 2 ? [dice.any(['unsolved', 'late', 'attitude'])] : [];
      return {
        at: now + dice.wait(DAY),
        act: { action: stars <= 2 ? 'rateLow' : 'rateWell', given: { rating: { stars, tags } } },
      };
    }
    // Not reached on three days, and never before either: over as it may be over.
    if (calls.length >= 4 && !callbacks.some(({ connected }) => connected))
      return { at, act: { action: 'confirmDone', reason: '三次未接通' } };
    const callback: CallbackGiven = dice.chance(0.8)
      ? verdict(dice, staff.skill(ticket.lead ?? ''), times(ticket, 'rework'))
      : { connected: false };
    return { at: now + DAY, act: { action: 'callback', given: { callback } } };
  },
  // Looked at every two days: it ends with its master, or is on its own again.
  MERGED: ({ ticket }, now, { fateOf }) => ({
    at: now + 2 * DAY,
    act: {
      going: { action: 'look' },
      closed: { action: 'followToEnd', reason: '主单已办结' },
      nothing: { action: 'release', reason: '主单已撤回' },
    }[fateOf(ticket.master ?? '')],
  }),
  REWORK(life, now, around) {
    const { ticket } = life;
    if (times(ticket, 'rework') >= 3)
      return { at: now + around.dice.wait(DAY), act: { action: 'escalate', reason: '三次重办未解决' } };
    const at = now + around.dice.wait(5 * HOUR);
    // Answered on the spot before, or better in other hands.
    return ticket.lead === undefined || around.dice.chance(0.1)
      ? { at, act: sending(life, around) }
      : { at, act: { action: 'redispatch', reason: '请重办' } };
  },
  ESCALATED: (life, now, around) =>
    times(life.ticket, 'settle') === 0
      ? { at: now + DAY, act: sending(life, around, 'settle') }
      : { at: now + DAY, act: { action: 'close', reason: '研判销号' } },
  CLOSED: ({ ticket }, now, { dice }) =>
    times(ticket, 'reopen') === 0 &&
    ticket.kind === 'order' &&
    ticket.master === undefined &&
    dice.chance(0.015)
      ? { at: now + dice.wait(12 * DAY), act: { action: 'reopen', reason: '又坏了，有新照片' } }
      : null,
  TRANSFERRED_OUT: (_life, now) => ({ at: now + 3 * DAY, act: { action: 'close', reason: '对方已接收' } }),
  WITHDRAWN: (_life, now) => ({ at: now + DAY, act: { action: 'close', reason: '诉求人撤回' } }),
};

/** Sent to a unit; sent round too often it is said whose it is; a secret one goes nowhere before it is seen to. */
function sending(life: Life, around: Around, action?: string): Act {
  const { ticket } = life;
  if (ticket.secret && !ticket.shown)
    return { action: 'maskIdentity', given: { shown: { content: '路灯不亮', place: '大学东路' } } };
  // As the hotline counts them: one that was taken back is none.
  const returns = counted(ticket, 'agreeReturn');
  const sent = times(ticket, 'dispatch', 'designate', 'settle');
  return {
    action: action ?? (returns >= around.mostReturns ? 'designate' : 'dispatch'),
    reason: '请办理',
    given: { units: [{ unit: around.unitFor(life, sent), part: 'lead' }] },
  };
}

const asksReturn = (dice: Dice): Act => ({
  action: 'requestReturn',
  given: {
    return: {
      reason: dice.any(['place', 'duty', 'unclear'] as const),
      basis: '三定方案第二条',
      suggest: null,
    },
  },
});

export const planOf: Plan = (life, now, around) => NEXT[life.ticket.state](life, now, around);

/** What a citizen does besides, whatever the state; many of these are refused, with a reason. */
export function besides(dice: Dice, filedAt: number): Planned[] {
  const said: Planned[] = [];
  if (dice.chance(0.06)) said.push({ at: filedAt + dice.wait(4 * DAY), act: { action: 'urge' } });
  if (dice.chance(0.012)) said.push({ at: filedAt + dice.wait(2 * DAY), act: { action: 'withdraw' } });
  if (dice.chance(0.01)) said.push({ at: filedAt + dice.wait(DAY), act: { action: 'askSecret' } });
  if (dice.chance(0.03))
    said.push({ at: filedAt + dice.wait(5 * DAY), act: { action: 'supervise', reason: '领导批示' } });
  return said;
}
