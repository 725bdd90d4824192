/**
 * A mail read without holding up the house: 25 MB in base64 take seconds of one core, and whatever a sender
 * invents must end some time. Small mails are read here, large ones in a thread.
 */
import { Worker } from 'node:worker_threads';
import { type Letter, readLetter } from './letter.js';
import { LIMITS } from './limits.js';

/** Rejects for what no reader can make sense of, in time. */
export const read = (raw: Buffer): Promise<Letter> =>
  raw.length <= LIMITS.readHere ? readLetter(raw) : readAside(raw);

function readAside(raw: Buffer): Promise<Letter> {
  return new Promise((resolve, reject) => {
    const worker = new Worker(new URL('./letter-worker.js', import.meta.url), {
      workerData: raw,
      resourceLimits: { maxOldGenerationSizeMb: LIMITS.readMegabytes },
    });
    const limit = setTimeout(() => end(new Error('a mail took too long to read')), LIMITS.readMs);
    function end(error: unknown): void {
      clearTimeout(limit);
      worker.terminate().catch(() => {});
      reject(error);
    }
    worker.once('message', (letter: Letter) => {
      clearTimeout(limit);
      resolve({
        ...letter,
        files: letter.files.map(({ name, bytes }) => ({
          name,
          bytes: Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length),
        })),
      });
    });
    worker.once('error', end);
    worker.once('exit', () => end(new Error('the reader of a mail ended early')));
  });
}
