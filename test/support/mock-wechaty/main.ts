/**
 * `npm run demo:wechaty`: a real house and a town of made-up people, in a terminal. A line is what the person at
 * hand says; `@张三` makes another person speak. Data lie in a new folder unless DATA_DIR names one.
 */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { createApp } from '../../../server/app.js';
import { readConfig } from '../../../server/config.js';
import { silent } from '../house.js';
import { buildTown } from './town.js';
import { WORDS } from './words.js';

const own = process.env.DATA_DIR ? null : await mkdtemp(join(tmpdir(), 'jiesu-wechaty-'));
/** Who has spoken and not been answered yet. */
const waiting = new Set<string>();
const town = buildTown((name, text) => {
  waiting.delete(name);
  process.stdout.write(`\n【12345 → ${name}】${text}\n`);
});
const config = readConfig({
  PORT: '0',
  HOST: '127.0.0.1',
  ...process.env,
  DATA_DIR: process.env.DATA_DIR ?? own ?? '',
});
const app = await createApp(config, silent, { channels: [town.channel] });
const { port } = await app.start();

let name: string = WORDS.first;
process.stdout.write(
  `${WORDS.hello.replace('{port}', String(port)).replace('{password}', app.firstPassword ?? '')}\n`,
);
const lines = createInterface({ input: process.stdin });
for await (const line of lines) {
  const text = line.trim();
  if (text.startsWith('@')) {
    name = text.slice(1).trim() || name;
    process.stdout.write(`${WORDS.now.replace('{name}', name)}\n`);
  } else if (text !== '') {
    waiting.add(name);
    town.person(name).say(text);
  }
}
// What was said last is still answered.
for (let looks = 0; waiting.size > 0 && looks < 100; looks++)
  await new Promise((resolve) => setTimeout(resolve, 100));
await app.stop();
if (own) await rm(own, { recursive: true, force: true });
