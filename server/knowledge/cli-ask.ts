/**
 * `npm run -s ask [-- --knowledge FILE]`: `{ text, region? }` a line in, `{ band, hits: [{ id, score }] }` a
 * line out, in the same order; a bad line is answered with `{ error }`. `--words` leaves the encoder out.
 * `--eval` prints the measures of server/knowledge/README.md instead, a line each.
 */
import { createInterface } from 'node:readline';
import { parseArgs } from 'node:util';
import { z } from 'zod';
import { openEncoder } from '../../nlu/encoder/encoder.js';
import { loadPolicy } from '../policy/policy.js';
import { embedLacking } from './embedding.js';
import { figuresOf, type Part, wronglyAnswered } from './eval.js';
import { readItems, SHIPPED, SHIPPED_ALL } from './items.js';
import { measured } from './measured.js';
import { createKnowledge } from './search.js';
import { loadVectors } from './vectors.js';

const question = z.object({ text: z.string(), region: z.string().nullish() });

const { values } = parseArgs({
  options: {
    knowledge: { type: 'string' },
    words: { type: 'boolean', default: false },
    eval: { type: 'boolean', default: false },
  },
});
const policy = await loadPolicy();
const now = new Date();
// Whoever asks from a file waits; nobody is kept on a telephone.
const encoder = values.words ? null : await openEncoder({ patience: 60_000, most: 1e6 });
const vectors = encoder?.ready() ? loadVectors() : null;
const embed = async (text: string) => (vectors ? ((await encoder?.likeness(text)) ?? null) : null);
/** The measures ask the same questions of one shelf after the other. */
const met = new Map<string, ReturnType<typeof embed>>();
const embedOnce = (text: string) => met.get(text) ?? met.set(text, embed(text)).get(text)!;
const say = (row: unknown) => process.stdout.write(`${JSON.stringify(row)}\n`);

if (values.eval) {
  const parts: Part[] = ['fit', 'report'];
  const all = SHIPPED_ALL.flatMap(readItems);
  const shelves = values.knowledge ? [readItems(values.knowledge)] : [readItems(SHIPPED), all];
  for (const items of shelves)
    for (const part of parts) {
      const bench = { items, policy, vectors, embed: embedOnce, now };
      const { similar, asked, near, others } = await measured(bench, part, 4);
      const head = { items: items.length, part, by: vectors ? 'words and meaning' : 'words' };
      say({ ...head, how: 'similar', ...figuresOf(similar) });
      say({ ...head, how: 'asked', ...figuresOf(asked) });
      for (const how of new Set(asked.map((row) => row.how)))
        say({ ...head, how, ...figuresOf(asked.filter((row) => row.how === how)) });
      say({ ...head, how: 'asked, no item answers', ...wronglyAnswered(asked) });
      say({ ...head, how: 'a neighbour of an item, no item answers', ...wronglyAnswered(near) });
      say({ ...head, how: 'no question at all', ...wronglyAnswered(others) });
    }
} else {
  const items = values.knowledge ? readItems(values.knowledge) : SHIPPED_ALL.flatMap(readItems);
  const knowledge = createKnowledge(items, policy, vectors);
  if (vectors) await embedLacking(knowledge, vectors, embed);
  const reply = async (line: string): Promise<unknown> => {
    try {
      const { text, region } = question.parse(JSON.parse(line));
      const vector = await embed(text);
      const { band, hits } = knowledge.find(text, { region: region ?? null, now, vector });
      return { band, hits: hits.map(({ passage, score }) => ({ id: passage.id, score })) };
    } catch (error) {
      return { error: error instanceof Error ? error.message : String(error) };
    }
  };
  for await (const line of createInterface({ input: process.stdin, crlfDelay: Infinity }))
    if (line.trim() !== '') say(await reply(line));
}
await encoder?.close();
