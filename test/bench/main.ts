/** `npm run bench -- [name …] [--json FILE]`: measures, and prints a table. Never part of the tests. */
import { writeFileSync } from 'node:fs';
import { chat } from './chat.js';
import { doors } from './doors.js';
import { duplicates } from './duplicates.js';
import { knowledge } from './knowledge.js';
import { lists } from './lists.js';
import { nlu } from './nlu.js';
import { orders } from './orders.js';
import { type Figure, machine, table } from './report.js';
import { sockets } from './sockets.js';
import { start } from './start.js';
import { store } from './store.js';
import { year } from './year.js';

const BENCHES: Record<string, () => Promise<Figure[]>> = {
  chat,
  start,
  store,
  sockets,
  nlu,
  duplicates,
  knowledge,
  doors,
  orders,
  year,
  lists,
};

const args = process.argv.slice(2);
const at = args.indexOf('--json');
const file = at < 0 ? null : (args.splice(at, 2)[1] ?? null);
const names = args.length > 0 ? args : Object.keys(BENCHES);
const figures: Figure[] = [];
for (const name of names) {
  const bench = BENCHES[name];
  if (!bench) {
    process.stderr.write(`no bench “${name}”: ${Object.keys(BENCHES).join(', ')}\n`);
    process.exit(2);
  }
  process.stderr.write(`${name} …\n`);
  figures.push(...(await bench()));
}
const command = `npm run bench${args.length > 0 ? ` -- ${args.join(' ')}` : ''}`;
process.stdout.write(`${table(figures, command)}\n`);
if (file)
  writeFileSync(
    file,
    `${JSON.stringify({ machine: machine(), command, at: new Date().toISOString(), figures }, null, 2)}\n`,
  );
process.exit(0);
