/** Conditions beyond state and permission, by name; each answers null (go on) or the key of why not. */
import { type Criterion, wholeSheet } from '../quality/score.js';
import { type Rung, skips } from '../supervision/ladder.js';
import type { INVALID_WHYS } from './kinds.js';
import type { Needs, Proceeding, Side } from './proceeding.js';

export interface Said {
  rung?: string | undefined;
  /** 督办事由 */
  matter?: string | undefined;
  needs?: Needs | undefined;
  units?: string[] | undefined;
  answer?: string | undefined;
  invalidWhy?: (typeof INVALID_WHYS)[number] | undefined;
  scores?: Record<string, number> | undefined;
}

export interface Facts {
  proceeding: Proceeding;
  said: Said;
  reason: string;
  /** Account that asks. */
  by: string;
  /** Units the asker acts for; null = the house. */
  scope: ReadonlySet<string> | null;
  ladder: readonly Rung[];
  criteria: readonly Criterion[];
  /** Level of the highest rung this order has seen. */
  levelDone: number;
  known(unit: string): boolean;
  /** Accounts that had a part in what is contested. */
  involved: ReadonlySet<string>;
}

export type Guard =
  | 'rungWhole'
  | 'higherRung'
  | 'secondPerson'
  | 'otherPerson'
  | 'sideToAnswer'
  | 'notInvolved'
  | 'wholeSheet'
  | 'notOwnWork'
  | 'concerned'
  | 'secondLook';

const lastInto = ({ rows, state }: Proceeding) =>
  rows.findLast((row) => row.to === state && row.from !== row.to);
const rungOf = ({ said, proceeding, ladder }: Facts): Rung | undefined =>
  ladder.find(({ rung }) => rung === (said.rung ?? proceeding.rung));

/** The asker's own side, if it is its turn. */
export function sideOf(
  { sides }: Proceeding,
  scope: ReadonlySet<string> | null,
  state: Side['state'],
): Side | undefined {
  return scope === null ? undefined : sides.find((side) => side.state === state && scope.has(side.unit));
}

export const GUARDS: Record<Guard, (facts: Facts) => string | null> = {
  /** Everything the rung asks for, for units that exist; leaving out rungs needs a reason. */
  rungWhole(facts) {
    const { said, ladder, known, reason, levelDone } = facts;
    if (said.matter === undefined) return null;
    const rung = rungOf(facts);
    if (!rung) return 'rungUnknown';
    if (said.matter.trim() === '') return 'matter';
    if (rung.needs.some((need) => !said.needs?.[need]?.trim())) return 'needs';
    const units = said.units ?? [];
    if (units.length === 0 || units.some((unit) => !known(unit))) return 'units';
    if (new Set(units).size < units.length) return 'unitsTwice';
    if (rung.level <= levelDone) return 'rungDone';
    return skips(ladder, rung, levelDone) && reason === '' ? 'skips' : null;
  },
  higherRung(facts) {
    const { proceeding, said, ladder } = facts;
    const now = ladder.find(({ rung }) => rung === proceeding.rung)?.level ?? 0;
    if (said.matter === undefined) return ladder.some(({ level }) => level > now) ? null : 'topRung';
    return (rungOf(facts)?.level ?? 0) > now ? GUARDS.rungWhole(facts) : 'rungDone';
  },
  secondPerson(facts) {
    return rungOf(facts)?.second ? GUARDS.otherPerson(facts) : null;
  },
  otherPerson: ({ proceeding, by }) => (lastInto(proceeding)?.actor.id === by ? 'otherPerson' : null),
  sideToAnswer({ proceeding, scope, said }) {
    if (!sideOf(proceeding, scope, 'TO_ANSWER')) return 'notYours';
    return said.answer !== undefined && said.answer.trim().length < 10 ? 'answer' : null;
  },
  /** Whoever called, verified or reworked it does not judge whether that was right. */
  notInvolved: ({ involved, by }) => (involved.has(by) ? 'involved' : null),
  wholeSheet: ({ said, criteria }) =>
    said.scores === undefined || wholeSheet(said.scores, criteria) ? null : 'scores',
  notOwnWork: ({ proceeding, by }) => (proceeding.drawn?.agent === by ? 'ownWork' : null),
  concerned: ({ proceeding, by, scope }) =>
    proceeding.drawn?.agent === by || proceeding.sides.some(({ unit }) => scope?.has(unit))
      ? null
      : 'notYours',
  secondLook: ({ proceeding, by }) =>
    proceeding.rows.some(({ action, actor }) => action === 'score' && actor.id === by) ? 'otherPerson' : null,
};
