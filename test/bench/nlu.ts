/** Understanding against a bare forward pass of the same encoder in the same run. */
import { existsSync, readFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { fileURLToPath } from 'node:url';
import { AutoModel, AutoTokenizer, env, Tensor } from '@xenova/transformers';
import { readCorpus } from '../../nlu/corpus.js';
import { MODEL, openEncoder } from '../../nlu/encoder/encoder.js';
import { readable } from '../../nlu/encoder/text.js';
import { partOf } from '../../nlu/folds.js';
import { createNlu } from '../../nlu/understand.js';
import { type Figure, percentile } from './report.js';

const MESSAGES = 400;
const LONG = 1000;

const sorted = (times: number[]) => times.toSorted((a, b) => a - b);

async function timed<T>(list: T[], work: (one: T) => Promise<unknown>): Promise<number[]> {
  const times: number[] = [];
  for (const one of list) {
    const from = performance.now();
    await work(one);
    times.push(performance.now() - from);
  }
  return sorted(times);
}

/** The network alone, on ids cut beforehand: nothing can be faster with this encoder. */
async function bare(): Promise<(text: string) => Promise<unknown>> {
  env.allowRemoteModels = false;
  env.localModelPath = dirname(fileURLToPath(MODEL));
  const tokenizer = await AutoTokenizer.from_pretrained('encoder', { local_files_only: true });
  const [words, labels] = await Promise.all(
    ['words', 'labels'].map((file) =>
      AutoModel.from_pretrained('encoder', { local_files_only: true, model_file_name: file }),
    ),
  );
  const ready = new Map<string, Tensor>();
  const inputs = (text: string) => {
    const ids: number[] = tokenizer.encode(readable(text)).slice(0, 192);
    return new Tensor('int64', BigInt64Array.from(ids.map(BigInt)), [1, ids.length]);
  };
  return async (text) => {
    const known = ready.get(text) ?? inputs(text);
    ready.set(text, known);
    const { states } = await words!({ input_ids: known });
    return labels!({ states });
  };
}

/** Resident memory of this process's children, in MiB: the encoder lives in one. Linux alone tells it; NaN elsewhere. */
function childrenMb(): number {
  const list = `/proc/${process.pid}/task/${process.pid}/children`;
  if (!existsSync(list)) return Number.NaN;
  const sizes = readFileSync(list, 'utf8')
    .split(' ')
    .filter(Boolean)
    .map((pid) => Number(/VmRSS:\s+(\d+)/.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1] ?? 0));
  return sizes.reduce((sum, size) => sum + size, 0) / 1024;
}

export async function nlu(): Promise<Figure[]> {
  const texts = readCorpus()
    .filter((row) => partOf(row) === 'test')
    .map((row) => row.text)
    .slice(0, MESSAGES);
  const long = Array.from({ length: 20 }, (_, i) => texts.slice(i).join('').slice(0, LONG));

  const from = performance.now();
  const encoder = await openEncoder();
  const load = (performance.now() - from) / 1000;
  await timed(texts, (text) => encoder.labels(text));
  const compared = await timed(texts, (text) => encoder.likeness(text));
  const memory = childrenMb();
  await encoder.close();

  const mind = await createNlu();
  const forward = await bare();
  // Once each before the clock runs.
  await timed(texts.slice(0, 50), forward);
  await timed(texts.slice(0, 50), (text) => mind.understand(text));
  const base = await timed(texts, forward);
  const whole = await timed(texts, (text) => mind.understand(text));
  const longer = await timed(long, (text) => mind.understand(text));
  const start = performance.now();
  await Promise.all(texts.slice(0, 200).map((text) => mind.understand(text)));
  const rate = 200 / ((performance.now() - start) / 1000);
  await mind.close();
  const mean = (times: number[]) => times.reduce((a, b) => a + b, 0) / times.length;
  const row = (what: string, value: number, unit: string, target?: string): Figure => ({
    ...{ bench: 'nlu', what, value, unit },
    ...(target ? { target } : {}),
  });
  return [
    row('bare forward pass, median', percentile(base, 0.5), 'ms'),
    row('understand, median', percentile(whole, 0.5), 'ms', '≤ 15 ms'),
    row('understand, p95', percentile(whole, 0.95), 'ms'),
    row('understand ÷ bare forward pass, means', mean(whole) / mean(base), '×', '≤ 1.3 ×'),
    row(`understand, ${LONG} characters, median`, percentile(longer, 0.5), 'ms', '≤ 60 ms'),
    row('vector to search with, median', percentile(compared, 0.5), 'ms'),
    row('200 at once', rate, 'messages/s', '≥ 100'),
    row('encoder: load', load, 's', '≤ 1.5 s'),
    row('encoder: memory of its process', memory, 'MiB', '≤ 350 MB'),
  ];
}
