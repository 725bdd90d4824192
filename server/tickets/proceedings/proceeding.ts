/**
 * What runs beside an order's own course (专办): supervision, a low rating, an unreasonable demand, an appeal
 * of a unit, an inspection of quality. Each has a state, a story and a clock of its own; the order is touched
 * only where the proceeding's end says so, in the same commit.
 */
import type { Flag } from '../quality/flags.js';
import type { Scores } from '../quality/score.js';
import type { Actor } from '../ticket.js';
import type { APPEAL_SUBJECTS, INVALID_WHYS, Kind, SIDE_STATES } from './kinds.js';

/** One unit of a proceeding; several stand side by side in a joint supervision (联合督办). */
export interface Side {
  unit: string;
  state: (typeof SIDE_STATES)[number];
  /** What the unit said last: its report, or why it wants to be let off. */
  answer: string;
  at: Date | null;
}

export interface ProceedingRow {
  at: Date;
  actor: Actor;
  action: string;
  from: string | null;
  to: string;
  reason?: string;
  /** The unit that acted. */
  unit?: string;
}

export type Needs = { when?: string | undefined; where?: string | undefined; who?: string | undefined };

export interface Proceeding {
  id: string;
  kind: Kind;
  state: string;
  /** Counts changes; a writer names the version it read. */
  version: number;
  orderNo: string;
  /** As the order has it; masked wherever it is shown. */
  title: string;
  sides: Side[];
  rows: ProceedingRow[];
  /** Counted from `since`; null = nothing is promised. */
  due: Date | null;
  since: Date | null;
  /** What its timer does next. */
  next: { at: Date; key: string } | null;
  fired: string[];
  openedAt: Date;
  updatedAt: Date;
  /** Hash of the policy that judged it. */
  policy: string;
  /** supervision: its rung, its document's number (gapless under its key) once issued, what a rung asks for, the one before it. */
  rung?: string;
  number?: { key: string; seq: number };
  issuedAt?: Date;
  /** The order's time limit by which it was proposed. */
  forDue?: Date;
  matter?: string;
  said?: Needs;
  after?: string;
  /** lowRating: what was said, and where. */
  rating?: { from: 'citizen' | 'callback'; stars: number | null; tags: string[] };
  invalidWhy?: (typeof INVALID_WHYS)[number];
  /** appeal */
  subject?: (typeof APPEAL_SUBJECTS)[number];
  /** inspection: why it was drawn, by which draw, whose work it was. */
  drawn?: { why: ('unit' | 'agent' | 'channel' | Flag)[]; batch: string; agent: string | null };
  /** The first look and, after a contest, the second; the last one holds. */
  scores?: Scores[];
}

export const proceedingClaim = ({ id, version }: Pick<Proceeding, 'id' | 'version'>): string =>
  `proceeding:${id}@${version}`;

const OVER: Record<Kind, readonly string[]> = {
  supervision: ['CLOSED', 'RAISED', 'RETURNED', 'DISMISSED'],
  lowRating: ['INVALID', 'CLOSED'],
  unreasonable: ['AGREED', 'REFUSED'],
  appeal: ['AGREED', 'REFUSED'],
  inspection: ['FINAL'],
};
export const isOver = ({ kind, state }: Pick<Proceeding, 'kind' | 'state'>): boolean =>
  OVER[kind].includes(state);

/** Level of the highest rung that was taken; a proposal nobody took up is none. */
export function levelDone(
  all: readonly Proceeding[],
  ladder: readonly { rung: string; level: number }[],
): number {
  const taken = all.filter(
    ({ kind, state }) => kind === 'supervision' && !['SUGGESTED', 'DISMISSED', 'RETURNED'].includes(state),
  );
  return Math.max(0, ...taken.map((one) => ladder.find(({ rung }) => rung === one.rung)?.level ?? 0));
}
