/** A proceeding as its readers see it. Which kinds a reader sees at all is judged by `lookOf`. */
import type { ProceedingCard, ProceedingPage } from '../../http/contract-proceedings.js';
import type { Policy } from '../../policy/types.js';
import type { Mask } from '../changed.js';
import { nearnessOf } from '../deadlines/clock.js';
import { lightOf } from '../deadlines/light.js';
import { gradeOf, totalOf } from '../quality/score.js';
import { numberText, printable } from '../supervision/document.js';
import type { Actor } from '../ticket.js';
import { WORDS as TICKET_WORDS } from '../words.js';
import { fieldsOf } from './fields.js';
import { GUARDS } from './guards.js';
import type { Kind } from './kinds.js';
import { MOVES } from './moves.js';
import { factsOf, mayMove, type ProceedAsk } from './proceed.js';
import { isOver, type Proceeding } from './proceeding.js';
import { fill, moveName, stateName, WORDS } from './words.js';

export interface ProceedingReader {
  permissions: ReadonlySet<string>;
  account: string;
  scope: ReadonlySet<string> | null;
  mask: Mask;
  policy: Policy;
  now: Date;
}

/** What a house reader must hold to see a kind. Of ratings the rated see nothing (domain §2.5). */
const READS: Record<Kind, readonly string[]> = {
  supervision: ['order.supervise'],
  lowRating: ['order.callback', 'order.supervise'],
  unreasonable: ['order.supervise'],
  appeal: ['order.supervise'],
  inspection: ['quality.inspect'],
};
const UNIT_SEES: Partial<Record<Kind, readonly string[]>> = {
  supervision: ['ISSUED', 'RETURN_ASKED', 'REPORTED', 'DONE', 'CLOSED', 'RAISED', 'RETURNED'],
  unreasonable: ['APPLIED', 'AGREED', 'REFUSED'],
  appeal: ['APPLIED', 'AGREED', 'REFUSED'],
  inspection: ['SCORED', 'CONTESTED', 'FINAL'],
};

/** States in which a unit owes an answer. */
const ASKED: Partial<Record<Kind, readonly string[]>> = {
  supervision: ['ISSUED', 'RETURN_ASKED', 'REPORTED', 'RAISED'],
  lowRating: ['RECTIFYING', 'REPLIED', 'RE_CALLBACK'],
};

export interface Look {
  states?: readonly string[];
  units?: string[];
  agent?: string;
}

/** How a reader sees a kind: whole, what concerns his unit, his own work; null = not at all. */
export function lookOf(
  kind: Kind,
  reader: Pick<ProceedingReader, 'permissions' | 'account' | 'scope'>,
): Look | null {
  const { permissions, account, scope } = reader;
  if (!permissions.has('proceeding.read')) return null;
  if (scope !== null) {
    const states = UNIT_SEES[kind];
    return states ? { states, units: [...scope] } : null;
  }
  if (READS[kind].some((one) => permissions.has(one))) return {};
  return kind === 'inspection' ? { states: UNIT_SEES.inspection ?? [], agent: account } : null;
}

export function sees(proceeding: Proceeding, reader: Parameters<typeof lookOf>[1]): boolean {
  const look = lookOf(proceeding.kind, reader);
  if (!look) return false;
  return (
    (!look.states || look.states.includes(proceeding.state)) &&
    (!look.units || proceeding.sides.some(({ unit }) => look.units?.includes(unit))) &&
    (look.agent === undefined || proceeding.drawn?.agent === look.agent)
  );
}

const unitName = (code: string, { units }: Policy): string =>
  units.find((unit) => unit.code === code)?.name ?? code;
const rungName = ({ rung }: Proceeding, { ladder }: Policy): string | null =>
  ladder.find((one) => one.rung === rung)?.name ?? rung ?? null;
const numberOf = (proceeding: Proceeding): string | null =>
  printable(proceeding) ? numberText(proceeding) : null;

export function proceedingCard(proceeding: Proceeding, reader: ProceedingReader): ProceedingCard {
  const { policy, mask, now } = reader;
  const { id, kind, state, version, orderNo, title, sides, since, due, openedAt, updatedAt } = proceeding;
  const running = !isOver(proceeding) && since && due;
  return {
    ...{ id, kind, state, version, orderNo },
    kindName: WORDS.kinds[kind],
    stateName: stateName(kind, state),
    title: mask.text(title),
    units: sides.map(({ unit }) => unitName(unit, policy)),
    rung: rungName(proceeding, policy),
    number: numberOf(proceeding),
    due: due?.toISOString() ?? null,
    light: running ? lightOf({ start: since, due }, nearnessOf(policy), policy.calendar, now) : 'none',
    openedAt: openedAt.toISOString(),
    updatedAt: updatedAt.toISOString(),
  };
}

/** Who looks in, of the other side, learns neither who rated nor who of the house wrote. */
function factsFor(proceeding: Proceeding, { policy, mask }: ProceedingReader): ProceedingPage['facts'] {
  const { rating, invalidWhy, subject, drawn, scores = [], matter, said = {} } = proceeding;
  const names = WORDS.facts;
  const all: [string | undefined, string | null | undefined][] = [
    [names.rung, rungName(proceeding, policy)],
    [names.no, numberOf(proceeding)],
    [names.matter, matter && mask.desk(matter)],
    ...Object.entries(said).map(([need, text]): [string | undefined, string] => [
      WORDS.inputs[need],
      mask.desk(text ?? ''),
    ]),
    [
      names.said,
      rating &&
        fill(WORDS.ratingSaid[rating.from], {
          stars: rating.stars ?? 0,
          tags: rating.tags.map((tag) => TICKET_WORDS.choices.tags?.[tag] ?? tag).join('、'),
        }),
    ],
    [names.invalidWhy, invalidWhy && WORDS.invalidWhys[invalidWhy]],
    [names.subject, subject && WORDS.subjects[subject]],
    [names.why, drawn?.why.map((one) => WORDS.why[one] ?? one).join('、')],
    [names.agent, drawn?.agent],
    ...scores.map((sheet): [string | undefined, string] => [names.score, scoreSaid(sheet, policy)]),
  ];
  return all.flatMap(([name, text]) => (name && text ? [{ name, text }] : []));
}

function scoreSaid(sheet: Record<string, number>, { criteria, knobs }: Policy): string {
  const total = totalOf(sheet);
  const parts = Object.entries(sheet).map(([id, points]) =>
    fill(WORDS.scorePart, { name: criteria.find((one) => one.id === id)?.name ?? id, points }),
  );
  const grade = WORDS.grades[gradeOf(total, knobs.quality)] ?? '';
  return fill(WORDS.scoreSaid, { total, grade, parts: parts.join('，') });
}

export function proceedingPage(
  proceeding: Proceeding,
  reader: ProceedingReader,
  ask: Pick<ProceedAsk, 'levelDone' | 'involved' | 'rules'>,
): ProceedingPage {
  const { policy, mask, scope } = reader;
  const { kind, sides, rows } = proceeding;
  // Of a joint supervision each unit sees its own part.
  const own = scope === null ? sides : sides.filter(({ unit }) => scope.has(unit));
  // 「待反馈」 is said of a unit that has been asked, not of every unit the matter concerns.
  const asked = ASKED[kind]?.includes(proceeding.state) ?? false;
  const shown = own.filter(({ state }) => asked || state !== 'TO_ANSWER');
  return {
    card: proceedingCard(proceeding, reader),
    facts: factsFor(proceeding, reader),
    sides: shown.map(({ unit, state, answer, at }) => ({
      unit,
      name: unitName(unit, policy),
      state,
      stateName: WORDS.sides[state] ?? state,
      answer: mask.desk(answer),
      at: at?.toISOString() ?? null,
    })),
    rows: rows
      .filter((row) => scope === null || row.unit === undefined || scope.has(row.unit))
      .map((row) => ({
        at: row.at.toISOString(),
        actor: row.actor.kind === 'staff' ? row.actor.id : (TICKET_WORDS.people[row.actor.kind] ?? ''),
        action: moveName(kind, row.action),
        from: row.from === null ? null : stateName(kind, row.from),
        to: stateName(kind, row.to),
        ...(row.reason === undefined ? {} : { reason: mask.desk(row.reason) }),
      })),
    actions: actionsFor(proceeding, reader, ask),
    printable: printable(proceeding),
  };
}

function actionsFor(
  proceeding: Proceeding,
  { permissions, account, scope, policy, now }: ProceedingReader,
  { levelDone, involved, rules }: Pick<ProceedAsk, 'levelDone' | 'involved' | 'rules'>,
): ProceedingPage['actions'] {
  const actor: Actor = { kind: 'staff', id: account, role: '' };
  const ask: ProceedAsk = {
    ...{ action: '', actor, permissions, scope, version: proceeding.version, reason: '', said: {} },
    ...{ levelDone, involved, rules, now, policy: policy.hash, number: null },
    ...{ criteria: policy.criteria, known: () => true },
  };
  return MOVES.filter((move) => move.kind === proceeding.kind && move.from.includes(proceeding.state))
    .filter((move) => mayMove(move, proceeding, ask))
    .filter((move) => (move.guards ?? []).every((guard) => GUARDS[guard](factsOf(proceeding, ask)) === null))
    .map((move) => ({
      action: move.action,
      name: moveName(move.kind, move.action),
      effect: WORDS.effects[`${move.kind}.${move.action}`] ?? '',
      needsReason: move.needsReason,
      fields: fieldsOf(move.inputs ?? [], { proceeding, policy, levelDone }),
    }));
}
