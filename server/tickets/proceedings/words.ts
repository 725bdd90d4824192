/** The sentences of this room, as JSON beside it. */
import { readFileSync } from 'node:fs';
import type { Refused } from '../ticket.js';
import type { Kind } from './kinds.js';

type Words = Record<string, string>;

export const WORDS = JSON.parse(readFileSync(new URL('./words.json', import.meta.url), 'utf8')) as {
  kinds: Record<Kind, string>;
  states: Record<Kind, Words>;
  /** Why time proposes a rung. */
  proposed: Record<'before' | 'after', string> & { units: Record<'hour' | 'workday', string> };
  sides: Words;
  moves: Record<Kind, Words>;
  effects: Words;
  open: Record<'supervision' | 'unreasonable' | 'appeal', string>;
  openEffects: Record<'supervision' | 'unreasonable' | 'appeal', string>;
  inputs: Words;
  invalidWhys: Words;
  subjects: Words;
  why: Words;
  grades: Words;
  facts: Words;
  ratingSaid: { citizen: string; callback: string };
  scoreSaid: string;
  scorePart: string;
  document: Record<'date' | 'none' | 'stop' | 'basis' | 'copy', string>;
  refused: Words;
  order: { supervised: string; exempt: string };
};

export const fill = (text: string, values: Record<string, string | number>): string =>
  text.replace(/\{(\w+)\}/g, (_, name: string) => {
    const value = values[name];
    if (value === undefined) throw new Error(`proceedings/words.json: no value for {${name}}`);
    return String(value);
  });

export const moveName = (kind: Kind, action: string): string => WORDS.moves[kind][action] ?? action;
/** The same where the kind is not known. */
export const moveWord = (action: string): string =>
  Object.values(WORDS.moves)
    .map((moves) => moves[action])
    .find((name) => name !== undefined) ?? action;
export const stateName = (kind: Kind, state: string): string => WORDS.states[kind][state] ?? state;

export function refusal(
  code: Refused['code'],
  key: string,
  values: Record<string, string | number> = {},
): Refused {
  const text = WORDS.refused[key];
  if (text === undefined) throw new Error(`proceedings/words.json: no refused.${key}`);
  return { code, refused: fill(text, values) };
}
