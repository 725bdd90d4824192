import { basename, dirname, resolve } from 'node:path';
import { AutoModel, AutoTokenizer, env, Tensor } from '@xenova/transformers';
import type { Network, Reply, Request } from './encoder.js';

/**
 * The encoder's own process: texts in, vectors out, in the order they came. Its one
 * argument is the folder of the model. It ends with the process that started it.
 */
const folder = resolve(process.argv[2] ?? '');
env.allowRemoteModels = false;
env.localModelPath = dirname(folder);
const name = basename(folder);

/** A longer message is read by its beginning and its end; `making/batches.py` cuts alike. */
const HEAD = 128;
const TAIL = 64;

/** Nobody can mend a broken model from here: said in one line, and the parent starts another in time. */
function give(error: unknown): never {
  const said = error instanceof Error ? error.message : String(error);
  process.stderr.write(`encoder: ${said.slice(0, 200)}\n`);
  process.exit(1);
}

const load = (file: string) =>
  AutoModel.from_pretrained(name, { local_files_only: true, model_file_name: file });
const [tokenizer, words, labels, likeness] = await Promise.all([
  AutoTokenizer.from_pretrained(name, { local_files_only: true }),
  load('words'),
  load('labels'),
  load('likeness'),
]).catch(give);
const networks = { labels, likeness } satisfies Record<Network, unknown>;

function idsOf(text: string): number[] {
  const ids: number[] = tokenizer.encode(text);
  return ids.length <= HEAD + TAIL ? ids : [...ids.slice(0, HEAD), ...ids.slice(-TAIL)];
}

/** One text a run: 8-bit activations share one scale, so in a batch a text's vector would depend on its neighbours. */
async function vectorOf(ids: number[], network: Network): Promise<Float32Array> {
  const row = BigInt64Array.from(ids.map(BigInt));
  const { states } = await words({ input_ids: new Tensor('int64', row, [1, ids.length]) });
  const { sentence_embedding: out } = await networks[network]({ states });
  return Float32Array.from(out.data);
}

const queue: { id: number; ids: number[]; network: Network; until: number }[] = [];
let busy = false;
const say = (reply: Reply) => process.send?.(reply);

async function work(): Promise<void> {
  if (busy) return;
  busy = true;
  while (queue.length > 0) {
    const { id, ids, network, until } = queue.shift()!;
    if (until > Date.now()) say({ id, vector: await vectorOf(ids, network).catch(() => null) });
  }
  busy = false;
}

// The first run allocates; no citizen should wait for it.
for (const network of ['labels', 'likeness'] as const) await vectorOf(idsOf('您好'), network).catch(give);
process.on('disconnect', () => process.exit(0));
// Ctrl-C at a terminal reaches every process of the group; the house drains first and then ends this one.
process.on('SIGINT', () => {});
process.on('message', ({ id, text, network, until }: Request) => {
  try {
    queue.push({ id, ids: idsOf(text), network, until });
    void work();
  } catch {
    say({ id, vector: null });
  }
});
say({ ready: true });
