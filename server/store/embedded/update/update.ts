/** The three forms of an update: modifiers, a whole document, a pipeline; and what an upsert starts from. */
import { ObjectId } from 'bson';
import { cloneValue, type Doc, getOwn, isDocument, setOwn, simplify, typeOf } from '../bson.js';
import { Fault } from '../faults.js';
import { equal } from '../keys.js';
import { type Expression, isOperators } from '../match/filter.js';
import type { Found } from '../match/paths.js';
import { isRegex } from '../match/regex.js';
import { type Occasion, readModifiers } from './modifiers.js';
import { placeOf } from './places.js';

/** Gives the document after the update; the given one may be changed on the way. */
export type Updater = (doc: Doc, occasion: Occasion) => Doc;

export type Pipeline = (stages: Doc[], variables: Doc) => (doc: Doc) => Doc;

const STAGES = new Set(['$set', '$addFields', '$unset', '$project', '$replaceRoot', '$replaceWith']);

/** Where a pipeline left a value as it was, it keeps its own number type. */
function restored(before: unknown, after: unknown): unknown {
  if (Array.isArray(before) && Array.isArray(after)) return after.map((item, i) => restored(before[i], item));
  if (isDocument(before) && isDocument(after)) {
    const out: Doc = {};
    for (const key of Object.keys(after)) setOwn(out, key, restored(getOwn(before, key), after[key]));
    return out;
  }
  return before !== undefined && equal(before, after) ? before : after;
}

function readPipeline(stages: unknown[], variables: Doc, pipeline: Pipeline): Updater {
  for (const stage of stages) {
    const name = isDocument(stage) ? Object.keys(stage)[0] : undefined;
    if (!name || Object.keys(stage as Doc).length !== 1)
      throw new Fault(40323, 'A pipeline stage specification object must contain exactly one field.');
    if (!STAGES.has(name)) {
      if (/^\$[a-z]/i.test(name)) throw new Fault(72, `${name} is not allowed to be used within an update`);
      throw new Fault(40324, `Unrecognized pipeline stage name: '${name}'`);
    }
  }
  const run = pipeline(stages as Doc[], variables);
  return (doc) => {
    const result = run(simplify(doc) as Doc);
    return restored(doc, '_id' in result || !('_id' in doc) ? result : { _id: doc._id, ...result }) as Doc;
  };
}

/** Keeps the old _id in front. */
function replacement(update: Doc): Updater {
  for (const key of Object.keys(update))
    if (key.startsWith('$'))
      throw new Fault(
        52,
        `The dollar ($) prefixed field '${key}' in '${key}' is not allowed in the context of an update's replacement document. Consider using an aggregation pipeline with $replaceWith.`,
      );
  return (doc) => {
    const { _id, ...rest } = cloneValue(update) as Doc;
    const id = _id ?? doc._id;
    return id === undefined ? rest : { _id: id, ...rest };
  };
}

export interface UpdateSpec {
  update: unknown;
  arrayFilters: unknown;
  variables: Doc;
  multi: boolean;
}

export function readUpdate(spec: UpdateSpec, expression: Expression, pipeline: Pipeline): Updater {
  const { update, arrayFilters, variables, multi } = spec;
  if (Array.isArray(update)) {
    if (arrayFilters !== undefined)
      throw new Fault(9, 'arrayFilters may not be specified for pipeline-syle updates');
    return readPipeline(update, variables, pipeline);
  }
  if (!isDocument(update)) throw new Fault(9, 'Update argument must be either an object or an array');
  if (!Object.keys(update)[0]?.startsWith('$')) {
    if (multi) throw new Fault(9, 'multi update is not supported for replacement-style update');
    if (arrayFilters !== undefined)
      throw new Fault(9, 'arrayFilters may not be specified for replacement-style updates');
    return replacement(update);
  }
  const apply = readModifiers(update, arrayFilters, expression);
  return (doc, occasion) => {
    apply(doc, occasion);
    return doc;
  };
}

/** MongoDB's two limits on an _id: it never changes, and it is no array, regular expression or undefined. */
export function checkId(id: unknown): void {
  const type = typeOf(id);
  if (type === 'array' || type === 'regex' || type === 'undefined')
    throw new Fault(53, `The '_id' value cannot be of type ${type}`);
  if (isDocument(id)) {
    const bad = Object.keys(id).find((key) => key.startsWith('$') && !['$ref', '$id', '$db'].includes(key));
    if (bad)
      throw new Fault(52, `_id fields may not contain '$'-prefixed fields: ${bad} is not valid for storage.`);
  }
}

export function updated(updater: Updater, doc: Doc, now: Date, found: Found): Doc {
  const id = cloneValue(doc._id);
  const after = updater(cloneValue(doc) as Doc, { now, inserting: false, found });
  if (!('_id' in after) || !equal(after._id, id))
    throw new Fault(66, "Performing an update on the path '_id' would modify the immutable field '_id'");
  return after;
}

/** The equalities of a filter, which an upserted document begins with. */
function fromFilter(filter: Doc, doc: Doc): void {
  for (const [key, value] of Object.entries(filter)) {
    if (key === '$and' && Array.isArray(value)) {
      for (const item of value) if (isDocument(item)) fromFilter(item, doc);
    } else if (key === '$or' && Array.isArray(value) && value.length === 1 && isDocument(value[0])) {
      fromFilter(value[0], doc);
    } else if (!key.startsWith('$')) {
      let wanted: unknown;
      if (!isOperators(value)) wanted = isRegex(value) ? undefined : value;
      else if ('$eq' in value) wanted = value.$eq;
      else if (Array.isArray(value.$all) && value.$all.length === 1) wanted = value.$all[0];
      else if (Array.isArray(value.$in) && value.$in.length === 1) wanted = value.$in[0];
      if (wanted !== undefined && !isRegex(wanted))
        placeOf(doc, key.split('.'), true)!.set(cloneValue(wanted));
    }
  }
}

export function upserted(updater: Updater, filter: Doc, isReplacement: boolean, now: Date): Doc {
  const seed: Doc = {};
  fromFilter(filter, seed);
  const start = isReplacement ? ('_id' in seed ? { _id: seed._id } : {}) : seed;
  const wantedId = cloneValue(start._id);
  const after = updater(start, { now, inserting: true, found: {} });
  if (wantedId !== undefined && !equal(after._id, wantedId))
    throw new Fault(66, "Performing an update on the path '_id' would modify the immutable field '_id'");
  const { _id, ...rest } = after;
  const id = '_id' in after && _id !== undefined ? _id : new ObjectId();
  checkId(id);
  return { _id: id, ...rest };
}
