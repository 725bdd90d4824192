/** What a read reads: the documents of a collection, or the rows that a view's pipeline gives. */

import { expressions } from './aggregate/expressions.js';
import { from, type Scope } from './aggregate/pipeline.js';
import { type Doc, encode, plain } from './bson.js';
import { compileFilter } from './match/filter.js';
import type { Found } from './match/paths.js';
import { type Selection, select } from './select.js';
import { selectFields } from './select-fields.js';
import { PAUSE, type Pause } from './turns.js';

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

/** Some top-level fields of what is read; the rows of a view come whole. */
export function* sourceFields(
  scope: Scope,
  name: string,
  selection: Selection,
  names: ReadonlySet<string>,
): Generator<Doc | Pause> {
  const collection = scope.store.catalog.find(scope.db, name);
  if (collection && !collection.view)
    yield* selectFields(scope.store.records, collection, selection, expressions(scope.variables), names);
  else for (const row of source(scope, name, selection)) yield row === PAUSE ? PAUSE : plain(row.bytes);
}

export function* source(scope: Scope, name: string, selection: Selection): Generator<Row | Pause> {
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
    yield row === PAUSE ? PAUSE : { bytes: encode(row), found: {} };
}
