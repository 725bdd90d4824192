/** The measures of server/knowledge/README.md, on phrasings that neither encoder nor weights nor bands have seen. */
import { openEncoder } from '../../nlu/encoder/encoder.js';
import {
  type Asked,
  askAll,
  askedIn,
  figuresOf,
  othersIn,
  partOf,
  similarIn,
  unlearnt,
  wronglyAnswered,
} from '../../server/knowledge/eval.js';
import { readItems, SHIPPED, SHIPPED_ALL } from '../../server/knowledge/items.js';
import { loadVectors } from '../../server/knowledge/vectors.js';
import { loadPolicy } from '../../server/policy/policy.js';

const policy = await loadPolicy();
const items = readItems(SHIPPED);
const now = new Date('2026-11-25T04:00:00Z');
const { aim } = policy.knobs.bands;
const questions = [...similarIn(items, 'report'), ...askedIn('report')];
/** Every twelfth message that asks nothing: the whole takes minutes and is in the README. */
const others = othersIn('report', 12);

test('by words and meaning: the bars of retrieval, and answers given at once are the right ones', async () => {
  const encoder = await openEncoder({ patience: 60_000 });
  const vectors = loadVectors();
  expect(vectors).not.toBeNull();
  const bench = { items, policy, vectors, embed: encoder.likeness, now };
  const asked = await askAll(questions, bench);
  const told = await askAll(others, bench);
  await encoder.close();
  const figures = figuresOf(asked);
  expect(figures.asked).toBeGreaterThan(300);
  expect(figures.r1).toBeGreaterThanOrEqual(0.75);
  expect(figures.r5).toBeGreaterThanOrEqual(0.93);
  expect(figures.answered).toBeGreaterThanOrEqual(0.4);
  expect(figures.right).toBeGreaterThanOrEqual(aim);
  const none = wronglyAnswered([...asked.filter(({ item }) => item === null), ...told] as Asked[]);
  expect(none.answered).toBeLessThanOrEqual(0.03);
}, 120_000);

test('by words alone: fewer answers, and these as right', async () => {
  const bench = { items, policy, vectors: null, embed: async () => null, now };
  const figures = figuresOf(await askAll(questions, bench));
  expect(figures.right).toBeGreaterThanOrEqual(policy.knobs.wordBands.aim);
  expect(figures.r5).toBeGreaterThan(0.8);
  // Complaints, reports and refusals are answered from knowledge less than once in two hundred.
  expect(wronglyAnswered(await askAll(others, bench)).answered).toBeLessThan(1 / 200);
});

test('nobody learned from what is asked: of an item the encoder was taught, no question is counted', () => {
  const ids = new Set(items.map(({ id }) => id));
  for (const { item, text } of questions) {
    expect(partOf(text)).toBe('report');
    if (item && ids.has(item) && similarIn(items, 'report').some((one) => one.text === text))
      expect(unlearnt({ id: item })).toBe(true);
  }
  const later = SHIPPED_ALL.slice(1).flatMap(readItems);
  expect(later.filter(unlearnt)).toEqual([]);
});
