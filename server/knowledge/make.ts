/**
 * `npm run nlu:knowledge`: vectors of all shipped items' questions by the encoder that ships, and the weights of words
 * and meaning, fitted on the part 'fit' of questions nobody learned from. To be run when items or the encoder change.
 */
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { sourceRoom } from '../../nlu/corpus.js';
import { openEncoder } from '../../nlu/encoder/encoder.js';
import { loadPolicy } from '../policy/policy.js';
import { askedIn, similarIn } from './eval.js';
import { fitFusion, type Lesson } from './fit.js';
import { questionsOf } from './item.js';
import { readItems, SHIPPED, SHIPPED_ALL } from './items.js';
import { centred, small, WIDTH } from './meaning.js';
import { createKnowledge } from './search.js';
import { encoderHash, loadVectors, recordOf, saveVectors } from './vectors.js';

/** The sources, not what was built from them. */
const folder = pathToFileURL(join(sourceRoom, 'model/'));
const hash = encoderHash(folder);
if (hash === null) throw new Error('nlu/model/encoder lacks: npm run nlu:encoder');
const encoder = await openEncoder({ patience: 60_000 });
async function embed(text: string): Promise<Float32Array> {
  const vector = await encoder.likeness(text);
  if (!vector) throw new Error('the encoder does not answer');
  return vector;
}

const items = SHIPPED_ALL.flatMap(readItems);
const texts = [...new Set(items.flatMap(questionsOf))];
const raw: Float32Array[] = [];
for (const text of texts) raw.push(await embed(text));
const mean = new Float32Array(WIDTH);
for (const vector of raw) for (let i = 0; i < WIDTH; i++) mean[i]! += vector[i]! / raw.length;
const records = texts.map((text, i) => recordOf(text, small(centred(raw[i]!, mean))));
const start = { likeness: 0.1, coverage: 0.36, meaning: 0.54 };
saveVectors(folder, { encoder: hash, fusion: start }, mean, records);

const vectors = loadVectors(folder);
if (!vectors) throw new Error('knowledge.bin was not written');
const policy = await loadPolicy();
const first = readItems(SHIPPED);
const knowledge = createKnowledge(first, policy, vectors);
const byId = new Map(first.map((item) => [item.id, item]));
const lessons: Lesson[] = [];
for (const { text, item: id, out, region } of [...similarIn(first, 'fit'), ...askedIn('fit')]) {
  const item = id === null ? undefined : byId.get(id);
  if (!item) continue;
  knowledge.put({ ...item, similar: item.similar.filter((one) => one !== out) });
  const found = knowledge.candidates(text, {
    now: new Date(),
    region: region ?? null,
    vector: await embed(text),
  });
  knowledge.put(item);
  const rows = found.map(({ meaning, ...near }) => ({ ...near, meaning: meaning ?? 0 }));
  const right = found.findIndex(({ passage }) => passage.id === id);
  if (right >= 0) lessons.push({ rows: [rows[right]!, ...rows.filter((_, i) => i !== right)] });
}
await encoder.close();
const fusion = fitFusion(lessons);
saveVectors(folder, { encoder: hash, fusion }, mean, records);
process.stdout.write(
  `${texts.length} texts of ${items.length} items; ${lessons.length} questions weigh ${JSON.stringify(fusion)}\n`,
);
