/**
 * May what was left out be left out? Inside a clause nothing may go that changes what it says: a negation, a modal
 * word, a number, a condition, one thing of a list, what it begins with. A whole clause before others may go where it sets no condition;
 * behind them, where it makes no exception.
 */
import { isNumber, type Token, WORDS } from './tokens.js';

const has = (text: string, words: readonly string[]): boolean => words.some((word) => text.includes(word));

export function dropped(approved: readonly Token[], used: readonly boolean[]): string | null {
  const count = (approved.at(-1)?.clause ?? -1) + 1;
  const clauses = Array.from({ length: count }, (_, clause) => {
    const at = approved.flatMap((token, i) => (token.clause === clause ? [i] : []));
    const out = at.filter((i) => !used[i]);
    return {
      text: at.map((i) => approved[i]!.text).join(''),
      whole: out.length === at.length,
      left: out.map((i) => approved[i]!.text),
      // Pieces apart stay apart, or 「当…地」 would read as one word.
      leftText: at.map((i) => (used[i] ? '|' : approved[i]!.text)).join(''),
    };
  });
  const kept = clauses.flatMap((clause, i) => (clause.whole ? [] : [i]));
  const first = kept[0];
  const last = kept.at(-1);
  if (first === undefined || last === undefined) return 'nothing';
  for (const [i, clause] of clauses.entries()) {
    if (clause.whole) {
      if (i > last) {
        if (has(clause.text, WORDS.exception)) return clause.text;
      } else if (
        WORDS.opening.some((word) => clause.text.endsWith(word)) ||
        has(clause.text, WORDS.conditional)
      )
        return clause.text;
      continue;
    }
    // What a clause begins with governs it: 「请说」, 「严禁」, whose it is.
    if (clause.leftText[0] !== '|') return clause.text;
    const bad = clause.left.find(isNumber) ?? WORDS.critical.find((word) => clause.leftText.includes(word));
    if (bad !== undefined) return bad;
  }
  return null;
}
