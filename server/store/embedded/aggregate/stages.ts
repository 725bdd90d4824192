/** Which stages there are: those this store runs itself, those mingo runs, and those refused by name. */
import { type Doc, isDocument } from '../bson.js';
import { Fault } from '../faults.js';
import { checkExpression } from './expressions.js';

export const OWN = new Set([
  '$match',
  '$sort',
  '$limit',
  '$skip',
  '$count',
  '$lookup',
  '$unionWith',
  '$facet',
  '$bucket',
  '$bucketAuto',
  '$graphLookup',
  '$sample',
  '$sortByCount',
  '$unwind',
  '$out',
  '$merge',
]);

export const MINGO = new Set([
  '$addFields',
  '$set',
  '$unset',
  '$project',
  '$group',
  '$replaceRoot',
  '$replaceWith',
]);

/** They bring the documents themselves, and only to a pipeline over no collection (rootless.ts). */
export const FIRST = new Set(['$documents', '$listLocalSessions']);

/** MongoDB has them; here they are missing, or mingo's result was found to differ. */
const REFUSED = new Set([
  '$collStats',
  '$currentOp',
  '$densify',
  '$fill',
  '$geoNear',
  '$indexStats',
  '$listSessions',
  '$planCacheStats',
  '$redact',
  '$search',
  '$searchMeta',
  '$setWindowFields',
  '$vectorSearch',
]);

export function nameOf(stage: unknown): string {
  const names = isDocument(stage) ? Object.keys(stage) : [];
  if (names.length !== 1)
    throw new Fault(40323, 'A pipeline stage specification object must contain exactly one field.');
  return names[0]!;
}

/** Where a stage of this store's own has expressions. */
const EXPRESSIONS: Record<string, (spec: Doc) => unknown> = {
  $bucket: ({ groupBy, output }) => [groupBy, output],
  $bucketAuto: ({ groupBy, output }) => [groupBy, output],
  $graphLookup: ({ startWith }) => startWith,
};

export function checkStage(stage: Doc): string {
  const name = nameOf(stage);
  const spec = stage[name];
  if (OWN.has(name)) {
    if (isDocument(spec)) checkExpression(EXPRESSIONS[name]?.(spec));
    return name;
  }
  if (!MINGO.has(name)) {
    if (name === '$changeStream' || FIRST.has(name))
      throw new Fault(40602, `${name} is only valid as the first stage in a pipeline`);
    if (REFUSED.has(name))
      throw new Fault(238, `the embedded store does not support ${name}; use a MongoDB server`);
    throw new Fault(40324, `Unrecognized pipeline stage name: '${name}'`);
  }
  checkExpression(stage[name]);
  return name;
}
