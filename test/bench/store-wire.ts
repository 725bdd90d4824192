/**
 * The store asked through bare sockets, and the driver answered by nobody: what of a figure is the store's and what
 * is the driver's own. On a slow machine a driver's call costs more than the store's whole work.
 */
import { once } from 'node:events';
import { connect, createServer, type Socket } from 'node:net';
import { join } from 'node:path';
import { answer, Frames, parse } from '../../server/store/embedded/wire.js';
import { message, sequenceOf } from '../store/raw-wire.js';
import { freshDir, removeDir } from './child.js';
import { row, seconds } from './store-rows.js';

/** One question at a time on one connection. */
async function asker(path: string): Promise<{ ask: (bytes: Buffer) => Promise<void>; socket: Socket }> {
  const socket = connect(path);
  await once(socket, 'connect');
  const frames = new Frames();
  let answered = (): void => undefined;
  socket.on('data', (chunk) => {
    for (const _ of frames.push(chunk)) answered();
  });
  const ask = (bytes: Buffer): Promise<void> =>
    new Promise((resolve) => {
      answered = resolve;
      socket.write(bytes);
    });
  return { ask, socket };
}

/** Inserts a second of so many clients, each waiting for its answer; `from` is the first free number. */
export async function insertsBySocket(
  path: string,
  clients: number,
  each: number,
  from: number,
): Promise<number> {
  const askers = await Promise.all(Array.from({ length: clients }, () => asker(path)));
  const questions = askers.map((_, client) =>
    Array.from({ length: each }, (_, i) =>
      message({ insert: 'rows', $db: 'bench' }, 0, [
        sequenceOf('documents', [{ ...row(from + client * each + i) }]),
      ]),
    ),
  );
  const took = await seconds(() =>
    Promise.all(
      askers.map(async ({ ask }, client) => {
        for (const question of questions[client]!) await ask(question);
      }),
    ),
  );
  for (const { socket } of askers) socket.destroy();
  return (clients * each) / took;
}

const HELLO = {
  ...{ helloOk: true, isWritablePrimary: true, maxBsonObjectSize: 16_777_216, ok: 1 },
  ...{ maxMessageSizeBytes: 48_000_000, maxWriteBatchSize: 100_000, minWireVersion: 0, maxWireVersion: 21 },
};

/** A socket that knows two answers: who it is, and one document to every find. */
export async function parrot(): Promise<{ path: string; stop: () => Promise<void> }> {
  const dir = await freshDir();
  const path = join(dir, 'parrot.sock');
  const found = { cursor: { id: 0n, ns: 'bench.rows', firstBatch: [row(1)] }, ok: 1 };
  const sockets = new Set<Socket>();
  const server = createServer((socket) => {
    const frames = new Frames();
    sockets.add(socket);
    socket.on('error', () => socket.destroy());
    socket.on('data', (chunk) => {
      for (const whole of frames.push(chunk)) {
        const request = parse(whole);
        socket.write(answer(request, 'find' in request.body ? found : HELLO, { second: 1, nth: 1 }));
      }
    });
  });
  server.listen(path);
  await once(server, 'listening');
  return {
    path,
    async stop() {
      for (const socket of sockets) socket.destroy();
      server.close();
      await removeDir(dir);
    },
  };
}
