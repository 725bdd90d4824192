/** The form of a move as data: one field for each thing a person must say; the console draws it and knows nothing more. */
import type { FieldView } from '../../http/contract-proceedings.js';
import type { Policy } from '../../policy/types.js';
import { APPEAL_SUBJECTS, INVALID_WHYS } from './kinds.js';
import type { InputName } from './moves.js';
import type { Proceeding } from './proceeding.js';
import { WORDS } from './words.js';

export interface FieldFacts {
  /** Null: it is about to be opened. */
  proceeding: Proceeding | null;
  policy: Pick<Policy, 'ladder' | 'units' | 'criteria'>;
  levelDone: number;
  /** The order's lead, where nothing else is chosen yet. */
  lead?: string | undefined;
}

const named = (name: string, kind: FieldView['kind'], more: Partial<FieldView> = {}): FieldView => ({
  name,
  label: WORDS.inputs[name] ?? name,
  kind,
  required: true,
  ...more,
});

const options = (words: Record<string, string>, ids: readonly string[]) =>
  ids.map((value) => ({ value, label: words[value] ?? value }));

type Draw = (facts: FieldFacts) => FieldView[];

const FIELDS: Record<InputName | 'subject', Draw> = {
  rung({ policy, levelDone, proceeding }) {
    const open = policy.ladder.filter(({ level }) => level > levelDone);
    const value = open.find(({ rung }) => rung === proceeding?.rung) ?? open[0];
    return [
      named('rung', 'choice', {
        options: open.map(({ rung, name }) => ({ value: rung, label: name })),
        ...(value ? { value: value.rung } : {}),
      }),
    ];
  },
  matter: () => [named('matter', 'long')],
  needs({ policy }) {
    return (['when', 'where', 'who'] as const).map((need) =>
      named(need, 'text', {
        shown: {
          by: 'rung',
          in: policy.ladder.filter(({ needs }) => needs.includes(need)).map(({ rung }) => rung),
        },
      }),
    );
  },
  units({ policy, proceeding, lead }) {
    const there = proceeding?.sides.map(({ unit }) => unit) ?? (lead ? [lead] : []);
    return [
      named('units', 'units', {
        options: policy.units.map(({ code, name }) => ({ value: code, label: name })),
        values: there,
      }),
    ];
  },
  answer: () => [named('answer', 'long')],
  invalidWhy: () => [named('invalidWhy', 'choice', { options: options(WORDS.invalidWhys, INVALID_WHYS) })],
  scores: ({ policy }) =>
    policy.criteria.map(({ id, name, points, hint }) =>
      named(`scores.${id}`, 'points', { label: name, max: points, hint }),
    ),
  subject: () => [named('subject', 'choice', { options: options(WORDS.subjects, APPEAL_SUBJECTS) })],
};

export const fieldsOf = (inputs: readonly (InputName | 'subject')[], facts: FieldFacts): FieldView[] =>
  inputs.flatMap((name) => FIELDS[name](facts));
