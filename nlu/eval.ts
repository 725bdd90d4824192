import { writeFileSync } from 'node:fs';
import { type Row, readCorpus, readLines } from './corpus.js';
import { evaluate } from './crossval.js';
import { predictAll } from './predict.js';
import { report, table } from './score.js';
import { loadModel } from './store.js';

/** `npm run nlu:eval [-- --json FILE] [--file X.jsonl]`: cross-validation, or the shipped heads on a file. */
const argument = (name: string) => {
  const at = process.argv.indexOf(name);
  return at < 0 ? undefined : process.argv[at + 1];
};

const file = argument('--file');
const started = Date.now();
const reports: Record<string, ReturnType<typeof report>> = {};
if (file) {
  const rows = readLines<Row>(file);
  reports[file] = report(rows, predictAll(await loadModel(), rows));
} else {
  Object.assign(reports, evaluate(readCorpus(), 5));
}
for (const [name, one] of Object.entries(reports)) process.stdout.write(`${table(name, one)}\n`);
process.stdout.write(`${((Date.now() - started) / 1000).toFixed(1)} s\n`);
const json = argument('--json');
if (json) writeFileSync(json, `${JSON.stringify(reports, null, 2)}\n`);
