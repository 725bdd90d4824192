/**
 * A hand-written table of what people send (pii-cases.jsonl): every value that must be hidden, and texts in
 * which nothing must be. Numbers, names and addresses are invented; check digits are right.
 */
import { readFileSync } from 'node:fs';
import { findPersonal } from '../../nlu/pii.js';

interface Case {
  group: string;
  text: string;
  /** Kind and value, in the order of the text. */
  spans: [kind: string, value: string][];
}

const cases = readFileSync(new URL('./pii-cases.jsonl', import.meta.url), 'utf8')
  .trim()
  .split('\n')
  .map((line) => JSON.parse(line) as Case);

/** A bracket or a sign more than the value is no fault, a word is. */
const SLACK = 3;

function judge({ text, spans }: Case) {
  const found = findPersonal(text);
  const hidden = new Set(
    found.flatMap(({ from, to }) => Array.from({ length: to - from }, (_, i) => from + i)),
  );
  const wanted = new Set<number>();
  const leaks: string[] = [];
  const wrong: string[] = [];
  let at = 0;
  for (const [kind, value] of spans) {
    const from = text.indexOf(value, at);
    at = from + value.length;
    for (let i = from; i < at; i++) wanted.add(i);
    const open = [...value].some((_, i) => i < value.length && !hidden.has(from + i));
    if (open) leaks.push(value);
    else if (!found.some((span) => span.kind === kind && span.from < at && from < span.to)) wrong.push(value);
  }
  const over = found.filter(
    (span) =>
      Array.from({ length: span.to - span.from }).filter((_, i) => !wanted.has(span.from + i)).length >
        SLACK || ![...wanted].some((i) => i >= span.from && i < span.to),
  );
  return { leaks, wrong, over: over.map((span) => `${span.kind} ${text.slice(span.from, span.to)}`) };
}

const judged = cases.map((one) => ({ ...one, ...judge(one) }));
const bad = (pick: (one: (typeof judged)[number]) => string[]) =>
  judged.filter((one) => pick(one).length > 0).map((one) => ({ text: one.text, values: pick(one) }));

test('the table is large enough to say something', () => {
  expect(cases.length).toBeGreaterThanOrEqual(250);
});

test('nothing personal is left to read', () => {
  expect(bad((one) => one.leaks)).toEqual([]);
});

test('each value is known for what it is', () => {
  expect(bad((one) => one.wrong)).toEqual([]);
});

test('orders, prices, dates, quantities, hotlines and document numbers stay readable', () => {
  expect(bad((one) => one.over)).toEqual([]);
});

afterAll(() => {
  const rows = [...new Set(cases.map((one) => one.group))].map((group) => {
    const own = judged.filter((one) => one.group === group);
    const sum = (count: (one: (typeof judged)[number]) => number) =>
      own.reduce((all, one) => all + count(one), 0);
    const values = sum((one) => one.spans.length);
    const hidden = values - sum((one) => one.leaks.length);
    return `${group.padEnd(12)} ${String(own.length).padStart(5)} ${`${hidden}/${values}`.padStart(9)} ${String(sum((one) => one.over.length)).padStart(11)}`;
  });
  process.stdout.write(`\n${'group'.padEnd(12)} texts    hidden false masks\n${rows.join('\n')}\n`);
});
