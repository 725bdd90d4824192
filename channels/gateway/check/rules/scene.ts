/** What a rule is, and what every rule uses. */
import { randomUUID } from 'node:crypto';
import { type Answer, type Client, codeOf } from '../client.js';
import { SAYS } from '../words.js';

export interface Scene {
  client: Client;
  /** Names of this run: one never meets another. */
  run: string;
  /** Of the probing answer: what this partner may send. */
  calls: boolean;
  /** It hands orders over, and is told how they stand. */
  books: boolean;
  /** Else events are posted to it. */
  pulls: boolean;
  /** Milliseconds pass. */
  pause(ms: number): Promise<void>;
}

export type Verdict = { passed: true } | { passed: false; got: string } | { skipped: string };
export interface Rule {
  name: keyof typeof SAYS.rules;
  run(scene: Scene): Promise<Verdict>;
}

export const OK: Verdict = { passed: true };
export const gotOf = (answer: Answer): string =>
  `${answer.status} ${answer.body ? JSON.stringify(answer.body).slice(0, 300) : `${answer.bytes.length} B`}`;

/** The first answer that is not as wanted. */
export function all(...pairs: [Answer, boolean][]): Verdict {
  const bad = pairs.find(([, right]) => !right);
  return bad ? { passed: false, got: gotOf(bad[0]) } : OK;
}
export const refused = (answer: Answer, status: number, code: string): [Answer, boolean] => [
  answer,
  answer.status === status && codeOf(answer) === code,
];

/** Something this partner may say, whatever it is. */
export function eventOf(
  { calls }: Pick<Scene, 'calls'>,
  id: string,
  thread: string,
  text: string = SAYS.text,
) {
  return calls
    ? { type: 'call.transcript', id, call: thread, utterances: [{ seq: 1, from: 'citizen', text }] }
    : { type: 'message', id, thread, text };
}

export const fresh = (scene: Scene, more: object = {}) => ({
  ...eventOf(scene, `${scene.run}-${randomUUID()}`, `${scene.run}-${randomUUID()}`),
  ...more,
});
