import { join } from 'node:path';
import { readCorpus, sourceRoom } from './corpus.js';
import { examplesOf, lentExamples, train } from './fit.js';
import { saveModel } from './store.js';

/** `npm run nlu:train`: trains on the whole corpus and writes nlu/model in the source tree. */
const started = Date.now();
const rows = readCorpus();
const model = train(examplesOf(rows), lentExamples());
const bytes = await saveModel(join(sourceRoom, 'model'), model);
const seconds = ((Date.now() - started) / 1000).toFixed(1);
process.stderr.write(
  `${rows.length} messages, ${model.idf.length} features, ${model.width} columns, ${bytes} bytes, ${seconds} s\n`,
);
