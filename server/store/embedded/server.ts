/** The listening side: one connection's messages are served in order, connections do not wait for each other. */
import { createServer, type Server, type Socket } from 'node:net';
import { type Doc, exact } from './bson.js';
import { checkFields, type Peer } from './commands/command.js';
import { unmetConcern } from './commands/concerns.js';
import { COMMANDS } from './commands/index.js';
import { checkNumber, inTransaction, transact } from './commands/transaction.js';
import { asFault, Fault } from './faults.js';
import type { Store } from './store.js';
import { answer, Frames, OP, parse, type Request } from './wire.js';

export interface Listening {
  server: Server;
  close(): Promise<void>;
}

function failure(error: unknown): Doc {
  const fault = asFault(error);
  return { ok: 0, errmsg: fault.message, code: fault.code, codeName: fault.codeName, ...fault.extra };
}

const HELLO = new Set(['hello', 'ismaster', 'isMaster']);

/** A command that failed may have written all the same: it is told then too, as MongoDB does. */
async function serve(store: Store, request: Request, connection: Peer): Promise<Doc | Buffer> {
  const reply = await run(store, request, connection);
  const name = Object.keys(request.body)[0] ?? '';
  const writeConcernError = unmetConcern(name, request.body);
  return writeConcernError
    ? { ...(Buffer.isBuffer(reply) ? exact(reply) : reply), writeConcernError }
    : reply;
}

async function run(store: Store, request: Request, connection: Peer): Promise<Doc | Buffer> {
  const name = Object.keys(request.body)[0] ?? '';
  try {
    if (request.refused) throw request.refused;
    if (request.opCode === OP.query && !HELLO.has(name))
      throw new Fault(
        352,
        `Unsupported OP_QUERY command: ${name}. The client driver may require an upgrade.`,
      );
    const command = Object.hasOwn(COMMANDS, name) ? COMMANDS[name] : undefined;
    if (!command) throw new Fault(59, `no such command: '${name}'`);
    const db = request.body.$db;
    if (typeof db !== 'string' || db === '') throw new Fault(73, 'OP_MSG requests require a $db argument');
    const call = { store, name, db, body: request.body, sequences: request.sequences, connection };
    checkFields(call, command);
    if (request.body.lsid !== undefined) store.sessions.use(request.body.lsid, Date.now());
    if (!inTransaction(request.body)) checkNumber(call);
    return await (inTransaction(request.body) ? transact(call, command) : command.run(call));
  } catch (error) {
    return failure(error);
  }
}

/** What one sender may have waiting before it is made to wait itself: messages, and bytes of them. */
const MOST_WAITING = 64;
const MOST_WAITING_BYTES = 64 * 1024 * 1024;
/** Bytes of answers a peer may leave unread before its next question is looked at. */
const MOST_UNREAD = 32 * 1024 * 1024;

function read(socket: Socket, closing: AbortSignal): Promise<void> {
  if (socket.destroyed || closing.aborted || socket.writableLength < MOST_UNREAD) return Promise.resolve();
  return new Promise((resolve) => {
    socket.once('drain', resolve).once('close', resolve);
    closing.addEventListener('abort', () => resolve(), { once: true });
  });
}

function attend(
  store: Store,
  socket: Socket,
  connection: Peer,
  busy: Set<Promise<void>>,
  closing: AbortSignal,
): void {
  const frames = new Frames();
  const waiting: Buffer[] = [];
  let bytesWaiting = 0;
  const full = (): boolean => waiting.length >= MOST_WAITING || bytesWaiting >= MOST_WAITING_BYTES;
  let running = false;
  const work = async (): Promise<void> => {
    running = true;
    for (let bytes = waiting.shift(); bytes; bytes = waiting.shift()) {
      bytesWaiting -= bytes.length;
      const request = parse(bytes);
      const reply = await serve(store, request, connection);
      if (!request.silent && !socket.destroyed) socket.write(answer(request, reply, store.changes.last));
      await read(socket, closing);
      if (!full()) socket.resume();
    }
    running = false;
  };
  socket.on('data', (chunk) => {
    try {
      for (const whole of frames.push(chunk)) {
        waiting.push(whole);
        bytesWaiting += whole.length;
      }
    } catch {
      socket.destroy();
      return;
    }
    if (full()) socket.pause();
    if (running || waiting.length === 0) return;
    const job = work().catch(() => {
      waiting.length = 0;
      socket.destroy();
    });
    busy.add(job);
    void job.finally(() => busy.delete(job));
  });
  socket.on('error', () => socket.destroy());
}

function reached({ localAddress, localPort }: Socket): string | null {
  if (localAddress === undefined || localPort === undefined) return null;
  return `${localAddress.includes(':') ? `[${localAddress}]` : localAddress}:${localPort}`;
}

export type Address = { path: string } | { host: string; port: number };

export function listen(store: Store, address: Address): Promise<Listening> {
  const sockets = new Set<Socket>();
  const busy = new Set<Promise<void>>();
  const closing = new AbortController();
  let connections = 0;
  const server = createServer((socket) => {
    socket.setNoDelay(true);
    sockets.add(socket);
    socket.on('close', () => sockets.delete(socket));
    attend(store, socket, { id: ++connections, address: reached(socket) }, busy, closing.signal);
  });
  const close = async (): Promise<void> => {
    const closed = new Promise<void>((resolve) => server.close(() => resolve()));
    store.changes.close();
    closing.abort();
    // What was begun is finished and answered; then nobody is left to answer.
    await Promise.all(busy);
    for (const socket of sockets) socket.end();
    for (const socket of sockets) socket.destroySoon();
    await closed;
  };
  return new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen(
      { ...address, ...('path' in address ? { readableAll: false, writableAll: false } : {}) },
      () => {
        server.off('error', reject);
        resolve({ server, close });
      },
    );
  });
}
