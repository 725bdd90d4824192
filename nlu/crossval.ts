import type { Row } from './corpus.js';
import { examplesOf, lentExamples, train } from './fit.js';
import { folds, isTest } from './folds.js';
import { predictAll } from './predict.js';
import { type Report, report, type Said } from './score.js';

/**
 * Stratified cross-validation of the whole pipeline: heads trained anew for each fold, rules fixed.
 * The test part is reported apart; its rows are predicted by heads that never saw them, like all others.
 */
export function evaluate(rows: Row[], count: number): Record<string, Report> {
  const fold = folds(rows, count);
  const examples = examplesOf(rows);
  const lent = lentExamples();
  const said: Said[] = new Array(rows.length);
  for (let k = 0; k < count; k++) {
    const model = train(
      examples.filter((_, i) => fold[i] !== k),
      lent,
    );
    const held = rows.map((_, i) => i).filter((i) => fold[i] === k);
    predictAll(
      model,
      held.map((i) => rows[i]!),
    ).forEach((one, j) => {
      said[held[j]!] = one;
    });
  }
  const part = (test: boolean) => {
    const chosen = rows.map((_, i) => i).filter((i) => isTest(rows[i]!) === test);
    return report(
      chosen.map((i) => rows[i]!),
      chosen.map((i) => said[i]!),
    );
  };
  return { all: report(rows, said), development: part(false), test: part(true) };
}
