/** Reads one file apart from the house: a file that eats memory or time takes nothing else with it. */
import { parentPort, workerData } from 'node:worker_threads';
import type { Names } from './columns.js';
import { readFile } from './read.js';

const { file, name, names } = workerData as { file: Uint8Array; name: string; names: Names };
parentPort?.postMessage(await readFile(Buffer.from(file), name, names));
