/** Starts the embedded store's thread over a data folder and knows how to end it. */
import { chmodSync, existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import { Worker } from 'node:worker_threads';
import { DATA_FILE } from './data-file.js';
import { refusedByDisk } from './disk-room.js';
import { checkWritable, lock, Unwritable } from './lock.js';
import type { Address } from './server.js';

export interface Embedded {
  /** The socket's path; null when it listens on TCP. */
  socket: string | null;
  port: number | null;
  close(): Promise<void>;
}

/** The kernel keeps 108 bytes for a socket's path. */
const LONGEST_PATH = 100;

function socketPath(dataDir: string): { path: string; folder: string | null } {
  const path = join(dataDir, 'store.sock');
  if (Buffer.byteLength(path) <= LONGEST_PATH) return { path, folder: null };
  const folder = mkdtempSync(join(tmpdir(), 'jiesu-'));
  return { path: join(folder, 'store.sock'), folder };
}

interface Options {
  dataDir: string;
  /** Null: a Unix socket that only this user can open. */
  listen: { host: string; port: number } | null;
  onCrash: (error: Error) => void;
  /** Another thread in place of the store's own. */
  thread?: URL;
}

function begun(worker: Worker): Promise<number | null> {
  return new Promise((done, failed) => {
    const ended = (code: number): void => failed(new Error(`the embedded store ended with code ${code}`));
    worker.once('message', (message: { port: number | null }) => {
      worker.off('error', failed);
      worker.off('exit', ended);
      done(message.port);
    });
    worker.once('error', failed);
    worker.once('exit', ended);
  });
}

export async function openEmbedded(options: Options): Promise<Embedded> {
  const { dataDir, listen, onCrash, thread = new URL('./worker.js', import.meta.url) } = options;
  const folder = resolve(dataDir);
  const held = lock(folder);
  try {
    checkWritable(folder, [DATA_FILE, `${DATA_FILE}-lock`]);
    if (!existsSync(join(folder, DATA_FILE)) && refusedByDisk(folder, folder))
      throw new Unwritable(folder, 'ENOSPC');
  } catch (error) {
    held.release();
    throw error;
  }
  const place = listen ? null : socketPath(folder);
  const tidy = (): void => {
    if (place) rmSync(place.path, { force: true });
    if (place?.folder) rmSync(dirname(place.path), { recursive: true, force: true });
    held.release();
  };
  if (place) rmSync(place.path, { force: true });
  const address: Address = place ? { path: place.path } : listen!;
  const worker = new Worker(thread, { workerData: { dataDir: folder, address } });
  let port: number | null;
  try {
    port = await begun(worker);
    if (place) chmodSync(place.path, 0o600);
  } catch (error) {
    tidy();
    throw error;
  }
  let closing = false;
  const crashed = (error: Error): void => {
    if (closing) return;
    closing = true;
    tidy();
    onCrash(error);
  };
  worker.on('error', crashed);
  worker.on('exit', (code) => crashed(new Error(`the embedded store ended with code ${code}`)));
  return {
    socket: place?.path ?? null,
    port,
    close: async () => {
      if (closing) return;
      closing = true;
      const ended = new Promise<void>((done) => worker.once('exit', () => done()));
      worker.postMessage('close');
      await ended;
      tidy();
    },
  };
}
