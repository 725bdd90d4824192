/** The text of a message from a mail: subject, words, what could not be kept; within what a message may hold. */
import { LIMITS } from './limits.js';
import { FORWARDS, REPLIES } from './quote-words.js';
import { lineKey } from './quotes.js';
import { fill, WORDS } from './words.js';

/** No control signs, no half characters: no store and no screen takes them. */
export const tidy = (text: string): string =>
  text
    .replace(/\r\n?/g, '\n')
    .replace(/\p{Cc}/gu, (sign) => (sign === '\n' || sign === '\t' ? sign : ''))
    .replace(/\p{Surrogate}/gu, '\ufffd')
    .trim();

/** The subject stands before the words where it says something that they do not. */
export function withSubject(subject: string, words: string, fresh: boolean): string {
  const said = tidy(subject.replace(REPLIES, '').replace(FORWARDS, ''));
  const ours = said.startsWith(WORDS.out.subject);
  const answers = !fresh && REPLIES.test(subject);
  const known = said === '' || lineKey(words).includes(lineKey(said));
  return ours || answers || known ? words : `${fill(WORDS.in.subject, { subject: said })}\n${words}`.trim();
}

/** A mail without words and files still is a message: somebody pressed send. */
export function body(words: string, notes: string[], files: boolean): string {
  const text = tidy([words, ...notes].filter((part) => part !== '').join('\n\n'));
  return text === '' && !files ? WORDS.in.empty : text;
}

/** The beginning, by whole characters, and where the rest is. */
export function cut(text: string, name: string): string {
  const tail = `\n${fill(WORDS.in.cut, { name })}`;
  const head = text.slice(0, LIMITS.text - tail.length);
  return `${/[\ud800-\udbff]$/.test(head) ? head.slice(0, -1) : head}${tail}`;
}
