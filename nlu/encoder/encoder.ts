import { type ChildProcess, fork } from 'node:child_process';
import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { readable } from './text.js';

/**
 * The sentence encoder in a process of its own: its native runtime corrupts memory where more than one thread of a
 * process loads it, and aborts the whole process when a thread ends in mid-run. It may lack, be slow or die: then
 * both give null and whoever asked goes on with rules and words.
 */
export type Network = 'labels' | 'likeness';

/** Mean of a network's last states, 384 values; null when the encoder cannot answer in time. Never throws. */
export type Embed = (raw: string) => Promise<Float32Array | null>;

/**
 * Two networks over one table of words. `labels` was trained on labelled messages and lays texts of one label together:
 * the heads read it. `likeness` stands between it and the base model and lays texts of one meaning together: search and
 * duplicates compare it. One network for both served neither (`../model/EXPERIMENTS.md`).
 */
export interface Encoder extends Record<Network, Embed> {
  /** Whether it answers now. */
  ready(): boolean;
  close(): Promise<void>;
}

/** `until`: milliseconds of the clock after which nobody waits for the answer any more. */
export type Request = { id: number; text: string; network: Network; until: number };
export type Reply = { ready: true } | { id: number; vector: Float32Array | null };

export interface EncoderOptions {
  /** Folder with config.json, tokenizer.json and onnx/ of one file for the words and one for each network. */
  folder?: URL;
  /** Messages that may wait; more are answered null at once. */
  most?: number;
  /** How long one message may wait, in milliseconds. */
  patience?: number;
  /** Wait before a dead process is started again, in milliseconds; doubles each time up to a minute. */
  again?: number;
  program?: URL;
}

export const MODEL = new URL('../model/encoder/', import.meta.url);
const LOADING_MS = 30_000;
const LONGEST_REST_MS = 60_000;

interface Waiting {
  done: (vector: Float32Array | null) => void;
  timer: NodeJS.Timeout;
}

/** Loads the model and returns when it answers, or when it is plain that it will not. */
export async function openEncoder(options: EncoderOptions = {}): Promise<Encoder> {
  const {
    folder = MODEL,
    most = 256,
    patience = 3000,
    program = new URL('./process.js', import.meta.url),
  } = options;
  const waiting = new Map<number, Waiting>();
  let rest = options.again ?? 2000;
  let next = 0;
  let child: ChildProcess | null = null;
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
    child = null;
    for (const id of [...waiting.keys()]) settle(id, null);
    if (closed) return;
    pause = setTimeout(() => void start(), rest).unref();
    rest = Math.min(rest * 2, LONGEST_REST_MS);
  }

  async function start(): Promise<void> {
    const own = fork(program, [fileURLToPath(folder)], {
      serialization: 'advanced',
      stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
      execArgv: [],
    });
    child = own;
    await new Promise<void>((begun) => {
      const late = setTimeout(begun, LOADING_MS);
      own.on('message', (reply: Reply) => {
        if ('id' in reply) return settle(reply.id, reply.vector);
        alive = true;
        // It alone keeps no process awake; not before, or the process could end while it loads.
        own.unref();
        own.channel?.unref();
        clearTimeout(late);
        begun();
      });
      // Where it cannot even start there is no `exit`.
      own.on('error', () => {
        clearTimeout(late);
        begun();
      });
      own.on('exit', () => {
        clearTimeout(late);
        if (child === own) lost();
        begun();
      });
    });
  }

  const embedding =
    (network: Network): Embed =>
    (raw) => {
      if (!alive || !child?.connected || waiting.size >= most) return Promise.resolve(null);
      const id = next++;
      const request: Request = { id, text: readable(raw), network, until: Date.now() + patience };
      return new Promise((done) => {
        const timer = setTimeout(() => settle(id, null), patience);
        waiting.set(id, { done, timer });
        child!.send(request, (fault) => fault && settle(id, null));
      });
    };

  if (existsSync(new URL('onnx/words_quantized.onnx', folder))) await start();
  return {
    ready: () => alive,
    labels: embedding('labels'),
    likeness: embedding('likeness'),
    async close() {
      closed = true;
      clearTimeout(pause);
      const own = child;
      child = null;
      alive = false;
      for (const id of [...waiting.keys()]) settle(id, null);
      if (!own || own.exitCode !== null || own.signalCode !== null) return;
      const ended = new Promise<void>((done) => own.once('exit', () => done()));
      own.ref();
      own.kill('SIGKILL');
      await ended;
    },
  };
}
