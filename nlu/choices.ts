import type { TopicHit } from './topics.js';
import type { Choice, Reading, Why } from './understanding.js';

const OFFERED = 3;
/** Two values closer than this are not told apart. */
const CLOSE = 0.15;

type Part = Record<string, number>;

/** The likeliest values of a field, each with the words that speak for it. */
export function choicesOf(field: 'category' | 'hotline', part: Part, topics: TopicHit[]): Choice[] {
  return Object.entries(part)
    .sort((a, b) => b[1] - a[1])
    .slice(0, OFFERED)
    .map(([label, chance]) => {
      const code = label === 'none' ? null : label;
      const why = topics
        .filter((topic) => code !== null && topic[field] === code)
        .map(({ id, from, to }) => ({ stage: field, rule: id, label: code!, from, to }));
      return { code, chance, why };
    });
}

export function close(choices: Choice[]): boolean {
  const [first, second] = choices;
  return first !== undefined && second !== undefined && first.chance - second.chance < CLOSE;
}

/** The same choices with their words elsewhere. */
export function choicesAt(choices: Reading['choices'], move: (why: Why) => Why): Reading['choices'] {
  const moved = (list: Choice[]) => list.map((one) => ({ ...one, why: one.why.map(move) }));
  return { category: moved(choices.category), hotline: moved(choices.hotline) };
}
