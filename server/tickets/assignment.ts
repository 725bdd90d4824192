/**
 * An order at a unit (domain §2.6, §3.3): one leads and answers for all, others assist or guide, each with a
 * state and a clock of its own. The order's state follows the one that leads.
 */

export const DUTIES = ['lead', 'assist', 'guide'] as const;
/** 主办, 协办, 指导 */
export type Part = (typeof DUTIES)[number];

export const UNIT_STATES = [
  'TO_SIGN',
  'IN_PROGRESS',
  'RETURN_REQUESTED',
  'RETURNED',
  'REPLIED',
  'ENDED',
] as const;
export type UnitState = (typeof UNIT_STATES)[number];

/** 退单理由, as the field writes them (domain §2.6). */
export const RETURN_REASONS = ['place', 'duty', 'unclear', 'overlap', 'done'] as const;
export type ReturnReason = (typeof RETURN_REASONS)[number];

export interface ReturnAsk {
  reason: ReturnReason;
  /** The text of the law or of the unit's duties it stands on; without one nothing comes back. */
  basis: string;
  /** Code of the unit it should go to; null = the asker does not know. */
  suggest: string | null;
  at: Date;
}

export interface Contact {
  at: Date;
  how: 'phone' | 'visit' | 'message';
}

export interface UnitReply {
  /** 办理情况: for the house. */
  handling: string;
  /** 公开答复内容: what the citizen reads. */
  public: string;
  solved: 'yes' | 'partly' | 'no';
  at: Date;
}

export interface Assignment {
  /** 'a1', 'a2', … in the order in which they were made. */
  id: string;
  unit: string;
  part: Part;
  state: UnitState;
  /** When it was sent there: the unit's own clock starts, not at signing (domain §0.6). */
  at: Date;
  by: string;
  /** 派单意见 */
  opinion: string;
  signedAt: Date | null;
  contact: Contact | null;
  reply: UnitReply | null;
  return: ReturnAsk | null;
  /** Said by the hotline after nobody took it: it cannot be given back. */
  designated?: true;
  /** Of a regulator that guides: when it was told the result (25号: 企业热线办理结果报行业主管部门). */
  notifiedAt?: Date;
}

/** A stretch of a text; UTF-16 offsets. */
export interface Span {
  from: number;
  to: number;
}

/** What a step brings along besides a reason; which of it, the table of transitions says. */
export interface Given {
  units?: { unit: string; part: Part }[];
  return?: Omit<ReturnAsk, 'at'>;
  /** Number of the order that is handled in this one's place (并单). */
  master?: string;
  /** Working days asked for, or granted. */
  days?: number;
  /** Months until a promise (挂账、承诺办理) is due; at most nine. */
  months?: number;
  contact?: Contact;
  reply?: Omit<UnitReply, 'at'>;
  callback?: CallbackGiven;
  rating?: Rating;
  /** Splitting: spans of the content, one list an order; the first stays. */
  parts?: Span[][];
  /** Numbers of the orders split off; the house gives them. */
  made?: string[];
  /** To whom it is transferred: a code of the list, '' for another, and the name. */
  transfer?: { to: string; name: string };
  /** The receiver's own number of it. */
  receipt?: { no: string };
  /** Secret orders: what units are to read. */
  shown?: { content: string; place: string };
}

/** One try to reach the citizen and what was said (domain §2.4, §2.6). */
export interface CallbackGiven {
  connected: boolean;
  /** 是否联系 */
  contacted?: boolean;
  /** 是否解决 */
  solved?: boolean;
  /** 是否满意 */
  satisfied?: 'satisfied' | 'basically' | 'dissatisfied';
}

export interface Callback extends CallbackGiven {
  at: Date;
  by: string;
  note: string;
}

/** 五级好差评; one and two stars are 差评 and carry at least one reason (domain §2.5). */
export interface Rating {
  stars: 1 | 2 | 3 | 4 | 5;
  tags: string[];
}

export const RATING_TAGS = [
  'uncontacted',
  'unsolved',
  'offpoint',
  'attitude',
  'pushed',
  'late',
  'untrue',
  'other',
] as const;

/** In force: neither given back nor replaced by another dispatch. */
export const open = ({ state }: Assignment): boolean => state !== 'RETURNED' && state !== 'ENDED';

export const leadOf = (assignments: readonly Assignment[] = []): Assignment | null =>
  assignments.findLast((one) => one.part === 'lead' && open(one)) ?? null;

/** The assignment through which somebody of these units acts; null scope = the house itself, for the lead. */
export function actingFor(
  assignments: readonly Assignment[] = [],
  scope: ReadonlySet<string> | null,
): Assignment | null {
  if (scope === null) return leadOf(assignments);
  const own = assignments.filter((one) => open(one) && scope.has(one.unit));
  return own.find((one) => one.part === 'lead') ?? own[0] ?? null;
}
