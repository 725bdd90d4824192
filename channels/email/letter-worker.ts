/** Reads one large mail in a thread of its own and ends; see reading.ts. */
import { parentPort, workerData } from 'node:worker_threads';
import { readLetter } from './letter.js';

const letter = await readLetter(Buffer.from(workerData as Uint8Array));
parentPort?.postMessage(letter);
