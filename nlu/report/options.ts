import { parseArgs } from 'node:util';
import type { Part } from '../folds.js';
import { fill, words } from './words.js';

export interface Options {
  /** A file of labelled messages; null: a part of the corpus. */
  file: string | null;
  part: Extract<Part, 'test' | 'held'>;
  html: string | null;
  json: string | null;
  second: boolean;
  mistakes: boolean;
}

/** Options, or why they cannot be followed. */
export function optionsOf(args: string[]): Options | { refused: string } {
  const refused = (reason: string) => ({ refused: `${reason}\n${words.faults.usage}` });
  const text = { type: 'string' } as const;
  const flag = { type: 'boolean', default: false } as const;
  let given: ReturnType<typeof parse>;
  function parse() {
    return parseArgs({
      args,
      options: { file: text, part: text, html: text, json: text, second: flag, mistakes: flag },
    }).values;
  }
  try {
    given = parse();
  } catch (error) {
    return refused(fill(words.faults.option, { problem: (error as Error).message }));
  }
  const { file = null, part, html = null, json = null, second, mistakes } = given;
  if (part !== undefined && part !== 'test' && part !== 'held')
    return refused(fill(words.faults.part, { got: part }));
  if (file !== null && part !== undefined) return refused(words.faults.both);
  if (second && (file !== null || part !== undefined || mistakes)) return refused(words.faults.alone);
  return { file, part: part ?? 'test', html, json, second, mistakes };
}
