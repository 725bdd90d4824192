/** The commands, one line each. What is not here answers CommandNotFound. */
import { aggregate } from './aggregate.js';
import { collMod } from './coll-mod.js';
import {
  create,
  drop,
  dropDatabase,
  listCollections,
  listDatabases,
  renameCollection,
} from './collections.js';
import type { Command } from './command.js';
import { count, distinct } from './count.js';
import { remove } from './delete.js';
import {
  buildInfo,
  connectionStatus,
  endSessions,
  getCmdLineOpts,
  getParameter,
  hello,
  ping,
  refreshSessions,
  serverStatus,
  startSession,
} from './diagnostic.js';
import { explain } from './explain.js';
import { find, getMore, killCursors } from './find.js';
import { findAndModify } from './find-and-modify.js';
import { createIndexes, dropIndexes, listIndexes } from './indexes.js';
import { insert } from './insert.js';
import { abortTransaction, commitTransaction } from './transaction.js';
import { update } from './update.js';

export const COMMANDS: Record<string, Command> = {
  hello,
  ismaster: hello,
  isMaster: hello,
  ping,
  buildInfo,
  buildinfo: buildInfo,
  serverStatus,
  getParameter,
  getCmdLineOpts,
  connectionStatus,
  startSession,
  endSessions,
  refreshSessions,
  killSessions: endSessions,
  insert,
  update,
  delete: remove,
  findAndModify,
  findandmodify: findAndModify,
  find,
  getMore,
  killCursors,
  aggregate,
  explain,
  count,
  distinct,
  create,
  collMod,
  renameCollection,
  drop,
  dropDatabase,
  listCollections,
  listDatabases,
  createIndexes,
  dropIndexes,
  deleteIndexes: dropIndexes,
  listIndexes,
  commitTransaction,
  abortTransaction,
};
