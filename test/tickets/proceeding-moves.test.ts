/** What runs beside an order is data: the list is walked, so that a state nobody reaches or leaves is found here. */

import { GUARDS } from '../../server/tickets/proceedings/guards.js';
import { KINDS, type Kind, PROCEEDING_STATES } from '../../server/tickets/proceedings/kinds.js';
import { MOVES, moveOf } from '../../server/tickets/proceedings/moves.js';
import { isOver } from '../../server/tickets/proceedings/proceeding.js';
import { WORDS } from '../../server/tickets/proceedings/words.js';
import { POLICY } from './samples.js';

/** Where each kind begins, and what the units' answers make of 'same'. */
const FIRST: Record<Kind, string[]> = {
  supervision: ['SUGGESTED', 'SUBMITTED'],
  lowRating: ['VERIFYING'],
  unreasonable: ['APPLIED'],
  appeal: ['APPLIED'],
  inspection: ['DRAWN'],
};
const BY_UNITS: Record<string, string[]> = {
  answer: ['REPORTED', 'ISSUED'],
  agreeReturn: ['RETURNED', 'REPORTED', 'ISSUED'],
  issue: ['CLOSED', 'ISSUED'],
};

const leads = (kind: Kind, from: string): string[] =>
  MOVES.filter((move) => move.kind === kind && move.from.includes(from)).flatMap((move) =>
    kind === 'supervision' && BY_UNITS[move.action]
      ? BY_UNITS[move.action]!
      : [move.to === 'same' ? from : move.to],
  );

function reach(kind: Kind, start: string[]): Set<string> {
  const seen = new Set(start);
  for (const state of seen) for (const to of leads(kind, state)) seen.add(to);
  return seen;
}

describe.each(KINDS)('%s', (kind) => {
  test('every state is reached from its beginning', () => {
    expect([...reach(kind, FIRST[kind])].sort()).toEqual([...PROCEEDING_STATES[kind]].sort());
  });

  test('every state comes to an end, and an end is the end', () => {
    for (const state of PROCEEDING_STATES[kind]) {
      const ends = [...reach(kind, [state])].filter((one) => isOver({ kind, state: one }));
      expect(ends.length).toBeGreaterThan(0);
      if (isOver({ kind, state })) expect(leads(kind, state)).toEqual([]);
    }
  });

  test('every state and move has words, every move a known guard, and is written once', () => {
    for (const state of PROCEEDING_STATES[kind]) expect(WORDS.states[kind][state]).toMatch(/\p{Script=Han}/u);
    const mine = MOVES.filter((move) => move.kind === kind);
    expect(new Set(mine.map(({ action }) => action)).size).toBe(mine.length);
    for (const move of mine) {
      expect(WORDS.moves[kind][move.action]).toMatch(/\p{Script=Han}/u);
      for (const guard of move.guards ?? []) expect(GUARDS[guard]).toBeInstanceOf(Function);
      expect(moveOf(kind, move.action)).toBe(move);
    }
  });
});

test('the machine decides nothing: what it may do by itself excludes no one and ends no supervision', () => {
  const byMachine = MOVES.filter(({ permission }) => permission === 'system');
  expect(byMachine.length).toBeGreaterThan(5);
  for (const move of byMachine) {
    expect(move.order).toBeUndefined();
    expect(['INVALID', 'AGREED', 'REFUSED', 'ISSUED', 'DONE', 'RETURNED']).not.toContain(move.to);
  }
});

test('a decision that takes something out of the figures needs two people and a reason', () => {
  const exempting = MOVES.filter(({ order }) => order === 'exempt');
  expect(exempting.map(({ kind }) => kind).sort()).toEqual(['appeal', 'lowRating', 'unreasonable']);
  for (const move of exempting) {
    expect(move.needsReason).toBe(true);
    expect(move.guards).toContain('otherPerson');
  }
});

test('the ladder of the default policy goes up rung by rung, and its upper half needs two people', () => {
  expect(POLICY.ladder.map(({ name }) => name)).toEqual([
    '电话催办',
    '书面督办单',
    '提醒函',
    '专题协调',
    '约谈',
    '通报',
  ]);
  POLICY.ladder.forEach((rung, i) => {
    expect(rung.next).toBe(POLICY.ladder[i + 1]?.rung ?? null);
    if (i > 1) expect(rung.second).toBe(true);
  });
});
