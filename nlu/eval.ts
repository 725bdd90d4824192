import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync } from 'node:fs';
import { cpus } from 'node:os';
import { dirname } from 'node:path';
import { type Encoder, openEncoder } from './encoder/encoder.js';
import { partOf } from './folds.js';
import type { Model } from './heads.js';
import { compareLabels } from './report/agreement.js';
import { told } from './report/faults.js';
import { optionsOf } from './report/options.js';
import { publish } from './report/publish.js';
import { readAll } from './report/reading.js';
import { measure } from './report/result.js';
import { CORPUS, type Named, readFolder, readOne, SECOND } from './report/rows.js';
import { agreementDocument } from './report/sections/agreement.js';
import { documentOf } from './report/sections.js';
import { fill, say, words } from './report/words.js';
import { table } from './score.js';
import { loadModel } from './store.js';

/**
 * `npm run nlu:eval [-- --file X.jsonl | --part test|held] [--html FILE] [--json FILE] [--mistakes]`: scores the shipped
 * model on the test part of the corpus, or on a file. `--second`: how a second labelling agrees with the corpus.
 * Ends with 2 where it was asked wrongly or a file is not labelled rightly.
 */
function refuse(reason: string): never {
  process.stderr.write(`${reason}\n`);
  process.exit(2);
}

const asked = optionsOf(process.argv.slice(2));
if ('refused' in asked) refuse(asked.refused);
const options = asked;
// A folder that cannot be made should be told before minutes of reading.
for (const path of [options.html, options.json]) if (path) mkdirSync(dirname(path), { recursive: true });

/** The messages of a file or folder, or the end of the program with all that is wrong in it. */
function rowsOf(
  path: string,
  read: (path: string) => { named: Named[]; faults: Parameters<typeof told>[0] },
) {
  let found: ReturnType<typeof read>;
  try {
    found = read(path);
  } catch (error) {
    refuse(fill(words.faults.unreadable, { file: path, problem: (error as Error).message }));
  }
  if (found.faults.length > 0) refuse(told(found.faults));
  return found.named;
}

function second(): void {
  const given = existsSync(SECOND) ? rowsOf(SECOND, readFolder) : [];
  if (given.length === 0) refuse(fill(words.faults.noSecond, { folder: SECOND }));
  const result = compareLabels(rowsOf(CORPUS, readFolder), given);
  if (result.groups.length === 0) refuse(fill(words.faults.noMatch, { n: given.length }));
  publish(agreementDocument(result), result, options);
}

/** Which heads these figures belong to. */
function modelName(): string {
  const heads = new URL('./model/heads.bin', import.meta.url);
  if (!existsSync(heads)) return '—';
  return createHash('sha256').update(readFileSync(heads)).digest('hex').slice(0, 12);
}

/** What reads, for the first line. */
function stateOf(model: Model | null, encoder: Encoder): 'rules' | 'words' | 'dull' | 'whole' {
  if (!model) return 'rules';
  if (!encoder.ready()) return 'words';
  return model.dense ? 'whole' : 'dull';
}

async function score(): Promise<void> {
  const { file, part } = options;
  const named = file
    ? rowsOf(file, readOne)
    : rowsOf(CORPUS, readFolder).filter(({ row }) => partOf(row) === part);
  if (named.length === 0) refuse(fill(words.faults.empty, { file: file ?? CORPUS }));
  if (options.mistakes) process.stderr.write(`${say('mistakesWarning')}\n`);
  const started = Date.now();
  const [model, encoder] = await Promise.all([loadModel().catch(() => null), openEncoder()]);
  const state = stateOf(model, encoder);
  const { readings, blind } = await readAll({ model, embed: encoder.labels }, named);
  await encoder.close();
  const result = measure(readings, options.mistakes);
  const [cpu] = cpus();
  const about = [
    say(state),
    ...(state === 'whole' && blind > 0 ? [say('blind', { n: blind })] : []),
    file ? say('file', { file, n: named.length }) : say('part', { part, n: named.length }),
    say('ran', {
      when: new Date().toISOString(),
      model: modelName(),
      machine: `${cpus().length} × ${cpu?.model.trim() ?? '?'}, Node ${process.version}`,
      seconds: ((Date.now() - started) / 1000).toFixed(1),
    }),
  ];
  publish(documentOf(about, readings, result), { about, ...result }, options);
  // The long report has rolled by: what most look for stands last.
  process.stdout.write(`\n${table(file ?? `${part} part`, result)}`);
}

if (options.second) second();
else await score();
