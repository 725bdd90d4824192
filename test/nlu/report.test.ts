/** Figures of the evaluation report on rows small enough to count by hand. */
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Row, readCorpus } from '../../nlu/corpus.js';
import { THRESHOLDS } from '../../nlu/gating.js';
import { normalize } from '../../nlu/normalize.js';
import { agreed, compareLabels } from '../../nlu/report/agreement.js';
import { type Estimate, estimates } from '../../nlu/report/bootstrap.js';
import { confused, matrix, type Pair, perLabel } from '../../nlu/report/confusion.js';
import { figures } from '../../nlu/report/figures.js';
import { latency } from '../../nlu/report/latency.js';
import { mistakes } from '../../nlu/report/mistakes.js';
import type { Reading } from '../../nlu/report/reading.js';
import { bins, ece } from '../../nlu/report/reliability.js';
import { type Bar, shown, verdictOf } from '../../nlu/report/sections/bars.js';
import { slices } from '../../nlu/report/slices.js';
import { curve, GRID, type Ladder, ladder } from '../../nlu/report/thresholds.js';
import { nameOf, ordered } from '../../nlu/report/words.js';
import { report, type Said } from '../../nlu/score.js';
import { signals } from '../../nlu/signals.js';

const row = (part: Partial<Row> = {}): Row => ({
  text: '路灯不亮',
  channel: 'wechat',
  gate: 'accept',
  reason: null,
  type: 'help',
  category: '06',
  hotline: null,
  region: null,
  urgency: 'normal',
  ...part,
});
const said = (part: Partial<Row> = {}, confidence: Record<string, number> = {}): Said => {
  const { text: _text, channel: _channel, ...labels } = row(part);
  return { ...labels, confidence };
};

const SIX: [Partial<Row>, Partial<Row>][] = [
  [{}, {}],
  [{}, { gate: 'refuse', reason: 'privacy' }],
  [
    { gate: 'emergency', reason: '119' },
    { gate: 'emergency', reason: '119' },
  ],
  [{ gate: 'emergency', reason: '120' }, {}],
  [
    { gate: 'refuse', reason: 'privacy' },
    { gate: 'refuse', reason: 'litigation' },
  ],
  [{ gate: 'clarify' }, { gate: 'clarify' }],
];
const rows = SIX.map(([gold]) => row(gold));
const told = SIX.map(([, one]) => said(one));

test('scores of six messages are those counted by hand', () => {
  const { fields, labels, ...gate } = report(rows, told);
  expect(fields.gate!.accuracy).toBeCloseTo(4 / 6);
  // accept 1/2, emergency 2/3, refuse 2/3, clarify 1.
  expect(fields.gate!.macroF1).toBeCloseTo((1 / 2 + 2 / 3 + 2 / 3 + 1) / 4);
  expect(labels.gate!.emergency).toEqual({ n: 2, precision: 1, recall: 0.5, f1: 2 / 3 });
  // accept 1/2, 119 1, 120 0, privacy 0, clarify 1; litigation bears no message and is no class.
  expect(fields['gate+reason']!.macroF1).toBeCloseTo(2.5 / 5);
  expect(fields['gate+reason']!.accuracy).toBe(0.5);
  expect(labels.region).toBeUndefined();
  expect(gate).toEqual({
    rows: 6,
    emergencyRecall: 0.5,
    falseAlarms: 0,
    wronglyRefused: 0.5,
    refusalsFound: 1,
  });
});

test('the figures that are resampled are the figures that are reported', () => {
  const one = report(rows, told);
  const found = estimates(figures(rows, told), rows.length);
  for (const [field, { accuracy, macroF1 }] of Object.entries(one.fields)) {
    expect(found[`${field}.accuracy`]!.value).toBeCloseTo(accuracy, 12);
    expect(found[`${field}.macroF1`]!.value).toBeCloseTo(macroF1, 12);
  }
  for (const key of ['emergencyRecall', 'falseAlarms', 'wronglyRefused', 'refusalsFound'] as const)
    expect(found[key]!.value).toBeCloseTo(one[key], 12);
});

test('an interval is as wide as the messages are few', () => {
  const gold = Array.from({ length: 400 }, () => row());
  const answers = gold.map((_, i) => said(i % 4 === 0 ? { type: 'report' } : {}));
  const { low, high } = estimates(figures(gold, answers), 400)['type.accuracy']!;
  // Normal approximation: .75 ± 1.96 √(.75 · .25 / 400) = .75 ± .042.
  expect(low).toBeCloseTo(0.708, 1.7);
  expect(high).toBeCloseTo(0.792, 1.7);
  expect(estimates(figures(gold, answers), 400)['type.accuracy']).toMatchObject({ low, high });
});

test('where all or none is right the interval is the exact one, not a point', () => {
  const found = estimates(figures(rows, told), rows.length);
  // One refusal found of one: 1 − .025 stays open below.
  expect(found.refusalsFound!.low).toBeCloseTo(0.025);
  expect(found.refusalsFound!.high).toBe(1);
  // No alarm for four messages that are no emergency: 1 − .025^(1/4) = .6024.
  expect(found.falseAlarms).toMatchObject({ value: 0, low: 0, n: 4 });
  expect(found.falseAlarms!.high).toBeCloseTo(602.4, 1);
});

test('what no message tells is null, not nought', () => {
  const found = estimates(figures([row()], [said()]), 1);
  const nothing: Estimate = { value: null, low: null, high: null, n: 0 };
  expect(found.emergencyRecall).toEqual(nothing);
  expect(found.refusalsFound).toEqual(nothing);
  expect(found.wronglyRefused!.value).toBe(0);
});

test('calibration error weighs the gap of each tenth by its messages', () => {
  const filled = bins([true, false, true, false], [0.95, 0.95, 0.15, 0.25]);
  expect(filled[9]).toEqual({ from: 0.9, n: 2, sure: 0.95, right: 0.5 });
  expect(filled[5]).toEqual({ from: 0.5, n: 0, sure: null, right: null });
  expect(ece(filled)).toBeCloseTo((2 * 0.45 + 0.85 + 0.25) / 4);
  // The ends belong to the first and the last tenth.
  expect(bins([true, true], [0, 1]).map((bin) => bin.n)).toEqual([1, 0, 0, 0, 0, 0, 0, 0, 0, 1]);
  expect(ece(bins([], []))).toBe(0);
});

test('confused cells come by number, with their share of the class', () => {
  const pairs: Pair[] = [
    ['a', 'a'],
    ['a', 'b'],
    ['a', 'b'],
    ['b', 'a'],
    ['b', 'b'],
  ];
  expect(confused(pairs)).toEqual([
    { gold: 'a', said: 'b', n: 2, share: 2 / 3 },
    { gold: 'b', said: 'a', n: 1, share: 1 / 2 },
  ]);
  expect(matrix(pairs, ['b', 'a'])).toEqual([
    [1, 1],
    [2, 1],
  ]);
  expect(perLabel([['a', 'c']]).c).toEqual({ n: 0, precision: 0, recall: 0, f1: 0 });
});

test('labels stand in the order of the rules and carry their names', () => {
  expect(ordered('category', ['none', '10', '02', '01'])).toEqual(['01', '02', '10', 'none']);
  expect(ordered('gate', ['refuse', 'clarify', 'accept'])).toEqual(['accept', 'refuse', 'clarify']);
  expect(ordered('gate+reason', ['refuse/privacy', 'accept/', 'refuse/litigation', 'emergency/119'])).toEqual(
    ['accept/', 'emergency/119', 'refuse/litigation', 'refuse/privacy'],
  );
  expect(nameOf('gate+reason', 'refuse/privacy')).toBe('refuse/privacy 个人隐私');
  expect(nameOf('hotline', '12366')).toBe('12366 税务');
  expect(nameOf('hotline', 'none')).toBe('无');
});

test('agreement beyond chance', () => {
  const times = (n: number, pair: Pair) => Array.from({ length: n }, () => pair);
  // Agree 35 of 50; by chance .5 · .6 + .5 · .4 = .5; (.7 − .5) / (1 − .5) = .4.
  const found = agreed([
    ...times(20, ['yes', 'yes']),
    ...times(5, ['yes', 'no']),
    ...times(10, ['no', 'yes']),
    ...times(15, ['no', 'no']),
  ]);
  expect(found.share).toBeCloseTo(0.7);
  expect(found.kappa).toBeCloseTo(0.4);
  expect(found.apart[0]).toMatchObject({ gold: 'no', said: 'yes', n: 10 });
  expect(agreed(times(3, ['yes', 'yes'])).kappa).toBeNull();
});

test('a second labelling meets the corpus by text, in whole and by file', () => {
  const corpus = ['甲', '乙', '丙'].map((text, i) => ({
    file: i < 2 ? 't1.jsonl' : 'u1.jsonl',
    row: row({ text }),
  }));
  const second = [row({ text: '甲' }), row({ text: '丙', type: 'report' }), row({ text: '丁' })];
  const found = compareLabels(
    corpus,
    [...second, row({ text: '甲', type: 'urge' })].map((one) => ({ file: 's.jsonl', row: one })),
  );
  expect(found).toMatchObject({ unknown: 1, again: 1 });
  expect(found.groups.map(({ file, n, fields }) => [file, n, fields.type.share])).toEqual([
    [null, 2, 0.5],
    ['t1.jsonl', 1, 1],
    ['u1.jsonl', 1, 0],
  ]);
});

test('the corpus does not take the second labelling for messages', () => {
  const folder = mkdtempSync(join(tmpdir(), 'corpus-'));
  try {
    mkdirSync(join(folder, 'second'));
    for (const name of ['a.jsonl', 'second/a.jsonl'])
      writeFileSync(join(folder, name), `${JSON.stringify(row())}\n`);
    expect(readCorpus([''], folder)).toHaveLength(1);
  } finally {
    rmSync(folder, { recursive: true });
  }
});

const reading = (gold: Partial<Row>, answer: Said = said(gold), more: Partial<Reading> = {}): Reading => ({
  file: 't1.jsonl',
  row: row(gold),
  said: answer,
  ms: 1,
  guarded: false,
  matters: 1,
  ladder: null,
  ...more,
});

test('slices count characters, not units, and know the collection of a file', () => {
  const long = [10, 11, 30, 31, 80, 81, 200, 201].map((n) => reading({ text: '𠮷'.repeat(n) }));
  const found = slices([
    ...long,
    reading({ text: '短', region: '150102' }, said({ type: 'report' }), { file: 'u3.jsonl', guarded: true }),
    reading({ text: '救', gate: 'emergency', reason: '120', channel: '' }, said(), { matters: 2 }),
  ]);
  const of = (by: string) => found.filter((one) => one.by === by).map(({ name, n }) => [name, n]);
  expect(of('length')).toEqual([
    ['≤10', 3],
    ['11–30', 2],
    ['31–80', 2],
    ['81–200', 2],
    ['>200', 1],
  ]);
  expect(of('collection')).toEqual([
    ['first', 9],
    ['later', 1],
  ]);
  expect(of('file')).toEqual([
    ['t1.jsonl', 9],
    ['u3.jsonl', 1],
  ]);
  expect(of('hard')).toEqual([
    ['emergency', 1],
    ['guarded', 1],
    ['guardedInScope', 1],
    ['several', 1],
  ]);
  const named = found.find((one) => one.by === 'region' && one.name === 'named')!;
  expect([named.accuracy.type, named.accuracy.gate, named.accuracy.region]).toEqual([0, 1, 0]);
  const missed = found.find((one) => one.name === 'several')!;
  expect([missed.emergencies, missed.refused]).toEqual([[0, 1], null]);
});

test('latency by nearest rank', () => {
  const times = [10, 9, 8, 7, 6, 5, 4, 3, 2, 1];
  expect(latency(null, times)).toMatchObject({ n: 10, p50: 5, p90: 9, p95: 10, p99: 10, most: 10 });
});

test('a threshold curve weighs what is found against its price', () => {
  const upTo = (level: number): Ladder => ({
    emergency: GRID.emergency.map((at) => at <= level),
    refuse: GRID.refuse.map(() => false),
  });
  const gates = ['emergency', 'emergency', 'accept', 'accept', 'refuse', 'clarify'];
  const ladders = [0.5, 0.1, 0.3, 0, 0, 0].map(upTo);
  const drawn = curve('emergency', gates, ladders)!;
  const at = (level: number) => drawn.points.find((point) => point.at === level);
  expect(at(0.1)).toEqual({ at: 0.1, found: 1, wrong: 250 });
  expect(at(0.3)).toEqual({ at: 0.3, found: 0.5, wrong: 250 });
  expect(at(0.5)).toEqual({ at: 0.5, found: 0.5, wrong: 0 });
  expect(drawn.now.at).toBe(THRESHOLDS.emergency);
  expect(curve('refuse', ['accept'], [upTo(0)])).toBeNull();
});

test('a threshold is moved at the gate itself: rules and vetoes hold', () => {
  const part = { emergency: { emergency: 0.5 }, number: { '119': 1 } };
  const steps = (text: string) => ladder(signals(normalize(text).text), part).emergency;
  expect(steps('楼道的灯坏了三天没人修')).toEqual(GRID.emergency.map((at) => at <= 0.5));
  // A clear rule needs no threshold.
  expect(steps('我家厨房着火了')).toEqual(GRID.emergency.map(() => true));
});

test('the surest mistakes come first, and a wrong gate stands for what follows from it', () => {
  const sure = { gate: 0.9, type: 0.99, category: 0.95, reason: 0.5 };
  const found = mistakes([
    reading({}, said({ gate: 'refuse', reason: 'privacy', category: null }, sure)),
    reading({}, said({ type: 'report', category: '12' }, sure)),
    reading({ gate: 'refuse', reason: 'privacy' }, said({ gate: 'refuse', reason: 'petition' }, sure)),
    reading({}),
  ]);
  expect(found.map(({ field, gold, said: answer, sure: how }) => [field, gold, answer, how])).toEqual([
    ['type', 'help', 'report', 0.99],
    ['category', '06', '12', 0.95],
    ['gate', 'accept', 'refuse', 0.9],
    ['gate+reason', 'refuse/privacy', 'refuse/petition', 0.5],
  ]);
});

test('a bar is met on its own side', () => {
  const bar = (sense: Bar['sense'], needed: number, aim: number | null): Bar => ({
    ...{ figure: 'x', zh: '', en: '', unit: 'score', floor: null, probe: null },
    ...{ sense, needed, aim },
  });
  const verdict = (one: Bar, value: number | null) => verdictOf(one, { value, low: null, high: null });
  const recall = bar('atLeast', 0.98, 1);
  expect([0.97, 0.98, 1, null].map((value) => verdict(recall, value))).toEqual([
    'missed',
    'met',
    'aim',
    'nothing',
  ]);
  const alarms = bar('atMost', 10, 2);
  expect([10.1, 10, 2].map((value) => verdict(alarms, value))).toEqual(['missed', 'met', 'aim']);
  expect(verdict(bar('atMost', 0.03, null), 0)).toBe('met');
});

test('a figure just beyond its bar is not printed as the bar', () => {
  const bar = { unit: 'percent', needed: 0.01 } as const;
  expect([0.0104, 0.01, 0.02].map((value) => shown(value, bar))).toEqual(['1.04%', '1.0%', '2.0%']);
});
