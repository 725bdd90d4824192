/** The measures of server/knowledge/README.md, on the half that was not tuned on. */
import { CORPUS, corpus, halfOf, heldOut, measure } from '../../server/knowledge/eval.js';
import { readItems, SHIPPED } from '../../server/knowledge/items.js';
import { loadPolicy } from '../../server/policy/policy.js';

const policy = await loadPolicy();
const items = readItems(SHIPPED);
const now = new Date('2026-11-25T04:00:00Z');

test('held-out questions: an answer given at once is the right one nineteen times in twenty', () => {
  const figures = measure(items, policy, corpus(CORPUS, 'report'), 'report', now);
  expect(figures.precision).toBeGreaterThanOrEqual(0.95);
  expect(figures.answered).toBeGreaterThan(0.3);
  expect(figures.r1).toBeGreaterThan(0.75);
  expect(figures.r5).toBeGreaterThan(0.88);
  // Complaints, reports and refusals are answered from knowledge less than once in four hundred.
  expect(figures.othersAnswered / figures.others).toBeLessThan(1 / 400);
});

test('a question that is asked is not in the index that answers it', () => {
  const [first] = heldOut(items.slice(0, 3), policy, halfOf(items[0]!.id), now);
  expect(first).toBeDefined();
  const texts = heldOut(items, policy, 'report', now).map((row) => row.text);
  expect(texts.filter((text) => items.some((item) => item.title === text))).toEqual([]);
});
