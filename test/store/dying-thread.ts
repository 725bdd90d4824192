/** A store's thread that opens, and dies of an error the first time it is spoken to. */

import { createServer } from 'node:net';
import { parentPort, workerData } from 'node:worker_threads';

const server = createServer((socket) => {
  socket.on('data', () => {
    throw new Error('the disk is gone');
  });
});
server.listen((workerData as { address: { path: string } }).address, () =>
  parentPort!.postMessage({ port: null }),
);
