import { UUID } from 'bson';
import { type Doc, MAX_DOCUMENT } from '../bson.js';
import { IDLE_MS } from '../cursors.js';
import { EVERY_MS } from '../expire.js';
import { Fault } from '../faults.js';
import { SESSION_MS, sessionOf } from '../sessions.js';
import { VERSION } from '../version.js';
import { MAX_MESSAGE } from '../wire.js';
import { type Command, MOST_STATEMENTS } from './command.js';

const WIRE_VERSION = 21;

const SET_NAME = 'jiesu';

/**
 * It answers as the primary of a replica set of one: only then do drivers send retryable writes, transactions
 * and change streams. Its member is the address the sender reached it at, so that any driver finds it again.
 */
function replicaSet(address: string | null): Doc {
  if (address === null) return { setName: SET_NAME, setVersion: 1, secondary: false };
  return {
    ...{ setName: SET_NAME, setVersion: 1, secondary: false },
    ...{ hosts: [address], me: address, primary: address },
  };
}

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
    ...replicaSet(connection.address),
    connectionId: connection.id,
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
    storageEngine: { name: 'lmdb', persistent: true, refusal: store.base.refusal()?.message ?? null },
    metrics: { cursor: { open: { total: store.cursors.size } } },
    transactions: { currentOpen: store.transactions.size },
    ok: 1,
  }),
};

const PARAMETERS: Doc = {
  enableTestCommands: false,
  featureCompatibilityVersion: { version: '7.0' },
  transactionLifetimeLimitSeconds: 60,
  localLogicalSessionTimeoutMinutes: SESSION_MS / 60_000,
  ttlMonitorEnabled: true,
  ttlMonitorSleepSecs: EVERY_MS / 1000,
  cursorTimeoutMillis: IDLE_MS,
};

export const getParameter: Command = {
  fields: ['allParameters', 'comment', ...Object.keys(PARAMETERS)],
  run: ({ body }) => {
    if (body.getParameter === '*' || body.allParameters === true) return { ...PARAMETERS, ok: 1 };
    const asked = Object.keys(PARAMETERS).filter((name) => name in body);
    if (asked.length === 0) throw new Fault(72, 'no option found to get');
    return { ...Object.fromEntries(asked.map((name) => [name, PARAMETERS[name]])), ok: 1 };
  },
};

/** Tools ask it for the server's options; there are none that concern them. */
export const getCmdLineOpts: Command = { fields: [], run: () => ({ argv: ['jiesu'], parsed: {}, ok: 1 }) };

export const connectionStatus: Command = {
  fields: ['showPrivileges'],
  run: () => ({
    authInfo: { authenticatedUsers: [], authenticatedUserRoles: [], authenticatedUserPrivileges: [] },
    ok: 1,
  }),
};

export const startSession: Command = {
  fields: [],
  run: () => ({
    id: { id: new UUID().toBinary() },
    timeoutMinutes: SESSION_MS / 60_000,
    ok: 1,
  }),
};

/** The sessions a command names. */
function named(body: Doc, name: string): Buffer[] {
  const list = body[name];
  if (!Array.isArray(list)) throw new Fault(14, `BSON field '${name}.${name}' must be an array`);
  return list.flatMap((lsid) => sessionOf({ lsid }) ?? []);
}

export const endSessions: Command = {
  fields: [],
  run: async ({ body, name, store }) => {
    const sessions = named(body, name);
    store.transactions.end(sessions);
    store.sessions.over(sessions);
    store.cursors.end(sessions.map((session) => session.toString('hex')));
    if (sessions.some((session) => store.sessions.has(session)))
      await store.tree.write(() => store.sessions.end(sessions));
    return { ok: 1 };
  },
};

export const refreshSessions: Command = {
  fields: [],
  run: ({ body, name }) => {
    named(body, name);
    return { ok: 1 };
  },
};
