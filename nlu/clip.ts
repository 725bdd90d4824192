import { choicesAt } from './choices.js';
import type { Slot, Understanding } from './understanding.js';

const LONGEST = 4000;
const HEAD = 3000;

/** A long text as the stages see it: its head and tail. `cut` is where the tail begins, `gap` what is left out. */
export interface Clipped {
  text: string;
  cut: number;
  gap: number;
}

export function clip(text: string): Clipped {
  if (text.length <= LONGEST) return { text, cut: text.length, gap: 0 };
  const tail = LONGEST - HEAD - 1;
  // A line break keeps the last word of the head and the first of the tail apart; it stands for the first unit left out.
  return {
    text: `${text.slice(0, HEAD)}\n${text.slice(-tail)}`,
    cut: HEAD + 1,
    gap: text.length - tail - HEAD - 1,
  };
}

/** Offsets in the clipped text as offsets in the whole text. A range over the cut spans what was left out. */
export function restore(judged: Understanding, clipped: Clipped): Understanding {
  if (clipped.gap === 0) return judged;
  const whole = judged.text;
  const at = (offset: number) => (offset >= clipped.cut ? offset + clipped.gap : offset);
  const move = <T extends { from?: number; to?: number }>(one: T): T =>
    one.from === undefined || one.to === undefined
      ? one
      : { ...one, from: at(one.from), to: one.to > clipped.cut ? one.to + clipped.gap : one.to };
  const slotsOf = (slots: object) =>
    Object.fromEntries(
      Object.entries(slots as Record<string, Slot>).map(([key, slot]) => {
        const range = move(slot);
        return [key, { ...range, value: whole.slice(range.from, range.to) }];
      }),
    );
  return {
    ...judged,
    slots: slotsOf(judged.slots),
    spans: judged.spans.map(move),
    why: judged.why.map(move),
    choices: choicesAt(judged.choices, move),
    segments: judged.segments.map((part) => {
      const range = move({ from: part.from, to: part.to });
      return {
        ...part,
        ...range,
        text: whole.slice(range.from, range.to),
        slots: slotsOf(part.slots),
        spans: part.spans.map(move),
        why: part.why.map(move),
        choices: choicesAt(part.choices, move),
      };
    }),
  };
}
