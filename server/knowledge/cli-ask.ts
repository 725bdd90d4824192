/**
 * `npm run -s ask [-- --knowledge FILE]`: `{ text, region? }` a line in, `{ band, hits: [{ id, score }] }` a
 * line out, in the same order; a bad line is answered with `{ error }`. `--eval` prints the measures instead.
 */
import { createInterface } from 'node:readline';
import { parseArgs } from 'node:util';
import { z } from 'zod';
import { loadPolicy } from '../policy/policy.js';
import { CORPUS, corpus, type Half, measure } from './eval.js';
import { readItems, SHIPPED } from './items.js';
import { createKnowledge } from './search.js';

const question = z.object({ text: z.string(), region: z.string().nullish() });

const { values } = parseArgs({
  options: {
    knowledge: { type: 'string' },
    eval: { type: 'boolean', default: false },
    corpus: { type: 'string', default: CORPUS },
  },
});
const policy = await loadPolicy();
const items = readItems(values.knowledge ?? SHIPPED);
const now = new Date();

if (values.eval) {
  const halves: Half[] = ['tune', 'report'];
  for (const half of halves) {
    const figures = measure(items, policy, corpus(values.corpus, half), half, now);
    process.stdout.write(`${JSON.stringify({ half, ...figures })}\n`);
  }
} else {
  const knowledge = createKnowledge(items, policy);
  const reply = (line: string): unknown => {
    try {
      const { text, region } = question.parse(JSON.parse(line));
      const { band, hits } = knowledge.find(text, { region: region ?? null, now });
      return { band, hits: hits.map(({ passage, score }) => ({ id: passage.id, score })) };
    } catch (error) {
      return { error: error instanceof Error ? error.message : String(error) };
    }
  };
  for await (const line of createInterface({ input: process.stdin, crlfDelay: Infinity }))
    if (line.trim() !== '') process.stdout.write(`${JSON.stringify(reply(line))}\n`);
}
