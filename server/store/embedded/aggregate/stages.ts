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
  '$out',
  '$merge',
]);

export const MINGO = new Set([
  '$addFields',
  '$set',
  '$unset',
  '$project',
  '$group',
  '$unwind',
  '$replaceRoot',
  '$replaceWith',
  '$sortByCount',
  '$sample',
]);

/** MongoDB has them; here they are missing, or mingo's result was found to differ. */
const REFUSED = new Set([
  '$bucket',
  '$bucketAuto',
  '$changeStream',
  '$collStats',
  '$currentOp',
  '$densify',
  '$documents',
  '$fill',
  '$geoNear',
  '$graphLookup',
  '$indexStats',
  '$listLocalSessions',
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

export function checkStage(stage: Doc): string {
  const name = nameOf(stage);
  if (OWN.has(name)) return name;
  if (!MINGO.has(name)) {
    if (REFUSED.has(name))
      throw new Fault(238, `the embedded store does not support ${name}; use a MongoDB server`);
    throw new Fault(40324, `Unrecognized pipeline stage name: '${name}'`);
  }
  checkExpression(stage[name]);
  return name;
}
