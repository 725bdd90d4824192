/** The service in a process of its own, with rates that let one address play many citizens. */
import { createApp } from '../../server/app.js';
import { readConfig } from '../../server/config.js';
import { NO_RATES, silent } from '../support/house.js';

const config = readConfig({ PORT: '0', HOST: '127.0.0.1', DATA_DIR: process.argv[2] ?? '' });
const app = await createApp(config, silent, { limits: NO_RATES, socketsPerAddress: 100_000 });
const { port } = await app.start();
process.stdout.write(`${port}\n`);
process.on('SIGTERM', () => {
  app.stop().then(
    () => process.exit(0),
    () => process.exit(1),
  );
});
