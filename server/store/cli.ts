/** `npm run -s store -- serve --listen 127.0.0.1:PORT --data DIR`: the embedded store alone, for any driver. */
import { parseArgs } from 'node:util';
import { openEmbedded } from './embedded/open.js';

const USAGE = 'store serve --listen HOST:PORT --data DIR\n';

function address(text: string): { host: string; port: number } | null {
  const match = /^(?:\[([^\]]+)\]|([^:]+)):(\d{1,5})$/.exec(text);
  const port = Number(match?.[3]);
  return match && port <= 65_535 ? { host: match[1] ?? match[2]!, port } : null;
}

function fail(text: string): never {
  process.stderr.write(`${text}\n`);
  process.exit(2);
}

function read(): { data: string; at: { host: string; port: number } } {
  try {
    const options = { listen: { type: 'string' }, data: { type: 'string' } } as const;
    const { values, positionals } = parseArgs({ options, allowPositionals: true });
    const at = address(values.listen ?? '');
    if (positionals.length === 1 && positionals[0] === 'serve' && at && values.data)
      return { data: values.data, at };
  } catch (error) {
    fail(`${(error as Error).message}\n${USAGE}`);
  }
  return fail(USAGE);
}

const { data, at } = read();
const opening = openEmbedded({
  dataDir: data,
  listen: at,
  onCrash: (error) => {
    process.stderr.write(`${error.stack ?? error.message}\n`);
    process.exit(1);
  },
});
let ending = false;
// Set before the store is open: whoever stops it early leaves no lock behind either.
for (const signal of ['SIGTERM', 'SIGINT'] as const) {
  process.on(signal, () => {
    if (ending) process.exit(1);
    ending = true;
    void opening.then((store) => store.close()).then(() => process.exit(0));
  });
}
try {
  const { port } = await opening;
  if (!ending)
    process.stdout.write(`mongodb://${at.host.includes(':') ? `[${at.host}]` : at.host}:${port}/\n`);
} catch (error) {
  fail((error as Error).message);
}
