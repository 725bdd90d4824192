/**
 * Lays a worded sentence over one sentence of an approved text: in its order, in pieces of at least two tokens, with
 * nothing in between but words that say nothing. What was left out is told, for the checks to judge.
 */
import { plain, type Token, tokensOf, WORDS } from './tokens.js';

export interface Aligned {
  /** Of each token of the approved sentence: was it said? */
  used: boolean[];
}

const FILLERS = WORDS.fillers.map((word) => tokensOf(plain(word)).map(({ text }) => text));
const LEAST = 2;

const runs = (said: readonly Token[], at: number, words: readonly string[]): boolean =>
  words.every((word, i) => said[at + i]?.text === word);

interface Step {
  /** End in the approved sentence; the smaller, the more may still follow. */
  end: number;
  back: number;
  /** Length of the piece; 0 = a filler. */
  piece: number;
}

/** Null where it can't be laid over it at all. */
export function align(said: readonly Token[], approved: readonly Token[]): Aligned | null {
  const best: (Step | undefined)[] = [{ end: 0, back: -1, piece: 0 }];
  const offer = (to: number, step: Step) => {
    const there = best[to];
    if (!there || step.end < there.end) best[to] = step;
  };
  for (let at = 0; at < said.length; at++) {
    const from = best[at];
    if (!from) continue;
    for (const filler of FILLERS)
      if (runs(said, at, filler)) offer(at + filler.length, { end: from.end, back: at, piece: 0 });
    for (let start = from.end; start < approved.length; start++) {
      let length = 0;
      while (
        at + length < said.length &&
        start + length < approved.length &&
        said[at + length]!.text === approved[start + length]!.text
      ) {
        length++;
        if (length >= LEAST || said.length === length)
          offer(at + length, { end: start + length, back: at, piece: length });
      }
    }
  }
  let last = best[said.length];
  if (!last) return null;
  const used = approved.map(() => false);
  while (last && last.back >= 0) {
    for (let i = 0; i < last.piece; i++) used[last.end - 1 - i] = true;
    last = best[last.back];
  }
  return { used };
}

/** The first tokens that stand nowhere in the approved text: what was put in. */
export function foreign(said: readonly Token[], approved: ReadonlySet<string>): string[] {
  const out: string[] = [];
  for (let at = 0; at < said.length; ) {
    const filler = FILLERS.filter((words) => runs(said, at, words)).sort((a, b) => b.length - a.length)[0];
    if (!filler && !approved.has(said[at]!.text)) out.push(said[at]!.text);
    at += filler?.length ?? 1;
  }
  return out;
}
