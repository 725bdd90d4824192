/**
 * A house with the channel of one rig, in a process of its own that kills itself at the nth passing of a
 * named step: `node channel-house.js DIR RIG STEP NTH`, the channel's settings in the environment. Prints its
 * port; its log goes to stderr. STEP 'none' lives until it is told to stop.
 */
import { createApp } from '../../server/app.js';
import { readConfig } from '../../server/config.js';
import type { Log } from '../../server/http/log.js';
import { RIGS } from '../contracts/rigs.js';
import { NO_RATES } from './house.js';
import { independentEnv } from './independent.js';
import { quickNlu } from './quick-nlu.js';

const [dir = '', rig = '', step = 'none', nth = '1'] = process.argv.slice(2);
const found = RIGS[rig];
if (!found) throw new Error(`no rig ${rig}`);
const kinds = found.kind ? [found.kind] : [];
const tell = (level: string) => (fields: object, message: string) => {
  process.stderr.write(`${JSON.stringify({ level, message, ...fields })}\n`);
};
/** A line a request would be measured too. */
const debug = process.env.BENCH_DELIVERIES ? () => {} : tell('debug');
const log: Log = { debug, info: tell('info'), warn: tell('warn'), error: tell('error') };
let passed = 0;

const config = readConfig(
  { ...process.env, PORT: '0', HOST: '127.0.0.1', DATA_DIR: dir, ...independentEnv(dir) },
  kinds,
);
const app = await createApp(config, log, {
  limits: NO_RATES,
  patience: 60_000,
  kinds,
  nlu: quickNlu(),
  backoff: () => 200,
  settle: { quiet: 20, longest: 200 },
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
