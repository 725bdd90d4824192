/** `$`, `$[]` and `$[name]` in update paths, turned into the indexes they mean for one document. */
import { type Doc, getOwn, isDocument } from '../bson.js';
import { Fault } from '../faults.js';
import { compileFilter, type Expression } from '../match/filter.js';
import type { Test } from '../match/operators.js';
import type { Found } from '../match/paths.js';

export type ArrayFilters = Map<string, Test>;

const EACH = /^\$\[(.*)\]$/;

function identifierOf(filter: Doc): string {
  const names = new Set<string>();
  const visit = (part: Doc): void => {
    for (const [key, value] of Object.entries(part)) {
      if (key.startsWith('$')) {
        if (Array.isArray(value)) for (const item of value) if (isDocument(item)) visit(item);
      } else names.add(key.split('.')[0]!);
    }
  };
  visit(filter);
  if (names.size !== 1)
    throw new Fault(9, 'Error parsing array filter :: caused by :: Expected a single top-level field name');
  const name = [...names][0]!;
  if (!/^[a-z][a-zA-Z0-9]*$/.test(name))
    throw new Fault(
      2,
      `Error parsing array filter :: caused by :: The top-level field name must be an alphanumeric string beginning with a lowercase letter, found '${name}'`,
    );
  return name;
}

export function readArrayFilters(
  filters: unknown,
  paths: readonly string[][],
  expression: Expression,
): ArrayFilters {
  const found: ArrayFilters = new Map();
  if (filters !== undefined && !Array.isArray(filters)) throw new Fault(14, 'arrayFilters must be an array');
  for (const filter of (filters as unknown[] | undefined) ?? []) {
    if (!isDocument(filter)) throw new Fault(14, 'each array filter must be an object');
    const name = identifierOf(filter);
    if (found.has(name))
      throw new Fault(9, `Found multiple array filters with the same top-level field name ${name}`);
    found.set(name, compileFilter(filter, expression));
  }
  const used = new Set(
    paths.flatMap((path) => path.map((segment) => EACH.exec(segment)?.[1]).filter(Boolean)),
  );
  for (const name of found.keys())
    if (!used.has(name))
      throw new Fault(9, `The array filter for identifier '${name}' was not used in the update`);
  for (const path of paths) {
    for (const segment of path) {
      const name = EACH.exec(segment)?.[1];
      if (name && !found.has(name))
        throw new Fault(2, `No array filter found for identifier '${name}' in path '${path.join('.')}'`);
    }
  }
  return found;
}

/** The plain paths that this path means in this document. */
export function expand(doc: Doc, path: readonly string[], filters: ArrayFilters, found: Found): string[][] {
  let open: { path: string[]; value: unknown }[] = [{ path: [], value: doc }];
  for (const segment of path) {
    const next: typeof open = [];
    for (const { path: done, value } of open) {
      const each = EACH.exec(segment);
      if (segment === '$') {
        if (found.index === undefined)
          throw new Fault(2, 'The positional operator did not find the match needed from the query.');
        const index = String(found.index);
        next.push({ path: [...done, index], value: Array.isArray(value) ? value[found.index] : undefined });
      } else if (each) {
        if (value === undefined)
          throw new Fault(
            2,
            `The path '${done.join('.')}' must exist in the document in order to apply array updates.`,
          );
        if (!Array.isArray(value))
          throw new Fault(2, `Cannot apply array updates to non-array element ${done.join('.')}`);
        const test = each[1] ? filters.get(each[1])! : () => true;
        for (const [i, item] of value.entries())
          if (!each[1] || test({ [each[1]]: item })) next.push({ path: [...done, String(i)], value: item });
      } else {
        const inner = Array.isArray(value)
          ? value[Number(segment)]
          : isDocument(value)
            ? getOwn(value, segment)
            : undefined;
        next.push({ path: [...done, segment], value: inner });
      }
    }
    open = next;
  }
  return open.map(({ path: done }) => done);
}
