/** Begins to solve as soon as somebody types, so that it is done long before they send. */
import type { FormProofAsked, Proof } from '../../../server/http/contract-forms.js';
import { ask } from './net.js';
import { search } from './sha256.js';

/** A challenge lives two hours on the server; after this a fresh one is fetched. */
const FRESH_MS = 100 * 60_000;
const AT_ONCE = 2000;

async function onThisPage({ challenge, bits }: FormProofAsked): Promise<number> {
  for (let from = 0; ; from += AT_ONCE) {
    const count = search(challenge, bits, from, AT_ONCE);
    if (count !== null) return count;
    await new Promise((resume) => setTimeout(resume));
  }
}

function inWorker(asked: FormProofAsked): Promise<number> {
  return new Promise((resolve, reject) => {
    const worker = new Worker('/portal/proof.js', { type: 'module' });
    const end = (run: () => void) => {
      worker.terminate();
      run();
    };
    worker.onmessage = ({ data }) => end(() => resolve(Number(data)));
    worker.onerror = () => end(() => reject(new Error('worker')));
    worker.postMessage(asked);
  });
}

async function solve(form: string): Promise<Proof | null> {
  const said = await ask<FormProofAsked>('GET', `/api/forms/${form}/proof`);
  if (!said.ok) return null;
  const asked = said.value;
  if (asked.bits === 0) return { challenge: asked.challenge, count: 0 };
  const count = await inWorker(asked).catch(() => onThisPage(asked));
  return { challenge: asked.challenge, count };
}

export interface Prover {
  /** Solved or being solved; null where the challenge could not be fetched. */
  get(): Promise<Proof | null>;
  /** The last one was used or refused. */
  renew(): void;
}

export function prover(form: string): Prover {
  let under: { at: number; proof: Promise<Proof | null> } | null = null;
  return {
    async get() {
      if (!under || Date.now() - under.at > FRESH_MS) under = { at: Date.now(), proof: solve(form) };
      const proof = await under.proof;
      if (!proof) under = null;
      return proof;
    },
    renew() {
      under = null;
    },
  };
}
