/**
 * A citizen's answer in the model's words, as far as every word is borne out. What leaves early leaves checked; one
 * bad sentence, and the whole is the approved text verbatim.
 */
import type { Asked, Model } from '../calls.js';
import type { Passage } from '../decision.js';
import { type Check, faultOf, type Said } from './check.js';
import { answerPrompt } from './prompt.js';
import { readAnswer } from './read.js';

export interface Worded {
  text: string;
  /** Those that were used, in the order of their first sentence. */
  passages: Passage[];
}

export interface Wording {
  question: string;
  /** Best first; all may be told to this citizen now. */
  passages: readonly Passage[];
  within: number;
  signal?: AbortSignal;
  /** Sentences so far, checked: shown while the rest is being written. */
  show?: (text: string) => void;
  /** For the tests of the checks alone. */
  off?: ReadonlySet<Check>;
}

const ENDED = /[。！？；.!?;]$/u;
const joined = (sentences: readonly Said[]): string =>
  sentences.map(({ text }) => (ENDED.test(text) ? text : `${text}。`)).join('');

/** Longer than what is approved it cannot be an excerpt of it. */
const longest = (passages: readonly Passage[]): number =>
  Math.max(...passages.map(({ answer }) => answer.length)) * 1.5;

export async function wordAnswer(
  model: Pick<Model, 'ask'>,
  { question, passages, within, signal, show, off }: Wording,
): Promise<Worded | null> {
  let good = 0;
  let fault: string | null = null;
  const judge = (whole: string): void => {
    const { enough, sentences } = readAnswer(whole);
    if (enough === false) fault ??= 'notEnough';
    for (const said of sentences.slice(good)) {
      if (fault !== null) return;
      const found = faultOf(said, passages, off);
      if (found) fault = `dropped:${found.check}.${found.kind}`;
      else good++;
    }
    const text = joined(sentences.slice(0, good));
    if (text.length > longest(passages)) fault ??= 'dropped:long';
  };
  let shown = 0;
  const asked: Asked = await model.ask({
    purpose: 'answer',
    prompt: answerPrompt(question, passages),
    within,
    ...(signal ? { signal } : {}),
    take(whole) {
      judge(whole);
      if (fault !== null) return true;
      const { enough, sentences } = readAnswer(whole);
      if (enough === true && good > shown) {
        shown = good;
        show?.(joined(sentences.slice(0, good)));
      }
      return false;
    },
    verdict: () => fault ?? 'ok',
  });
  if ('lacking' in asked || fault !== null) return null;
  const { enough, sentences, whole } = readAnswer(asked.text);
  if (!whole || enough !== true || sentences.length === 0 || good !== sentences.length) return null;
  const used = [...new Set(sentences.map(({ passage }) => passages[passage - 1]!))];
  return { text: joined(sentences), passages: used };
}
