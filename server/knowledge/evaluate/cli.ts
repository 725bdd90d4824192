/**
 * `npm run nlu:eval -- knowledge`: how well questions find the item that answers them, and how often something is answered
 * that nothing answers; as text, with `--html FILE` as a page, with `--json FILE` for machines. By default the part that
 * neither weights nor bands have seen.
 */
import { mkdirSync } from 'node:fs';
import { cpus } from 'node:os';
import { dirname } from 'node:path';
import { performance } from 'node:perf_hooks';
import { parseArgs } from 'node:util';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { CHANNELS } from '../../../channels/index.js';
import { openEncoder } from '../../../nlu/encoder/encoder.js';
import { publish } from '../../../nlu/report/publish.js';
import { fill } from '../../../nlu/report/words.js';
import { loadPolicy } from '../../policy/policy.js';
import type { Part } from '../eval.js';
import { readItems, SHIPPED, SHIPPED_ALL } from '../items.js';
import { costOf, meantFigures, measured } from '../measured.js';
import { loadVectors } from '../vectors.js';
import { documentOf, type Result, type Shelf, WORDS } from './report.js';

function refuse(reason: string): never {
  process.stderr.write(`${reason}\n${WORDS.usage}\n`);
  process.exit(2);
}

function optionsOf(args: string[]) {
  const file = { type: 'string' } as const;
  const flag = { type: 'boolean', default: false } as const;
  try {
    return parseArgs({
      args,
      options: { part: file, html: file, json: file, knowledge: file, words: flag, mistakes: flag },
    }).values;
  } catch (error) {
    return refuse((error as Error).message);
  }
}

/** Channels the corpus names otherwise than the house. */
const CORPUS_CHANNELS: Record<string, string> = WORDS.channels;
/** Of the messages that ask nothing, each so manieth: all of them take minutes. */
const EVERY = 4;

const options = optionsOf(process.argv.slice(3));
const part = options.part ?? 'report';
if (part !== 'fit' && part !== 'report') refuse(part);
for (const path of [options.html, options.json]) if (path) mkdirSync(dirname(path), { recursive: true });
const began = performance.now();
const policy = await loadPolicy();
const encoder = options.words ? null : await openEncoder({ patience: 60_000, most: 1e6 });
const vectors = encoder?.ready() ? loadVectors() : null;
setFlagsFromString('--expose-gc');
globalThis.gc = runInNewContext('gc') as typeof globalThis.gc;

const embedded: number[] = [];
const met = new Map<string, Float32Array | null>();
/** The measures ask the same questions of one shelf after the other. */
async function embed(text: string): Promise<Float32Array | null> {
  const known = met.get(text);
  if (known !== undefined || !vectors) return known ?? null;
  const from = performance.now();
  const vector = (await encoder?.likeness(text)) ?? null;
  embedded.push(performance.now() - from);
  met.set(text, vector);
  return vector;
}

const given = options.knowledge;
const all = SHIPPED_ALL.flatMap(readItems);
const shelves: Shelf[] = [];
for (const items of given ? [readItems(given)] : [readItems(SHIPPED), all]) {
  const bench = { items, policy, vectors, embed, now: new Date() };
  const found = await measured(bench, part satisfies Part, EVERY);
  const typo = found.asked.filter(({ how }) => how === 'typo');
  const rest = found.asked.filter(({ how }) => how !== 'typo');
  shelves.push({
    ...found,
    cost: costOf(bench),
    meant: { typo: meantFigures(typo, bench), rest: meantFigures(rest, bench) },
  });
}
await encoder?.close();

const { about } = WORDS;
const [cpu] = cpus();
const categories = new Map(
  (given ? readItems(given) : all).map(({ id, category }) => [id, category] as const),
);
const result: Result = {
  about: [
    vectors ? about.whole : about.words,
    fill(about.part, { part: about.parts[part] }),
    fill(about.ran, {
      when: new Date().toISOString(),
      machine: `${cpus().length} × ${cpu?.model.trim() ?? '?'}, Node ${process.version}`,
      seconds: ((performance.now() - began) / 1000).toFixed(1),
    }),
  ],
  ...{ shelves, embedded, every: EVERY },
  categoryName: (code) => policy.categories.find((row) => row.code === code)?.name ?? code,
  channelName: (channel) => CHANNELS[channel] ?? CORPUS_CHANNELS[channel] ?? channel,
  categoryOf: (item) => categories.get(item) ?? null,
};
publish(documentOf(result, options.mistakes), { about: result.about, part, shelves, embedded }, options);
