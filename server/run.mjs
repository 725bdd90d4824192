/**
 * `node server/run.mjs <name> …`: the house's own programs, built first when the build is older than the
 * sources. Only the program itself writes to stdout.
 */
import { spawnSync } from 'node:child_process';
import { dirname, join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';

const PROGRAMS = {
  store: 'server/store/cli.js',
  'store:kills': 'test/store/kill-loop.js',
  understand: 'nlu/cli-understand.js',
  'nlu:train': 'nlu/train.js',
  'nlu:eval': 'nlu/eval.js',
  'nlu:eval knowledge': 'server/knowledge/evaluate/cli.js',
  'nlu:duplicates': 'nlu/duplicates/cli.js',
  'nlu:encoder': 'nlu/encoder/make.js',
  'nlu:knowledge': 'server/knowledge/make.js',
  ask: 'server/knowledge/cli-ask.js',
  policy: 'server/policy/cli.js',
  insight: 'server/insight/cli.js',
  env: 'server/cli-env.js',
  bench: 'test/bench/main.js',
  redteam: 'test/redteam/main.js',
  'demo:wechat': 'test/support/wechat/demo.js',
  'demo:wechaty': 'test/support/mock-wechaty/main.js',
  'gateway:check': 'channels/gateway/check/main.js',
};

const root = join(dirname(fileURLToPath(import.meta.url)), '..');
const name = process.argv[2] ?? '';
if (!Object.hasOwn(PROGRAMS, name)) {
  process.stderr.write(`node server/run.mjs <${Object.keys(PROGRAMS).join('|')}> …\n`);
  process.exit(2);
}
const built = spawnSync(process.execPath, [join(root, 'server', 'build.mjs'), '--if-stale'], {
  cwd: root,
  stdio: ['ignore', 'ignore', 'inherit'],
});
if (built.status !== 0) process.exit(built.status ?? 1);
// The program sees its own arguments where it expects them; a word of its name stays among them.
const program = join(root, 'dist', PROGRAMS[`${name} ${process.argv[3]}`] ?? PROGRAMS[name]);
process.argv.splice(1, 2, program);
await import(pathToFileURL(program).href);
