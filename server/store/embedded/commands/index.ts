/** The commands, one line each. What is not here answers CommandNotFound. */
import { Fault } from '../faults.js';
import { aggregate } from './aggregate.js';
import { create, drop, dropDatabase, listCollections, listDatabases } from './collections.js';
import type { Command } from './command.js';
import { count, distinct } from './count.js';
import { remove } from './delete.js';
import {
  buildInfo,
  connectionStatus,
  getParameter,
  hello,
  ping,
  serverStatus,
  session,
} from './diagnostic.js';
import { find, getMore, killCursors } from './find.js';
import { findAndModify } from './find-and-modify.js';
import { createIndexes, dropIndexes, listIndexes } from './indexes.js';
import { insert } from './insert.js';
import { update } from './update.js';

/** Known to MongoDB, refused here with the reason. */
const refusedTransaction: Command = {
  fields: [],
  run: () => {
    throw new Fault(20, 'Transaction numbers are only allowed on a replica set member or mongos');
  },
};

export const COMMANDS: Record<string, Command> = {
  hello,
  ismaster: hello,
  isMaster: hello,
  ping,
  buildInfo,
  buildinfo: buildInfo,
  serverStatus,
  getParameter,
  connectionStatus,
  startSession: session,
  endSessions: session,
  refreshSessions: session,
  killSessions: session,
  insert,
  update,
  delete: remove,
  findAndModify,
  findandmodify: findAndModify,
  find,
  getMore,
  killCursors,
  aggregate,
  count,
  distinct,
  create,
  drop,
  dropDatabase,
  listCollections,
  listDatabases,
  createIndexes,
  dropIndexes,
  deleteIndexes: dropIndexes,
  listIndexes,
  commitTransaction: refusedTransaction,
  abortTransaction: refusedTransaction,
};
