import { mkdtempSync, rmSync, truncateSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { compare } from '../../nlu/compare.js';
import { readCorpus } from '../../nlu/corpus.js';
import { features } from '../../nlu/features.js';
import { partOf } from '../../nlu/folds.js';
import { chances, type Model, vectorize } from '../../nlu/heads.js';
import { learn } from '../../nlu/learn.js';
import { fitMixes } from '../../nlu/mix.js';
import { quantize } from '../../nlu/quantize.js';
import { report } from '../../nlu/score.js';
import { loadModel, saveModel } from '../../nlu/store.js';
import { isotonic, surer } from '../../nlu/sureness.js';

const NONE = { rules: [], groups: [], inside: false, outside: false, outsideFirst: false };
const found = (text: string) => features(text, NONE);
const rows = ['暖气不热', '暖气冰凉', '供暖太差暖气不热', '垃圾没人收', '垃圾堆成山', '门口垃圾太臭'];
const examples = rows.map((text, i) => ({
  found: found(text),
  vector: Float32Array.of(i < 3 ? 1 : -1, i % 2, 0.5),
  weight: 1,
  labels: { topic: i < 3 ? 'heat' : 'waste', cold: i < 3 ? 'cold' : 'no' },
}));
const plans = [
  { name: 'topic', yesNo: false, cost: 1, dense: 1, balance: 0 },
  { name: 'cold', yesNo: true, cost: 1, dense: 1, balance: 0 },
];
const said = (model: Model, text: string, vector: Float32Array | null = null) =>
  chances(model, vectorize(model, found(text)), vector);

test('heads learn what divides two topics, and quantising keeps it', () => {
  for (const model of [learn(examples, plans), quantize(learn(examples, plans))]) {
    expect(said(model, '我家暖气不热').topic!.heat).toBeGreaterThan(0.5);
    expect(said(model, '垃圾太臭了').topic!.waste).toBeGreaterThan(0.5);
    expect(said(model, '暖气').cold!.cold).toBeGreaterThan(said(model, '垃圾').cold!.cold!);
  }
});

test('where the words say nothing the sentence decides; without it the words do', () => {
  const model = { ...learn(examples, plans), heads: fitMixes(learn(examples, plans), examples) };
  const heat = (text: string, vector: Float32Array | null) => said(model, text, vector).topic!.heat!;
  expect(heat('三楼的', Float32Array.of(1, 0, 0.5))).toBeGreaterThan(0.8);
  expect(heat('三楼的', Float32Array.of(-1, 0, 0.5))).toBeLessThan(0.2);
  expect(heat('我家暖气不热', null)).toBeGreaterThan(0.8);
});

test('training is repeatable', () => {
  expect(learn(examples, plans).weights).toEqual(learn(examples, plans).weights);
});

test('a saved model says the same; a cut one is refused', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'heads-'));
  try {
    const model = quantize(learn(examples, plans));
    await saveModel(folder, model);
    const url = pathToFileURL(`${folder}/`);
    const back = await loadModel(url);
    for (const vector of [null, Float32Array.of(0.3, -1, 2)])
      expect(said(back, '暖气不热', vector)).toEqual(said(model, '暖气不热', vector));
    truncateSync(join(folder, 'heads.bin'), 10);
    await expect(loadModel(url)).rejects.toThrow('heads.bin');
  } finally {
    rmSync(folder, { recursive: true });
  }
});

test('a fifth of the messages is kept for the test, a tenth is held, wherever a row stands', () => {
  const corpus = readCorpus();
  const share = (part: string) => corpus.filter((row) => partOf(row) === part).length / corpus.length;
  expect(share('test')).toBeCloseTo(0.2, 1);
  expect(share('held')).toBeCloseTo(0.1, 1);
  expect(partOf({ text: '暖气不热' })).toBe(partOf({ text: '暖气不热' }));
});

test('confidence is turned into how often it is right: rising, and unchanged in order', () => {
  const said = Array.from({ length: 900 }, (_, i) => i / 900);
  // Says .9 where it is right half the time.
  const right = said.map((one, i) => (one < 0.5 ? i % 4 === 0 : i % 2 === 0));
  const knots = isotonic(said, right);
  const values = knots.map(([, value]) => value);
  expect(values).toEqual(values.toSorted((a, b) => a - b));
  expect(surer(knots, 0.95)).toBeCloseTo(0.5, 1);
  expect(surer(knots, 0.1)).toBeCloseTo(0.25, 1);
  expect(surer(knots, 1)).toBeLessThanOrEqual(1);
});

test('new heads replace the old only where they are surely better', () => {
  const rows = Array.from({ length: 200 }, (_, i) => ({
    text: String(i),
    channel: 'phone',
    gate: ['accept', 'accept', 'accept', 'emergency', 'refuse', 'clarify'][i % 6]!,
    reason: ['119', 'privacy'][(i % 6) - 3] ?? null,
    type: ['help', 'urge'][i % 2]!,
    category: ['03', '05'][i % 2]!,
    hotline: ['12315', '12349'][i % 2]!,
    region: null,
    urgency: ['normal', 'urgent'][i % 2]!,
  }));
  const right = rows.map((row) => ({ ...row, confidence: {} }));
  const worse = right.map((one, i) => (i % 10 < 4 ? { ...one, category: '09', type: 'praise' } : one));
  expect(compare(rows, worse, right, 50).better).toBe(true);
  expect(compare(rows, right, worse, 50).better).toBe(false);
  expect(compare(rows, right, right, 50).better).toBe(false);
  // Better in the whole, but emergencies are missed.
  const deaf = right.map((one) =>
    one.gate === 'emergency' ? { ...one, gate: 'accept', reason: null } : one,
  );
  expect(compare(rows, worse, deaf, 50).better).toBe(false);
});

test('no anchor sentence is a corpus message: it would be scored by heads that saw it', async () => {
  const { readLines, sourceRoom } = await import('../../nlu/corpus.js');
  const corpus = new Set(readCorpus().map((row) => row.text));
  const anchors = readLines<{ text: string }>(join(sourceRoom, 'anchors.jsonl'));
  expect(anchors.length).toBeGreaterThan(900);
  expect(anchors.filter((anchor) => corpus.has(anchor.text))).toEqual([]);
});

test('scores count what they say they count', () => {
  const row = (gate: string, reason: string | null) => ({
    text: '',
    channel: '',
    gate,
    reason,
    type: 'help',
    category: null,
    hotline: null,
    region: null,
    urgency: 'normal',
  });
  const gold = [row('accept', null), row('accept', null), row('refuse', 'privacy'), row('emergency', '119')];
  const guess = [
    row('accept', null),
    row('refuse', 'privacy'),
    row('refuse', 'privacy'),
    row('accept', null),
  ];
  const scored = report(
    gold,
    guess.map((one) => ({ ...one, confidence: { gate: 1 } })),
  );
  expect(scored.fields.gate?.accuracy).toBe(0.5);
  expect(scored).toMatchObject({ wronglyRefused: 0.5, refusalsFound: 1, emergencyRecall: 0, falseAlarms: 0 });
});
