import { MAX_DOCUMENT } from '../bson.js';
import { MAX_MESSAGE } from '../wire.js';
import { type Command, MOST_STATEMENTS } from './command.js';

/** What the answers are modelled on. */
export const VERSION = '7.0.0';
const WIRE_VERSION = 21;

/**
 * Sessions are accepted and mean nothing here (a driver makes them by itself); a server that names no replica
 * set gets neither transactions nor retryable writes.
 */
export const hello: Command = {
  fields: [
    'helloOk',
    'client',
    'compression',
    'hello',
    'isMaster',
    'ismaster',
    'saslSupportedMechs',
    'speculativeAuthenticate',
    'topologyVersion',
    'maxAwaitTimeMS',
    'loadBalanced',
    'backpressure',
  ],
  run: ({ connection, name }) => ({
    helloOk: true,
    ...(name === 'hello' ? { isWritablePrimary: true } : { ismaster: true }),
    maxBsonObjectSize: MAX_DOCUMENT,
    maxMessageSizeBytes: MAX_MESSAGE,
    maxWriteBatchSize: MOST_STATEMENTS,
    localTime: new Date(),
    logicalSessionTimeoutMinutes: 30,
    connectionId: connection,
    minWireVersion: 0,
    maxWireVersion: WIRE_VERSION,
    readOnly: false,
    ok: 1,
  }),
};

export const ping: Command = { fields: [], run: () => ({ ok: 1 }) };

export const buildInfo: Command = {
  fields: [],
  run: () => ({
    version: VERSION,
    versionArray: [7, 0, 0, 0],
    gitVersion: 'jiesu embedded store',
    modules: [],
    bits: 64,
    debug: false,
    maxBsonObjectSize: MAX_DOCUMENT,
    storageEngines: ['lmdb'],
    ok: 1,
  }),
};

export const serverStatus: Command = {
  fields: ['repl', 'metrics', 'locks', 'network', 'opcounters', 'connections'],
  run: ({ store }) => ({
    version: VERSION,
    process: 'jiesu-store',
    pid: process.pid,
    uptime: Math.floor((Date.now() - store.startedAt.getTime()) / 1000),
    localTime: new Date(),
    storageEngine: { name: 'lmdb', persistent: true },
    metrics: { cursor: { open: { total: store.cursors.size } } },
    ok: 1,
  }),
};

/** It has no parameters to tell; `featureCompatibilityVersion` is what test runners ask for. */
export const getParameter: Command = {
  fields: ['featureCompatibilityVersion', 'allParameters'],
  run: () => ({ featureCompatibilityVersion: { version: '7.0' }, ok: 1 }),
};

export const connectionStatus: Command = {
  fields: ['showPrivileges'],
  run: () => ({ authInfo: { authenticatedUsers: [], authenticatedUserRoles: [] }, ok: 1 }),
};

export const session: Command = {
  fields: [],
  run: ({ body, name }) => ({
    ...(name === 'startSession' ? { id: body.lsid ?? null, timeoutMinutes: 30 } : {}),
    ok: 1,
  }),
};
