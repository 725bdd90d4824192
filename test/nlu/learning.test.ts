import { mkdtempSync, rmSync, truncateSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { readCorpus } from '../../nlu/corpus.js';
import { features } from '../../nlu/features.js';
import { folds, isTest } from '../../nlu/folds.js';
import { chances, type Model, vectorize } from '../../nlu/heads.js';
import { learn } from '../../nlu/learn.js';
import { quantize } from '../../nlu/quantize.js';
import { report } from '../../nlu/score.js';
import { loadModel, saveModel } from '../../nlu/store.js';

const NONE = { rules: [], groups: [], inside: false, outside: false, outsideFirst: false };
const found = (text: string) => features(text, NONE);
const rows = ['暖气不热', '暖气冰凉', '供暖太差暖气不热', '垃圾没人收', '垃圾堆成山', '门口垃圾太臭'];
const examples = rows.map((text, i) => ({
  found: found(text),
  weight: 1,
  labels: { topic: i < 3 ? 'heat' : 'waste', cold: i < 3 ? 'cold' : 'no' },
}));
const plans = [
  { name: 'topic', yesNo: false, cost: 1, balance: 0 },
  { name: 'cold', yesNo: true, cost: 1, balance: 0 },
];
const said = (model: Model, text: string) => chances(model, vectorize(model, found(text)));

test('heads learn what divides two topics, and quantising keeps it', () => {
  for (const model of [learn(examples, plans), quantize(learn(examples, plans))]) {
    expect(said(model, '我家暖气不热').topic!.heat).toBeGreaterThan(0.5);
    expect(said(model, '垃圾太臭了').topic!.waste).toBeGreaterThan(0.5);
    expect(said(model, '暖气').cold!.cold).toBeGreaterThan(said(model, '垃圾').cold!.cold!);
  }
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
    expect(said(await loadModel(url), '暖气不热')).toEqual(said(model, '暖气不热'));
    truncateSync(join(folder, 'heads.bin'), 10);
    await expect(loadModel(url)).rejects.toThrow('heads.bin');
  } finally {
    rmSync(folder, { recursive: true });
  }
});

test('folds are stratified: every fold has every gate in its share', () => {
  const corpus = readCorpus();
  const fold = folds(corpus, 5);
  for (const gate of ['accept', 'refuse', 'emergency', 'clarify']) {
    const counts = [0, 0, 0, 0, 0];
    corpus.forEach((row, i) => {
      if (row.gate === gate) counts[fold[i]!]!++;
    });
    const whole = counts.reduce((a, b) => a + b, 0);
    for (const count of counts) expect(Math.abs(count - whole / 5)).toBeLessThan(12);
  }
  const share = corpus.filter(isTest).length / corpus.length;
  expect(share).toBeGreaterThan(0.17);
  expect(share).toBeLessThan(0.23);
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
