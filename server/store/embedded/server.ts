/** The listening side: one connection's messages are served in order, connections do not wait for each other. */
import { createServer, type Server, type Socket } from 'node:net';
import type { Doc } from './bson.js';
import { checkFields } from './commands/command.js';
import { COMMANDS } from './commands/index.js';
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

async function serve(store: Store, request: Request, connection: number): Promise<Doc | Buffer> {
  const name = Object.keys(request.body)[0] ?? '';
  try {
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
    return await command.run(call);
  } catch (error) {
    return failure(error);
  }
}

/** What one sender may have waiting before it is made to wait itself. */
const MOST_WAITING = 64;

function attend(store: Store, socket: Socket, connection: number, busy: Set<Promise<void>>): void {
  const frames = new Frames();
  const waiting: Buffer[] = [];
  let running = false;
  const work = async (): Promise<void> => {
    running = true;
    for (let bytes = waiting.shift(); bytes; bytes = waiting.shift()) {
      const request = parse(bytes);
      const reply = await serve(store, request, connection);
      if (!request.silent && !socket.destroyed) socket.write(answer(request, reply));
      if (waiting.length < MOST_WAITING) socket.resume();
    }
    running = false;
  };
  socket.on('data', (chunk) => {
    try {
      waiting.push(...frames.push(chunk));
    } catch {
      socket.destroy();
      return;
    }
    if (waiting.length >= MOST_WAITING) socket.pause();
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

export type Address = { path: string } | { host: string; port: number };

export function listen(store: Store, address: Address): Promise<Listening> {
  const sockets = new Set<Socket>();
  const busy = new Set<Promise<void>>();
  let connections = 0;
  const server = createServer((socket) => {
    socket.setNoDelay(true);
    sockets.add(socket);
    socket.on('close', () => sockets.delete(socket));
    attend(store, socket, ++connections, busy);
  });
  const close = async (): Promise<void> => {
    const closed = new Promise<void>((resolve) => server.close(() => resolve()));
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
