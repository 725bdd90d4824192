/** `npm run -s store -- WHAT …`: the embedded store alone, and what can be done with its folder. */
import { parseArgs } from 'node:util';
import { openEmbedded } from './embedded/open.js';
import { backup, compact, restore } from './tools/copy.js';
import { exportAll } from './tools/export.js';
import { importAll } from './tools/import.js';
import { repair } from './tools/repair.js';
import { stats } from './tools/stats.js';
import { verify } from './tools/verify.js';

const USAGE = `store serve --listen HOST:PORT --data DIR
store verify DIR             every page, document and index entry; nothing may run
store repair DIR             what can be read, in a new file; the old one stays beside it
store backup DIR TO          one moment of it into a new folder, beside a running service
store restore FROM DIR       a backup into a folder without a store
store compact DIR            the same without free pages; nothing may run
store stats DIR              sizes and counts, beside a running service
store export DIR TO [--form json|bson]   for mongoimport (Extended JSON) or mongorestore, beside a running service
store import FROM DIR        what export, mongoexport or mongodump wrote; nothing may run
`;

function fail(text: string, code = 2): never {
  process.stderr.write(`${text}\n`);
  process.exit(code);
}

function address(text: string): { host: string; port: number } | null {
  const match = /^(?:\[([^\]]+)\]|([^:]+)):(\d{1,5})$/.exec(text);
  const port = Number(match?.[3]);
  return match && port <= 65_535 ? { host: match[1] ?? match[2]!, port } : null;
}

async function serve(data: string, at: { host: string; port: number }): Promise<void> {
  const opening = openEmbedded({
    dataDir: data,
    listen: at,
    onCrash: (error) => fail(error.stack ?? error.message, 1),
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
  const { port } = await opening;
  if (!ending)
    process.stdout.write(`mongodb://${at.host.includes(':') ? `[${at.host}]` : at.host}:${port}/\n`);
}

const tell = (line: object): void => void process.stdout.write(`${JSON.stringify(line, null, 2)}\n`);

async function proof(dir: string): Promise<void> {
  const found = await verify(dir);
  tell(found);
  if (found.faults.length > 0) process.exitCode = 1;
}

/** Name, and how many folders it takes. */
const TOOLS: Record<string, [number, (a: string, b: string, form: string) => Promise<void>]> = {
  verify: [1, proof],
  repair: [1, async (dir) => tell(await repair(dir, new Date().toISOString().replaceAll(/[:.]/g, '-')))],
  backup: [2, async (dir, to) => tell(await backup(dir, to))],
  restore: [2, async (from, dir) => tell(restore(from, dir))],
  compact: [1, async (dir) => tell(await compact(dir))],
  stats: [1, async (dir) => tell(await stats(dir))],
  export: [2, async (dir, to, form) => tell(await exportAll(dir, to, form === 'bson' ? 'bson' : 'json'))],
  import: [2, async (from, dir) => tell(await importAll(from, dir))],
};

function read(): () => Promise<void> {
  const options = {
    listen: { type: 'string' },
    data: { type: 'string' },
    form: { type: 'string', default: 'json' },
  } as const;
  try {
    const { values, positionals } = parseArgs({ options, allowPositionals: true });
    const [name = '', ...folders] = positionals;
    const { data, form } = values;
    const at = address(values.listen ?? '');
    if (name === 'serve' && folders.length === 0 && at && data) return () => serve(data, at);
    const tool = Object.hasOwn(TOOLS, name) ? TOOLS[name] : undefined;
    if (tool && folders.length === tool[0] && ['json', 'bson'].includes(form))
      return () => tool[1](folders[0]!, folders[1] ?? '', form);
  } catch (error) {
    fail(`${(error as Error).message}\n${USAGE}`);
  }
  return fail(USAGE);
}

try {
  await read()();
} catch (error) {
  fail((error as Error).message);
}
