/** A letter with its words, read from its thread. */
import type { MessageDoc } from '../intake/journal.js';
import type { LineStore } from '../store/lines.js';
import type { Letter } from './letter.js';
import type { Known } from './personal.js';
import { LETTERS } from './words.js';

export interface Told {
  title: string;
  content: string;
  known: Known;
  lines: MessageDoc[];
  /** What was answered, whole; '' = nothing yet. */
  reply: string;
  repliedAt: Date | null;
}

/** A letter with more lines than this is read at its beginning. */
const WHOLE = 1000;

/** An answer is a person's words, or approved ones; that it arrived, was filed or waits is none. */
const ANSWERS = new Set(['answer', 'refuse']);

export async function told(lines: Pick<LineStore, 'after'>, letter: Letter): Promise<Told> {
  const rows = await lines.after(letter.thread, 0, WHOLE);
  const first = rows.find((line) => line.from === 'citizen');
  const people = rows.filter((line) => line.from === 'agent' && !line.order);
  const approved = rows.filter((line) => line.from === 'bot' && ANSWERS.has(line.decision ?? ''));
  const answers = people.length > 0 ? people : approved;
  const one = [...people, ...approved].sort((a, b) => a.seq - b.seq)[0];
  const fields = first?.fields;
  return {
    // Where discipline or a secret was told, the stub stands in place of the words.
    title: fields?.title ?? LETTERS.redacted,
    content: fields?.content ?? first?.text ?? '',
    known: { name: fields?.name ?? '', phone: fields?.phone ?? '' },
    lines: rows,
    reply: answers.map((line) => line.text).join('\n\n'),
    repliedAt: one?.at ?? null,
  };
}
