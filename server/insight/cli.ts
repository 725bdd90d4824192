/** `npm run insight -- check [DATA_DIR]`: counts every order anew and says where the figures differ. The service must be stopped: the embedded store has one owner. */
import { readConfig } from '../config.js';
import { openDatabase } from '../store/connect.js';
import { insightStore } from '../store/insight.js';
import { ticketStore } from '../store/tickets.js';
import { recount } from './tally.js';
import { WORDS } from './words.js';

const [command, dataDir] = process.argv.slice(2);
if (command !== 'check') {
  process.stderr.write(`${WORDS.usage}\n`);
  process.exit(2);
}
const config = readConfig(dataDir === undefined ? process.env : { ...process.env, DATA_DIR: dataDir });
const database = await openDatabase({ uri: config.mongodbUri, dataDir: config.dataDir });
try {
  const { orders, differs } = await recount(
    ticketStore(database.connection),
    insightStore(database.connection),
  );
  for (const line of differs) process.stdout.write(`${line}\n`);
  process.stdout.write(
    `${WORDS.checked.replace('{orders}', String(orders)).replace('{n}', String(differs.length))}\n`,
  );
  process.exitCode = differs.length === 0 ? 0 : 1;
} finally {
  await database.close();
}
