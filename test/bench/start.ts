/** From the start of the process to ready: on an empty folder, and on one that has been used. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { freshDir, removeDir } from './child.js';
import { type Figure, percentile } from './report.js';

const MAIN = fileURLToPath(new URL('../../server/main.js', import.meta.url));
const TIMES = 5;

async function once_(dir: string, port: number): Promise<number> {
  const started = performance.now();
  const child = spawn(process.execPath, [MAIN], {
    stdio: 'ignore',
    env: { ...process.env, PORT: String(port), HOST: '127.0.0.1', DATA_DIR: dir },
  });
  for (;;) {
    const ready = await fetch(`http://127.0.0.1:${port}/readyz`).then(
      (answer) => answer.status === 200,
      () => false,
    );
    if (ready) break;
    await new Promise((resolve) => setTimeout(resolve, 10));
  }
  const took = performance.now() - started;
  child.kill('SIGTERM');
  await once(child, 'exit');
  return took;
}

export async function start(): Promise<Figure[]> {
  const port = 20_000 + Math.floor(Math.random() * 20_000);
  const first: number[] = [];
  const again: number[] = [];
  for (let time = 0; time < TIMES; time++) {
    const dir = await freshDir();
    first.push(await once_(dir, port));
    again.push(await once_(dir, port));
    await removeDir(dir);
  }
  const median = (times: number[]) =>
    percentile(
      times.sort((a, b) => a - b),
      0.5,
    ) / 1000;
  return [
    {
      bench: 'start',
      what: `start → ready, empty folder (median of ${TIMES})`,
      value: median(first),
      unit: 's',
      target: '≤ 3 s',
    },
    {
      bench: 'start',
      what: `start → ready, used folder (median of ${TIMES})`,
      value: median(again),
      unit: 's',
      target: '≤ 3 s',
    },
  ];
}
