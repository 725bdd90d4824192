import { join } from 'node:path';
import { readLines, sourceRoom } from '../../nlu/corpus.js';

/** A sentence without marks and blanks, so that a comma does not make it a new one. */
export const bare = (text: string): string => text.replace(/[^\p{L}\p{N}]/gu, '');

export const anchorTexts = (): Set<string> =>
  new Set(readLines<{ text: string }>(join(sourceRoom, 'anchors.jsonl')).map(({ text }) => bare(text)));
