/**
 * What nothing can be faster than here: express takes a JSON body, one journal document is flushed, 200 goes
 * back. `node bare.js DIR` prints its port.
 */
import type { AddressInfo } from 'node:net';
import express from 'express';
import { openDatabase } from '../../server/store/connect.js';
import { journalStore } from '../../server/store/journal.js';

const database = await openDatabase({ uri: null, dataDir: process.argv[2] ?? '' });
const journal = journalStore(database.connection);
await journal.init();
const app = express();
let count = 0;
app.post('/', express.json(), async (req, res) => {
  const id = `bare:${++count}`;
  const actor = { kind: 'system' as const, id: 'bench', role: 'SYSTEM' };
  const rest = { actor, claims: [id], changes: [], policy: '', applied: true };
  await journal.insert({ _id: id, at: new Date(), before: req.body as Record<string, unknown>, ...rest });
  res.status(200).end();
});
const server = app.listen(0, '127.0.0.1', () => {
  process.stdout.write(`${(server.address() as AddressInfo).port}\n`);
});
process.on('SIGTERM', () => {
  server.closeAllConnections();
  server.close(() => database.close().then(() => process.exit(0)));
});
