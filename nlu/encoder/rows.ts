import { createHash } from 'node:crypto';
import { join } from 'node:path';
import { readCorpus, readLines, sourceRoom } from '../corpus.js';
import { partOf } from '../folds.js';
import { readable } from './text.js';

/** What one stage of training reads. */
export interface Lessons {
  /** Corpus files, by the beginning of their names. */
  files: readonly string[];
  /** The short sentences with a gate. */
  anchors: boolean;
}

interface Anchor {
  text: string;
  gate: string;
}
interface Item {
  id: string;
  title: string;
  answer: string;
  similar: string[];
}

const deal = (text: string) => createHash('sha256').update(text).digest()[0]!;

/** Messages the encoder learns from (and those it is watched by), as the service will read them; never the test part. */
export function trainingRows({ files, anchors }: Lessons): object[] {
  const rows = readCorpus(files).flatMap((row) => {
    const part = partOf(row);
    if (part === 'test') return [];
    const accepted = row.gate === 'accept' && row.category !== null;
    return [{ ...row, text: readable(row.text), part, hotline: accepted ? (row.hotline ?? 'none') : null }];
  });
  const short = anchors ? readLines<Anchor>(join(sourceRoom, 'anchors.jsonl')) : [];
  return [...rows, ...short.map((anchor) => ({ ...anchor, text: readable(anchor.text), part: 'train' }))];
}

/** The half of the first 260 items by which the search is scored (`server/knowledge/eval.ts`) is left out. */
export function trainingItems(): object[] {
  return ['knowledge.jsonl', 'knowledge-b.jsonl', 'knowledge-c.jsonl'].flatMap((name, first) =>
    readLines<Item>(join(sourceRoom, name))
      .filter(({ id, similar }) => similar.length > 0 && (first > 0 || deal(id) % 2 === 0))
      .map(({ id, title, answer, similar }) => ({
        ...{ id, title: readable(title), answer: readable(answer) },
        similar: similar.map(readable),
      })),
  );
}
