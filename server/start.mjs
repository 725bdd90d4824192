/** `npm start`: builds what is missing, then starts. Plain JavaScript, because nothing is compiled yet. */
import { spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';

const build = spawnSync(
  process.execPath,
  [fileURLToPath(new URL('./build.mjs', import.meta.url)), '--if-stale'],
  { stdio: 'inherit' },
);
if (build.status !== 0) process.exit(build.status ?? 1);
await import('../dist/server/main.js');
