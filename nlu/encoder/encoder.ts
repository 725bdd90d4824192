import { existsSync } from 'node:fs';
import { createRequire } from 'node:module';
import { fileURLToPath } from 'node:url';
import { Worker } from 'node:worker_threads';
import { readable } from './text.js';

/**
 * The sentence encoder in a thread of its own. It may lack, be slow or die: then `embed` gives null and whoever
 * asked goes on with rules and words.
 */
export interface Encoder {
  /** Mean of the last states, 384 values; null when the encoder cannot answer in time. Never throws. */
  embed(raw: string): Promise<Float32Array | null>;
  /** Whether it answers now. */
  ready(): boolean;
  close(): Promise<void>;
}

/** `until`: milliseconds of the clock after which nobody waits for the answer any more. */
export type Request = { id: number; text: string; until: number } | 'close';
export type Reply = { ready: true } | { id: number; vector: Float32Array | null };

export interface EncoderOptions {
  /** Folder with config.json, tokenizer.json and onnx/. */
  folder?: URL;
  /** Messages that may wait; more are answered null at once. */
  most?: number;
  /** How long one message may wait, in milliseconds. */
  patience?: number;
  /** Wait before a dead thread is started again, in milliseconds; doubles each time up to a minute. */
  again?: number;
  thread?: URL;
}

export const MODEL = new URL('../model/encoder/', import.meta.url);
const LOADING_MS = 30_000;
const LONGEST_REST_MS = 60_000;

interface Waiting {
  done: (vector: Float32Array | null) => void;
  timer: NodeJS.Timeout;
}

/**
 * The runtime's addon registers itself once for as long as anybody holds it; after the last thread that did has ended it
 * often cannot be loaded again in this process. So the process itself holds it.
 */
function holdRuntime(): void {
  const own = createRequire(import.meta.url);
  createRequire(own.resolve('@xenova/transformers'))('onnxruntime-node');
}

/** Loads the model and returns when it answers, or when it is plain that it will not. */
export async function openEncoder(options: EncoderOptions = {}): Promise<Encoder> {
  const {
    folder = MODEL,
    most = 256,
    patience = 3000,
    thread = new URL('./thread.js', import.meta.url),
  } = options;
  const waiting = new Map<number, Waiting>();
  let rest = options.again ?? 2000;
  let next = 0;
  let worker: Worker | null = null;
  let alive = false;
  let closed = false;
  let pause: NodeJS.Timeout | undefined;

  function settle(id: number, vector: Float32Array | null): void {
    const one = waiting.get(id);
    if (!one) return;
    waiting.delete(id);
    clearTimeout(one.timer);
    one.done(vector);
  }

  function lost(): void {
    alive = false;
    worker = null;
    for (const id of [...waiting.keys()]) settle(id, null);
    if (closed) return;
    pause = setTimeout(() => void start(), rest).unref();
    rest = Math.min(rest * 2, LONGEST_REST_MS);
  }

  async function start(): Promise<void> {
    const own = new Worker(thread, { workerData: { folder: fileURLToPath(folder) } });
    worker = own;
    await new Promise<void>((begun) => {
      const late = setTimeout(begun, LOADING_MS);
      own.on('message', (reply: Reply) => {
        if ('id' in reply) return settle(reply.id, reply.vector);
        alive = true;
        // It alone keeps no process awake; not before, or the process could end while it loads.
        own.unref();
        clearTimeout(late);
        begun();
      });
      // A thread that throws ends with `exit` as well.
      own.on('error', () => {});
      own.on('exit', () => {
        clearTimeout(late);
        if (worker === own) lost();
        begun();
      });
    });
  }

  if (existsSync(new URL('onnx/model_quantized.onnx', folder))) {
    try {
      holdRuntime();
      await start();
    } catch {
      // A platform without the runtime: words and rules carry on, and `ready` says so.
    }
  }
  return {
    ready: () => alive,
    embed(raw) {
      if (!alive || !worker || waiting.size >= most) return Promise.resolve(null);
      const id = next++;
      const request: Request = { id, text: readable(raw), until: Date.now() + patience };
      return new Promise((done) => {
        const timer = setTimeout(() => settle(id, null), patience);
        waiting.set(id, { done, timer });
        worker!.postMessage(request);
      });
    },
    async close() {
      closed = true;
      clearTimeout(pause);
      const own = worker;
      worker = null;
      alive = false;
      for (const id of [...waiting.keys()]) settle(id, null);
      if (!own) return;
      // Never `terminate`: the runtime aborts the whole process when its thread is taken away in mid-run.
      const ended = new Promise<void>((done) => own.once('exit', () => done()));
      own.ref();
      own.postMessage('close' satisfies Request);
      await ended;
    },
  };
}
