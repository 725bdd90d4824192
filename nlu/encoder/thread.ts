import { basename, dirname } from 'node:path';
import { parentPort, workerData } from 'node:worker_threads';
import { AutoModel, AutoTokenizer, env, Tensor } from '@xenova/transformers';
import type { Reply, Request } from './encoder.js';

/** The thread of the encoder: texts in, vectors out, in the order they came except for those of one length. */
const { folder } = workerData as { folder: string };
env.allowRemoteModels = false;
env.localModelPath = dirname(folder);
const name = basename(folder);

/** A longer message is read by its beginning and its end; `making/batches.py` cuts alike. */
const HEAD = 128;
const TAIL = 64;
/** Texts of one length go together; padding would cost more than it gains. */
const TOGETHER = 8;

const tokenizer = await AutoTokenizer.from_pretrained(name, { local_files_only: true });
const model = await AutoModel.from_pretrained(name, { local_files_only: true });

function idsOf(text: string): number[] {
  const ids: number[] = tokenizer.encode(text);
  return ids.length <= HEAD + TAIL ? ids : [...ids.slice(0, HEAD), ...ids.slice(-TAIL)];
}

function tensor(rows: number[][], fill?: bigint): Tensor {
  const length = rows[0]!.length;
  const values = fill === undefined ? rows.flat().map(BigInt) : new Array(rows.length * length).fill(fill);
  return new Tensor('int64', BigInt64Array.from(values), [rows.length, length]);
}

async function vectorsOf(rows: number[][]): Promise<Float32Array[]> {
  const { sentence_embedding: out } = await model({
    input_ids: tensor(rows),
    attention_mask: tensor(rows, 1n),
    token_type_ids: tensor(rows, 0n),
  });
  const size = out.dims[1];
  return rows.map((_, i) => Float32Array.from(out.data.subarray(i * size, (i + 1) * size)));
}

const queue: { id: number; ids: number[]; until: number }[] = [];
let closing = false;
let busy = false;
const say = (reply: Reply) => parentPort!.postMessage(reply);

function take(): typeof queue {
  const first = queue.shift()!;
  const same = [first];
  for (let i = 0; i < queue.length && same.length < TOGETHER; )
    if (queue[i]!.ids.length === first.ids.length) same.push(...queue.splice(i, 1));
    else i++;
  return same;
}

async function work(): Promise<void> {
  if (busy) return;
  busy = true;
  while (queue.length > 0 && !closing) {
    const part = take().filter((one) => one.until > Date.now());
    if (part.length === 0) continue;
    const found = await vectorsOf(part.map((one) => one.ids)).catch(() => null);
    part.forEach(({ id }, i) => {
      say({ id, vector: found?.[i] ?? null });
    });
  }
  busy = false;
  if (closing) parentPort!.close();
}

// The first run allocates; no citizen should wait for it.
await vectorsOf([idsOf('您好')]);
parentPort!.on('message', (request: Request) => {
  if (request === 'close') {
    closing = true;
    return void work();
  }
  const { id, text, until } = request;
  try {
    queue.push({ id, ids: idsOf(text), until });
    void work();
  } catch {
    say({ id, vector: null });
  }
});
say({ ready: true });
