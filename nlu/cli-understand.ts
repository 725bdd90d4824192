import { createInterface } from 'node:readline';
import { createNlu } from './understand.js';

/** `npm run -s understand`: JSON Lines in, JSON Lines out, same order (design §11). */
const nlu = await createNlu();

async function answer(line: string): Promise<object> {
  let asked: { text?: unknown; channel?: unknown };
  try {
    asked = JSON.parse(line);
  } catch (error) {
    return { error: error instanceof Error ? error.message : String(error) };
  }
  if (asked === null || typeof asked !== 'object' || typeof asked.text !== 'string')
    return { error: 'expected {"text": string, "channel"?: string}' };
  const hints = typeof asked.channel === 'string' ? { channel: asked.channel } : {};
  const { gate, reason, type, category, hotline, region, urgency, confidence, spans, why } =
    await nlu.understand(asked.text, hints);
  return { gate, reason, type, category, hotline, region, urgency, confidence, spans, why };
}

for await (const line of createInterface({ input: process.stdin, crlfDelay: Number.POSITIVE_INFINITY })) {
  if (line.trim() === '') continue;
  // Waits for a slow reader: a pipe that is not drained would grow the heap without end.
  if (!process.stdout.write(`${JSON.stringify(await answer(line))}\n`))
    await new Promise<void>((drained) => process.stdout.once('drain', drained));
}
await nlu.close();
