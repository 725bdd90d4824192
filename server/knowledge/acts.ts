/**
 * What is asked to be done (换、补、迁、继承) or told (多少钱、多久): a neighbour of the right item shares the thing and not the
 * act, and no threshold tells the two apart. What is to be done must stand in the questions an item answers, for an answer
 * names many acts in passing (「也可申请检定」); a value is looked for in the answer too. An item that does not speak of the
 * act is no answer; it is still offered.
 */
import { readFileSync } from 'node:fs';

interface Act {
  act: string;
  /** Only the questions of an item count; absent = its answer as well. */
  in?: 'questions';
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
  const questions = [title, ...similar].join('\n');
  const whole = `${questions}\n${answer}`;
  return wanted.every(({ in: only, asked, known }) => {
    const said = only ? questions : whole;
    return [...known, ...asked].some((word) => said.includes(word));
  });
}
