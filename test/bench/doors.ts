/**
 * Each channel under a steady stream of deliveries: how many a second are accepted and stored, how long the
 * platform waits for its acknowledgement, and whether memory stays flat. Platform and house share the cores,
 * and the house answers every citizen while it takes in the next. Beside each: a bare express with one journal
 * insert, in the same run. `BENCH_DELIVERIES=2000 npm run bench -- doors` shortens it (100,000 without),
 * `BENCH_DOORS=gateway,email` takes some channels alone.
 */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFile } from 'node:fs/promises';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import type { Delivery } from '../contracts/channel-rig.js';
import { startChild } from '../contracts/channel-world.js';
import { RIGS } from '../contracts/rigs.js';
import { freshDir, removeDir } from './child.js';
import { type Figure, percentile } from './report.js';

const COUNT = Number(process.env.BENCH_DELIVERIES ?? 100_000);
process.env.BENCH_DELIVERIES = String(COUNT);
const NAMES = process.env.BENCH_DOORS?.split(',') ?? Object.keys(RIGS);
const AT_ONCE = 32;
const CITIZENS = 5000;
/** A mailbox is watched, not called: its figures have their own aim. */
const MAIL = 'email';

interface Run {
  perSecond: number;
  times: number[];
  refused: number;
  /** After a tenth, and at the end. */
  early: Memory;
  end: Memory;
}

/** In MiB. What is stored grows, and lmdb maps its file: the system gives those pages back when they are wanted. */
interface Memory {
  own: number;
  file: number;
}

async function memoryOf(pid: number | undefined): Promise<Memory> {
  const status = await readFile(`/proc/${pid}/status`, 'utf8');
  const of = (name: string) =>
    Number(new RegExp(`${name}:\\s+(\\d+) kB`).exec(status)?.[1] ?? Number.NaN) / 1024;
  return { own: of('RssAnon'), file: of('RssFile') };
}

async function stream(deliver: (index: number) => Promise<boolean>, pid: number | undefined): Promise<Run> {
  const times: number[] = [];
  let next = 0;
  let refused = 0;
  let early: Memory = { own: Number.NaN, file: Number.NaN };
  const started = performance.now();
  const worker = async () => {
    for (let index = next++; index < COUNT; index = next++) {
      const from = performance.now();
      const well = await deliver(index);
      times.push(performance.now() - from);
      if (!well) refused += 1;
      if (index === Math.floor(COUNT / 10)) early = await memoryOf(pid);
    }
  };
  await Promise.all(Array.from({ length: AT_ONCE }, worker));
  const seconds = (performance.now() - started) / 1000;
  return {
    perSecond: (COUNT - refused) / seconds,
    times: times.sort((a, b) => a - b),
    refused,
    early,
    end: await memoryOf(pid),
  };
}

const delivery = (index: number): Delivery => ({
  id: `bench-${process.pid}-${index}`,
  citizen: `citizen-${index % CITIZENS}`,
  text: `请问第 Q${index}Q 号窗口几点上班`,
});

async function door(name: string): Promise<Run> {
  const rig = RIGS[name];
  if (!rig) throw new Error(`no channel ${name}: ${Object.keys(RIGS).join(', ')}`);
  const dir = await freshDir();
  const platform = await rig.open();
  const house = await startChild(dir, name, platform.env, ['none', 1]);
  try {
    await platform.house(house.url);
    return await stream(
      async (index) => (await platform.deliver(delivery(index))) === 'ok',
      house.process.pid,
    );
  } finally {
    house.process.kill('SIGTERM');
    await house.gone;
    await platform.close();
    await removeDir(dir);
  }
}

async function bare(): Promise<Run> {
  const dir = await freshDir();
  const script = fileURLToPath(new URL('./bare.js', import.meta.url));
  const child = spawn(process.execPath, [script, dir], { stdio: ['ignore', 'pipe', 'inherit'] });
  const [port] = (await once(createInterface({ input: child.stdout }), 'line')) as [string];
  try {
    return await stream(async (index) => {
      const answer = await fetch(`http://127.0.0.1:${port}/`, {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify(delivery(index)),
      });
      return answer.status === 200;
    }, child.pid);
  } finally {
    child.kill('SIGTERM');
    await once(child, 'exit');
    await removeDir(dir);
  }
}

function rows(name: string, run: Run, aim?: string): Figure[] {
  const row = (what: string, value: number, unit: string, target?: string): Figure => ({
    ...{ bench: 'doors', what: `${name}: ${what}`, value, unit },
    ...(target ? { target } : {}),
  });
  return [
    row(`accepted and stored of ${COUNT}`, run.perSecond, '/s', aim),
    row('acknowledged p50', percentile(run.times, 0.5), 'ms'),
    row('acknowledged p99', percentile(run.times, 0.99), 'ms', aim && '≤ 200 ms'),
    row('not acknowledged', run.refused, '', '0'),
    row('memory of its own after a tenth', run.early.own, 'MiB'),
    row('memory of its own at the end', run.end.own, 'MiB', aim && 'flat'),
    row('pages of files in memory (data, program), after a tenth', run.early.file, 'MiB'),
    row('pages of files in memory (data, program), at the end', run.end.file, 'MiB'),
  ];
}

export async function doors(): Promise<Figure[]> {
  const figures = rows('bare express + one journal insert', await bare());
  for (const name of NAMES) {
    process.stderr.write(`  ${name} …\n`);
    figures.push(...rows(name, await door(name), name === MAIL ? '≥ 50/s' : '≥ 500/s'));
  }
  return figures;
}
