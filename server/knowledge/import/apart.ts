/** `readFile` in a thread of its own, with a limit of memory and of time. */
import { Worker } from 'node:worker_threads';
import type { Names } from './columns.js';
import type { Read } from './read.js';
import { type Refused, refuse } from './refusal.js';

const MOST_MIB = 768;
const LONGEST_MS = 30_000;

/** Nothing but what is needed there travels: the rest of a policy cannot. */
const plain = ({ code, name }: Names['regions'][number]) => ({ code, name });

export function readApart(
  file: Buffer,
  name: string,
  names: Names,
  longest = LONGEST_MS,
): Promise<Read | Refused> {
  const worker = new Worker(new URL('./worker.js', import.meta.url), {
    workerData: {
      file,
      name,
      names: { categories: names.categories.map(plain), regions: names.regions.map(plain) },
    },
    resourceLimits: { maxOldGenerationSizeMb: MOST_MIB },
    // What a library prints of a strange file is nobody's business.
    stdout: true,
    stderr: true,
  });
  return new Promise<Read | Refused>((resolve) => {
    const timer = setTimeout(() => resolve(refuse('slow')), longest);
    worker.once('message', resolve);
    worker.once('error', (error: NodeJS.ErrnoException) =>
      resolve(refuse(error.code === 'ERR_WORKER_OUT_OF_MEMORY' ? 'slow' : 'broken')),
    );
    worker.once('exit', () => {
      clearTimeout(timer);
      resolve(refuse('broken'));
    });
  }).finally(() => worker.terminate());
}
