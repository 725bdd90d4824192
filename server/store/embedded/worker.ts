/** The store's own thread: opens the data, listens, and closes when it is told to. */
import { parentPort, workerData } from 'node:worker_threads';
import { type Address, listen } from './server.js';
import { openStore } from './store.js';

const { dataDir, address } = workerData as { dataDir: string; address: Address };

const port = parentPort!;
const store = openStore(dataDir);
const listening = await listen(store, address);
const bound = listening.server.address();

port.on('message', async () => {
  await listening.close();
  await store.close();
  port.postMessage('closed');
  port.close();
});
port.postMessage({ port: typeof bound === 'object' && bound ? bound.port : null });
