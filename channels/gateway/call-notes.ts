/** What is on disk of a call while it goes on: who is on it, the parts of its transcript, its end. */
import { createHash } from 'node:crypto';
import type { Notes } from '../kind.js';
import { digits } from './names.js';
import type { CallSaid } from './wire.js';

const MOST_MISSING = 50;

/** What is known of a call so far; `next` may lag behind (a crash), never run ahead. */
export interface Facts {
  next: number;
  agent: string | null;
  caller: string | null;
}

export interface Part {
  from: 'citizen' | 'agent';
  text: string;
  at: string | null;
  agent: string | null;
  /** Without its text once the conversation has it. */
  done?: true;
  digest: string;
}

/** Waits until every part is in the conversation. */
export interface End {
  id: string;
  at: string | null;
  text: string;
  /** Number of the last part, where the platform said it. */
  last: number | null;
  done?: true;
}

type Utterance = Extract<CallSaid, { type: 'call.transcript' }>['utterances'][number];

export const key = {
  facts: (thread: string) => `call:${thread}`,
  parts: (thread: string) => `part:${thread}:`,
  part: (thread: string, seq: number) => `part:${thread}:${digits(seq, 6)}`,
  end: (thread: string) => `end:${thread}`,
  gap: (thread: string) => `gap:${thread}`,
};

export const digestOf = ({ from, text }: Utterance): string =>
  createHash('sha256').update(`${from}:${text}`).digest('base64url');

export const factsOf = async (notes: Notes, thread: string): Promise<Facts> =>
  (await notes.get<Facts>(key.facts(thread))) ?? { next: 1, agent: null, caller: null };

/** Numbers that have not come, from `next` on. */
export async function missing(
  notes: Notes,
  thread: string,
  next: number,
  last: number | null,
): Promise<number[]> {
  const there = new Set<number>();
  let highest = last ?? 0;
  for (const { key: name } of await notes.list<Part>(key.parts(thread), key.part(thread, next - 1), 500)) {
    there.add(Number(name.slice(-6)));
    highest = Math.max(highest, Number(name.slice(-6)));
  }
  const lacks: number[] = [];
  for (let seq = next; seq <= highest && lacks.length < MOST_MISSING; seq++)
    if (!there.has(seq)) lacks.push(seq);
  return lacks;
}
