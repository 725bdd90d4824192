/**
 * What is asked to be done (换、补、迁、继承、多少钱): a neighbour of the right item shares the thing and not the act, and no
 * threshold tells the two apart. An item that never speaks of the act is no answer; it is still offered.
 */
import { readFileSync } from 'node:fs';

interface Act {
  act: string;
  /** By which a question asks for it. */
  asked: string[];
  /** By which a text shows that it speaks of it; the words of `asked` do too. */
  known: string[];
}

const ACTS = JSON.parse(readFileSync(new URL('./words/acts.json', import.meta.url), 'utf8')) as Act[];

export interface Spoken {
  title: string;
  similar: readonly string[];
  answer: string;
}

export function speaksOf(question: string, { title, similar, answer }: Spoken): boolean {
  const wanted = ACTS.filter(({ asked }) => asked.some((word) => question.includes(word)));
  if (wanted.length === 0) return true;
  const said = [title, ...similar, answer].join('\n');
  return wanted.every(({ asked, known }) => [...known, ...asked].some((word) => said.includes(word)));
}
