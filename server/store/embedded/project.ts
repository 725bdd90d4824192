/** What of a document a find gives back: fields in or out, slices, one matching element, computed values. */
import { DBRef } from 'bson';
import {
  type Doc,
  encode,
  getOwn,
  isDocument,
  isNumber,
  setOwn,
  simplify,
  toNumber,
  truthy,
} from './bson.js';
import { Fault } from './faults.js';
import { compileFilter, type Expression } from './match/filter.js';
import { field, type Test } from './match/operators.js';
import type { Found } from './match/paths.js';

export type Projector = (doc: Doc, found: Found) => Buffer;

interface Tree extends Map<string, Tree | true> {}

type Shape = (value: unknown[], found: Found) => unknown[] | undefined;

interface Parts {
  mode: 'in' | 'out' | null;
  tree: Tree;
  shapes: { path: string[]; shape: Shape }[];
  computed: { path: string[]; compute: (doc: Doc) => unknown }[];
  keepId: boolean | null;
}

function plant(tree: Tree, path: string[]): void {
  let here = tree;
  for (const [i, segment] of path.entries()) {
    const inner = here.get(segment);
    if (inner === true || (i === path.length - 1 && inner))
      throw new Fault(31249, `Path collision at ${path.join('.')}`);
    if (i === path.length - 1) here.set(segment, true);
    else if (inner) here = inner;
    else {
      const next: Tree = new Map();
      here.set(segment, next);
      here = next;
    }
  }
}

function included(doc: Doc, tree: Tree): Doc {
  const out: Doc = {};
  for (const key of Object.keys(doc)) {
    const branch = tree.get(key);
    if (!branch) continue;
    const value = doc[key];
    if (branch === true) setOwn(out, key, value);
    else if (Array.isArray(value)) setOwn(out, key, includedIn(value, branch));
    else if (isDocument(value)) setOwn(out, key, included(value, branch));
  }
  return out;
}

function includedIn(list: unknown[], tree: Tree): unknown[] {
  return list.flatMap((item) => {
    if (Array.isArray(item)) return [includedIn(item, tree)];
    return isDocument(item) ? [included(item, tree)] : [];
  });
}

function excluded(value: unknown, tree: Tree): unknown {
  if (Array.isArray(value)) return value.map((item) => excluded(item, tree));
  if (!isDocument(value)) return value;
  const out: Doc = {};
  for (const key of Object.keys(value)) {
    const branch = tree.get(key);
    if (branch === true) continue;
    setOwn(out, key, branch ? excluded(value[key], branch) : value[key]);
  }
  return out;
}

function slice(operand: unknown): Shape {
  const list = Array.isArray(operand) ? operand.map(toNumber) : [toNumber(operand)];
  if (list.some((n) => n === undefined || !Number.isInteger(n)) || list.length > 2)
    throw new Fault(28724, 'First argument to $slice must be an array or a number');
  const [first, count] = list as number[];
  if (count === undefined) return (value) => (first! >= 0 ? value.slice(0, first) : value.slice(first));
  if (count <= 0) throw new Fault(28724, '$slice limit must be positive');
  return (value) => {
    const start = first! < 0 ? Math.max(0, value.length + first!) : first!;
    return value.slice(start, start + count);
  };
}

function elementShape(operand: unknown, expression: Expression): Shape {
  if (!isDocument(operand)) throw new Fault(2, 'elemMatch: Invalid argument, object required');
  const inner = (filter: Doc, level: number): Test => compileFilter(filter, expression, level);
  const test = Object.keys(operand)[0]?.startsWith('$') ? field([], operand, inner, 1) : inner(operand, 1);
  return (value) => {
    const hit = value.find((item) => test(item));
    return hit === undefined ? undefined : [hit];
  };
}

/** Cuts the array at the path; where the shape gives nothing, the field goes. */
function reshape(doc: Doc, path: string[], shape: Shape, found: Found): void {
  const [head, ...rest] = path;
  const value = getOwn(doc, head!);
  if (rest.length > 0) {
    for (const item of Array.isArray(value) ? value : [value])
      if (isDocument(item)) reshape(item, rest, shape, found);
    return;
  }
  if (!Array.isArray(value)) return;
  const next = shape(value, found);
  if (next === undefined) delete doc[head!];
  else setOwn(doc, head!, next);
}

function place(doc: Doc, path: string[], value: unknown): void {
  const [head, ...rest] = path;
  if (rest.length === 0) {
    if (value !== undefined) setOwn(doc, head!, value);
    return;
  }
  const inner = getOwn(doc, head!);
  const next = isDocument(inner) ? inner : {};
  place(next, rest, value);
  setOwn(doc, head!, next);
}

function choose(parts: Parts, mode: 'in' | 'out', path: string): void {
  if (parts.mode !== null && parts.mode !== mode)
    throw new Fault(
      mode === 'out' ? 31254 : 31253,
      `Cannot do ${mode === 'out' ? 'exclusion' : 'inclusion'} on field ${path} in ${mode === 'out' ? 'inclusion' : 'exclusion'} projection`,
    );
  parts.mode = mode;
}

const positionalShape: Shape = (value, found) => {
  if (found.index === undefined)
    throw new Fault(
      51246,
      "Executor error during find command :: caused by :: positional operator '.$' couldn't find a matching element in the array",
    );
  return value.slice(found.index, found.index + 1);
};

function readOne(parts: Parts, path: string, raw: unknown, expression: Expression): void {
  const value = simplify(raw);
  const segments = path.split('.');
  if (path === '' || segments.includes(''))
    throw new Fault(40352, 'FieldPath cannot be constructed with empty string');
  if (isNumber(value) || typeof value === 'boolean') {
    const wanted = truthy(value);
    if (path === '_id') {
      parts.keepId = wanted;
      return;
    }
    if (segments.at(-1) === '$') {
      const at = segments.slice(0, -1);
      choose(parts, 'in', path);
      plant(parts.tree, at);
      parts.shapes.push({ path: at, shape: positionalShape });
      return;
    }
    choose(parts, wanted ? 'in' : 'out', path);
    plant(parts.tree, segments);
    return;
  }
  if (isDocument(value) && !(value instanceof DBRef)) {
    if ('$slice' in value && !(Array.isArray(value.$slice) && typeof value.$slice[0] === 'string')) {
      parts.shapes.push({ path: segments, shape: slice(value.$slice) });
      if (parts.mode === 'in') plant(parts.tree, segments);
      return;
    }
    if ('$elemMatch' in value) {
      choose(parts, 'in', path);
      plant(parts.tree, segments);
      parts.shapes.push({ path: segments, shape: elementShape(value.$elemMatch, expression) });
      return;
    }
    if ('$meta' in value) throw new Fault(2, 'the embedded store does not support $meta');
  }
  choose(parts, 'in', path);
  const compute = expression(value);
  parts.computed.push({ path: segments, compute });
}

/** Null where the whole document is wanted: then its bytes go out as they are. */
export function readProjection(projection: Doc, expression: Expression): Projector | null {
  const entries = Object.entries(projection);
  if (entries.length === 0) return null;
  const parts: Parts = { mode: null, tree: new Map(), shapes: [], computed: [], keepId: null };
  for (const [path, value] of entries) readOne(parts, path, value, expression);
  if (parts.mode === null && parts.keepId === true && parts.shapes.length === 0) parts.mode = 'in';
  const { mode, tree, shapes, computed, keepId } = parts;
  if (mode === 'in') {
    if (keepId !== false && !tree.has('_id')) tree.set('_id', true);
  } else if (keepId === false) tree.set('_id', true);
  return (doc, found) => {
    const source = computed.length > 0 ? (simplify(doc) as Doc) : doc;
    const out = mode === 'in' ? included(doc, tree) : (excluded(doc, tree) as Doc);
    for (const { path, shape } of shapes) reshape(out, path, shape, found);
    for (const { path, compute } of computed) place(out, path, compute(source));
    return encode(out);
  };
}
