/**
 * A process that kills itself at the nth passing of a named step: `node crash-house.js DIR STEP NTH`. Prints
 * its port when it listens. STEP 'none' lives until it is told to stop.
 */
import { createApp } from '../../server/app.js';
import { readConfig } from '../../server/config.js';
import { NO_RATES, silent } from './house.js';
import { independentEnv } from './independent.js';

const [dir = '', step = 'none', nth = '1'] = process.argv.slice(2);
let passed = 0;

const { GATEWAY_PARTNERS } = process.env;
const partners = GATEWAY_PARTNERS ? { GATEWAY_PARTNERS } : {};
const config = readConfig({
  ...{ PORT: '0', HOST: '127.0.0.1', DATA_DIR: dir },
  ...partners,
  ...independentEnv(dir),
});
const app = await createApp(config, silent, {
  limits: NO_RATES,
  patience: 60_000,
  at(name) {
    if (name !== step) return;
    passed += 1;
    // No handler, no flush, no good-bye: what a power cut leaves.
    if (passed === Number(nth)) process.kill(process.pid, 'SIGKILL');
  },
});
const { port } = await app.start();
process.stdout.write(`${port}\n`);
process.on('SIGTERM', () => {
  app.stop().then(
    () => process.exit(0),
    () => process.exit(1),
  );
});
