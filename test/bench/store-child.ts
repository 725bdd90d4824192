/** The embedded store alone in a process, on its Unix socket. `node store-child.js DIR` prints the socket. */
import { openEmbedded } from '../../server/store/embedded/open.js';

const began = performance.now();
const store = await openEmbedded({
  dataDir: process.argv[2] ?? '',
  listen: null,
  onCrash: (error) => {
    process.stderr.write(`${error.message}\n`);
    process.exit(1);
  },
});
process.stdout.write(`${store.socket} ${performance.now() - began}\n`);
process.on('SIGTERM', () => {
  void store.close().then(() => process.exit(0));
});
