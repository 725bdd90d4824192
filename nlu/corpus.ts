import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

/** A labelled message, as nlu/labels.md says. */
export interface Row {
  text: string;
  channel: string;
  gate: string;
  reason: string | null;
  type: string;
  category: string | null;
  hotline: string | null;
  region: string | null;
  urgency: string;
}

/** The source tree, from the compiled file: dist/nlu/corpus.js. */
export const sourceRoom = fileURLToPath(new URL('../../nlu/', import.meta.url));

export function readLines<T>(path: string): T[] {
  return readFileSync(path, 'utf8')
    .split('\n')
    .filter((line) => line.trim() !== '')
    .map((line) => JSON.parse(line) as T);
}

/** `files`: names that begin so, such as `t`; all of them where absent. */
export function readCorpus(files: readonly string[] = [''], folder = join(sourceRoom, 'corpus')): Row[] {
  return readdirSync(folder)
    .filter((name) => name.endsWith('.jsonl') && files.some((start) => name.startsWith(start)))
    .sort()
    .flatMap((name) => readLines<Row>(join(folder, name)));
}
