import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { openEncoder } from '../encoder/encoder.js';
import { readMessage } from '../message.js';
import type { Mind } from '../mind.js';
import { loadModel } from '../store.js';
import { SIGNS, type Sign } from './contract.js';
import { averagePrecision, best, type Point, pointAt, type Scored, unreliability } from './curves.js';
import { type Example, heldOut, weigh } from './learn.js';
import type { Weights } from './likeness.js';
import { commonness, mattersOf, type Pair, readAll, readPairs, room, strangers } from './pairs.js';
import { signsOf } from './signs.js';
import { traitsOf } from './traits.js';

/**
 * `npm run nlu:duplicates [-- --fit | --common] [--json FILE]`: threshold curves over the labelled pairs. Whatever is
 * fitted is judged by weights that have not seen the pair's family. `--common` counts the corpus' pairs of
 * characters anew, `--fit` writes the weights that ship: once the encoder or the heads have changed.
 */
const asked = (name: string): boolean => process.argv.includes(name);
const argument = (name: string) => (asked(name) ? process.argv[process.argv.indexOf(name) + 1] : undefined);
const say = (line: string) => process.stdout.write(`${line}\n`);

if (asked('--common')) {
  const table = commonness();
  writeFileSync(join(room, 'common.json'), `${JSON.stringify(table)}\n`);
  say(`common.json: ${table.messages} messages, ${Object.keys(table.pairs).length} pairs of characters`);
  process.exit(0);
}

const WORDS: Sign[] = ['words', 'covered'];
const NO_VECTOR = SIGNS.filter((sign) => sign !== 'vector');
const STEPS = [0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.85, 0.9, 0.95];

const written = readPairs();
const encoder = await openEncoder();
const model = await loadModel().catch(() => null);
const mind: Mind = { model, embed: encoder.labels };
const read = await readAll(written, {
  understand: (text) => readMessage(text, {}, mind),
  embed: encoder.likeness,
});
await encoder.close();
const exampleOf = (pair: Pair): Example => {
  const [a, b] = mattersOf(pair, read);
  return { family: pair.family, same: pair.same, signs: signsOf(traitsOf(a), traitsOf(b)) };
};
const pairs = [...written, ...strangers(written, read)];
const examples = pairs.map(exampleOf);
const vectors = examples.every(({ signs }) => signs.vector !== undefined);
say(
  `${written.length} written pairs, ${written.filter(({ same }) => same).length} of one matter, and ${pairs.length - written.length} of strangers; vectors ${vectors ? 'for all' : 'missing'}, heads ${model ? 'loaded' : 'missing'}`,
);

interface View {
  name: string;
  scores: number[];
  /** Not a chance: its steps are tenths of its own ranks. */
  raw?: boolean;
}
const plainly = (sign: Sign): number[] => examples.map(({ signs }) => signs[sign] ?? 0);
const views: View[] = [
  { name: 'words alone', scores: plainly('words'), raw: true },
  ...(vectors ? [{ name: 'vectors alone', scores: plainly('vector'), raw: true }] : []),
  ...(vectors ? [{ name: 'words and vectors', scores: heldOut(examples, [...WORDS, 'vector']) }] : []),
  { name: 'all signs without vectors', scores: heldOut(examples, NO_VECTOR) },
  ...(vectors ? [{ name: 'all signs', scores: heldOut(examples) }] : []),
];

const percent = (value: number) => `${(value * 100).toFixed(1)}`.padStart(6);
const row = ({ threshold, precision, recall, f1, found }: Point) =>
  `  ${threshold.toFixed(3)}  ${percent(precision)}  ${percent(recall)}  ${percent(f1)}  ${String(found).padStart(5)}`;
const scoredBy = ({ scores }: View, which: (pair: Pair) => boolean): Scored[] =>
  pairs.flatMap((pair, i) => (which(pair) ? [{ same: pair.same, score: scores[i]! }] : []));

function curve(view: View, over: string, which: (pair: Pair) => boolean) {
  const list = scoredBy(view, which);
  const sorted = list.map(({ score }) => score).sort((a, b) => a - b);
  const steps = view.raw ? STEPS.map((share) => sorted[Math.floor(share * (sorted.length - 1))]!) : STEPS;
  const points = steps.map((step) => pointAt(list, step));
  const top = best([...new Set(sorted)].map((score) => pointAt(list, score)));
  const mean = averagePrecision(list);
  say(
    `\n${view.name}, ${over}: average precision ${percent(mean).trim()}, best F1 ${percent(top.f1).trim()} from ${top.threshold.toFixed(3)}${view.raw ? '' : `, reliability error ${percent(unreliability(list)).trim()}`}`,
  );
  say('    from  precision  recall     F1  found');
  for (const point of points) say(row(point));
  return { name: view.name, over, averagePrecision: mean, best: top, points };
}

const byHand = ({ kind }: Pair): boolean => kind !== 'stranger';
const last = views.at(-1)!;
const result = [
  ...views.map((view) => curve(view, 'written pairs', byHand)),
  ...views.map((view) => curve(view, 'with strangers', () => true)),
  curve(last, 'one sender, written', (pair) => byHand(pair) && pair.sender === 'same'),
  curve(last, 'two senders, written', (pair) => byHand(pair) && pair.sender === 'other'),
];

say(`\n${last.name} at 0.5 by kind of pair`);
for (const kind of new Set(pairs.map((pair) => pair.kind))) {
  const own = pairs
    .map((pair, i) => ({ ...pair, score: last.scores[i]! }))
    .filter((pair) => pair.kind === kind);
  const right = own.filter(({ same, score }) => same === score >= 0.5).length;
  say(`  ${kind.padEnd(13)} ${String(right).padStart(4)} of ${own.length} right`);
}

if (asked('--fit')) {
  if (!vectors) throw new Error('no weights written: the encoder did not answer for every pair');
  const short = (value: number) => Number(value.toFixed(3));
  const round = ({ where, what, signs }: Weights): Weights => ({
    where: short(where),
    what: short(what),
    signs: Object.fromEntries(Object.entries(signs).map(([name, value]) => [name, short(value)])),
  });
  const judgement = { words: round(weigh(examples, NO_VECTOR)), both: round(weigh(examples)) };
  writeFileSync(join(room, 'weights.json'), `${JSON.stringify(judgement, null, 1)}\n`);
  say('\nweights.json written');
}
const file = argument('--json');
if (file) writeFileSync(file, `${JSON.stringify({ pairs: pairs.length, result }, null, 2)}\n`);
