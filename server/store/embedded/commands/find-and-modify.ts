import { pipelineUpdate } from '../aggregate/update-pipeline.js';
import { type Doc, exact } from '../bson.js';
import { Fault } from '../faults.js';
import { change, insertUpserted, type Manner, targets } from '../modify.js';
import { type Projector, readProjection } from '../project.js';
import { readSort } from '../sort.js';
import { readUpdate } from '../update/update.js';
import {
  type Command,
  collectionName,
  deadlineOf,
  documentOption,
  expressionsOf,
  flag,
  letOption,
} from './command.js';
import { kindOf } from './update.js';
import { write } from './write.js';

function shown(bytes: Buffer | null, project: Projector | null, found = {}): Doc | null {
  if (!bytes) return null;
  return exact(project ? project(exact(bytes), found) : bytes);
}

export const findAndModify: Command = {
  fields: [
    'query',
    'sort',
    'remove',
    'update',
    'new',
    'fields',
    'upsert',
    'arrayFilters',
    'hint',
    'let',
    'collation',
    'bypassDocumentValidation',
  ],
  run: (call) => {
    const { store, db, body } = call;
    const name = collectionName(call);
    const removing = flag(body, 'remove');
    const upsert = flag(body, 'upsert');
    const wantsNew = flag(body, 'new');
    if (!removing && body.update === undefined)
      throw new Fault(9, 'Either an update or remove=true must be specified');
    if (removing && body.update !== undefined)
      throw new Fault(9, 'Cannot specify both an update and remove=true');
    if (removing && upsert) throw new Fault(9, 'Cannot specify both upsert=true and remove=true');
    if (removing && wantsNew)
      throw new Fault(
        9,
        "Cannot specify both new=true and remove=true; 'remove' always returns the deleted document",
      );
    const filter = documentOption(body, 'query');
    const expression = expressionsOf(body);
    const project = readProjection(documentOption(body, 'fields'), expression);
    const target = {
      filter,
      sort: readSort(body.sort),
      hint: body.hint,
      multi: false,
      deadline: deadlineOf(body),
    };
    const spec = {
      update: body.update,
      arrayFilters: body.arrayFilters,
      variables: letOption(body),
      multi: false,
    };
    const updater = removing ? null : readUpdate(spec, expression, pipelineUpdate);
    return write(call, (): Doc => {
      const manner: Manner = {
        now: new Date(),
        kind: kindOf(body.update),
        bypass: flag(body, 'bypassDocumentValidation'),
      };
      const known = store.catalog.writable(db, name);
      const chosen = targets(store, known, target, expression)[0];
      if (chosen && !updater) {
        store.records.remove(known!, chosen.record, chosen.bytes);
        return { lastErrorObject: { n: 1 }, value: shown(chosen.bytes, project, chosen.found), ok: 1 };
      }
      if (chosen && updater) {
        const { before, after } = change(store, known!, chosen, updater, manner);
        const value = shown(wantsNew ? after : before, project, chosen.found);
        return { lastErrorObject: { n: 1, updatedExisting: true }, value, ok: 1 };
      }
      if (!updater) return { lastErrorObject: { n: 0 }, value: null, ok: 1 };
      if (!upsert) return { lastErrorObject: { n: 0, updatedExisting: false }, value: null, ok: 1 };
      const collection = store.catalog.ensure(db, name);
      const { id, bytes } = insertUpserted(store, collection, updater, filter, manner);
      return {
        lastErrorObject: { n: 1, updatedExisting: false, upserted: id },
        value: wantsNew ? shown(bytes, project) : null,
        ok: 1,
      };
    });
  },
};
