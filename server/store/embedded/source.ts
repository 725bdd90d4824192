/** What a read reads: the documents of a collection, or the rows that a view's pipeline gives. */

import { expressions } from './aggregate/expressions.js';
import { from, type Scope } from './aggregate/pipeline.js';
import { type Doc, encode } from './bson.js';
import { compileFilter } from './match/filter.js';
import type { Found } from './match/paths.js';
import { type Selection, select } from './select.js';

export interface Row {
  bytes: Buffer;
  found: Found;
}

function asStages({ filter, sort, skip, limit }: Selection): Doc[] {
  const order = Object.fromEntries(sort.map(({ path, descending }) => [path, descending ? -1 : 1]));
  return [
    { $match: filter },
    ...(sort.length > 0 ? [{ $sort: order }] : []),
    ...(skip > 0 ? [{ $skip: skip }] : []),
    ...(limit > 0 ? [{ $limit: limit }] : []),
  ];
}

export function* source(scope: Scope, name: string, selection: Selection): Generator<Row> {
  const collection = scope.store.catalog.find(scope.db, name);
  if (!collection) {
    // A bad filter is a bad filter even where there is nothing to search.
    compileFilter(selection.filter, expressions(scope.variables));
    return;
  }
  if (!collection.view) {
    yield* select(scope.store.records, collection, selection, expressions(scope.variables));
    return;
  }
  for (const row of from(scope, name, asStages(selection), selection.hint))
    yield { bytes: encode(row), found: {} };
}
