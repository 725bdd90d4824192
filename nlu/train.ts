import { join } from 'node:path';
import { compare, MARGIN, words } from './compare.js';
import { type Row, readCorpus, readLines, sourceRoom } from './corpus.js';
import { openEncoder } from './encoder/encoder.js';
import { examplesOf, lentLessons, lessonsOf } from './examples.js';
import { train } from './fit.js';
import { partOf } from './folds.js';
import type { Mind } from './mind.js';
import { predictAll } from './predict.js';
import { fieldsRight } from './score.js';
import { loadModel, saveModel } from './store.js';
import { isotonic } from './sureness.js';

/**
 * `npm run nlu:train [-- --corrections FILE.jsonl]… [--out FOLDER] [--force]`: trains heads on the corpus (and on what
 * agents corrected), compares them with the shipped ones on the test part, and replaces those only when better.
 */
const started = Date.now();
const say = (line: string) =>
  process.stderr.write(`${((Date.now() - started) / 1000).toFixed(0)} s: ${line}\n`);
const argument = (name: string) =>
  process.argv.flatMap((one, i) => (one === name ? [process.argv[i + 1] ?? ''] : []));

const corrections = argument('--corrections').flatMap((file) => readLines<Row>(file));
const rows = [...readCorpus(), ...corrections];
const of = (part: string) => rows.filter((row) => partOf(row) === part);
const encoder = await openEncoder();
if (!encoder.ready()) say('the encoder did not load: heads on words alone');
const embed = encoder.ready() ? encoder.labels : null;
const mindOf = (model: Mind['model']): Mind => ({ model, embed: encoder.labels });

const taught = await examplesOf([...lessonsOf(of('train')), ...lentLessons()], embed);
const held = of('held');
say(`${taught.length} lessons read`);
const model = train(taught, await examplesOf(lessonsOf(held), embed));
say(`${model.idf.length} features, ${model.width} columns`);
const tried = await predictAll(mindOf(model), held);
model.sure = Object.fromEntries(
  Object.entries(fieldsRight(held, tried)).map(([field, right]) => [
    field,
    isotonic(
      tried.map((one) => one.confidence[field] ?? 0),
      right,
    ),
  ]),
);

const test = of('test');
const folder = argument('--out')[0] ?? join(sourceRoom, 'model');
const shipped = await loadModel().catch(() => null);
if (shipped && !process.argv.includes('--force')) {
  const [before, after] = [await predictAll(mindOf(shipped), test), await predictAll(mindOf(model), test)];
  const verdict = compare(test, before, after);
  process.stdout.write(words(verdict));
  if (!verdict.better) {
    say(`not replaced (needed: better in the whole by the ${MARGIN} % interval, no gate worse)`);
    await encoder.close();
    process.exit(3);
  }
}
const bytes = await saveModel(folder, model);
say(`${bytes} bytes written to ${folder}`);
await encoder.close();
