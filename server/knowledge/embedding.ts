/** Vectors for what people edit while the house runs: made in the background, kept in a file, words carry on meanwhile. */
import { appendFile, readFile, rm, writeFile } from 'node:fs/promises';
import { centred, small } from './meaning.js';
import type { Knowledge } from './search.js';
import { recordOf, recordsOf, type Vectors } from './vectors.js';

type Embed = (text: string) => Promise<Float32Array | null>;
type Keep = (record: Buffer) => Promise<void>;

/** Items asked for at a time: going through all of a large shelf for each would hold everybody up. */
const AT_ONCE = 64;

/** Embeds what lacks; false where the encoder did not answer, or nobody wants it any more, and something is left. */
export async function embedLacking(
  knowledge: Knowledge,
  vectors: Vectors,
  embed: Embed,
  { keep, stopped = () => false }: { keep?: Keep; stopped?: () => boolean } = {},
): Promise<boolean> {
  for (;;) {
    const lacking = new Set(knowledge.lacking(AT_ONCE));
    for (const text of lacking) {
      const vector = stopped() ? null : await embed(text);
      if (!vector) break;
      const kept = small(centred(vector, vectors.mean));
      vectors.put(text, kept);
      await keep?.(recordOf(text, kept));
      lacking.delete(text);
    }
    knowledge.learnt(AT_ONCE);
    if (lacking.size > 0) return false;
    if (knowledge.waiting === 0) return true;
  }
}

/** A head of 32 bytes says which encoder made what follows; vectors of another one are thrown away. */
const HEAD = 32;

async function readKept(path: string, head: Buffer): Promise<Buffer> {
  const bytes = await readFile(path).catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return Buffer.alloc(0);
    throw error;
  });
  if (bytes.subarray(0, HEAD).equals(head)) return bytes.subarray(HEAD);
  await rm(path, { force: true });
  await writeFile(path, head);
  return Buffer.alloc(0);
}

export interface Embedding {
  /** Something was put in: goes to work unless it is at work. */
  wake(): void;
  close(): Promise<void>;
}

export interface EmbeddingParts {
  knowledge: Knowledge;
  vectors: Vectors;
  embed: Embed;
  /** File of vectors made on this machine. */
  path: string;
  failed: (error: unknown) => void;
  /** Milliseconds until the encoder is asked again where it did not answer. */
  again?: number;
}

export async function openEmbedding(parts: EmbeddingParts): Promise<Embedding> {
  const { knowledge, vectors, embed, path, failed, again = 30_000 } = parts;
  const head = Buffer.from(vectors.encoder, 'hex');
  for (const [name, kept] of recordsOf(await readKept(path, head))) vectors.putNamed(name, kept);
  knowledge.learnt();
  let closed = false;
  let wanted = false;
  let work: Promise<void> | null = null;
  let pause: NodeJS.Timeout | undefined;

  async function run(): Promise<void> {
    while (wanted && !closed) {
      wanted = false;
      const done = await embedLacking(knowledge, vectors, embed, {
        keep: (record) => appendFile(path, record),
        stopped: () => closed,
      });
      if (!done && !closed) pause = setTimeout(wake, again).unref();
    }
  }
  function wake(): void {
    wanted = true;
    clearTimeout(pause);
    work ??= run()
      .catch(failed)
      .finally(() => {
        work = null;
        // Called between the last look and the end.
        if (wanted && !closed) wake();
      });
  }
  wake();
  return {
    wake,
    async close() {
      closed = true;
      clearTimeout(pause);
      await work;
    },
  };
}
