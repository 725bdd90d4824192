import { createHash } from 'node:crypto';
import type { Row } from './corpus.js';

const number = (text: string) =>
  Number.parseInt(createHash('sha1').update(text).digest('hex').slice(0, 8), 16);

/** Every fifth message by a hash of its text: the part nobody reads row by row when tuning rules. */
export const isTest = (row: { text: string }): boolean => number(row.text) % 5 === 0;

/** Fold of each row, stratified by gate and reason: rows of one stratum are dealt out in hash order. */
export function folds(rows: Row[], count: number): Int32Array {
  const result = new Int32Array(rows.length);
  const strata = new Map<string, number[]>();
  rows.forEach((row, i) => {
    const key = `${row.gate}/${row.reason ?? ''}/${row.reason ? '' : row.type}`;
    const list = strata.get(key);
    if (list) list.push(i);
    else strata.set(key, [i]);
  });
  let deal = 0;
  for (const list of strata.values()) {
    list.sort((a, b) => number(`f${rows[a]!.text}`) - number(`f${rows[b]!.text}`));
    for (const i of list) result[i] = deal++ % count;
  }
  return result;
}
