/**
 * The model's part in a turn: the question behind a short one, and the words of an answer already decided. All of it
 * within one limit a turn, broken off when the citizen writes again; without it everything is as it was.
 */
import type { Model } from '../../bot/calls.js';
import type { Decided, Passage } from '../../bot/decision.js';
import { wordAnswer } from '../../bot/ground/answer.js';
import { rewrite } from '../../bot/ground/follow.js';

export interface WordingParts {
  model: Model | null;
  /** Milliseconds for all of a turn. */
  within: number;
  /** Whether a secret order is at home in it: of such a conversation a model reads nothing. */
  secret: (thread: string) => Promise<boolean>;
  /** A knowledge item that may be quoted now. */
  passage: (id: string) => Passage | null;
  /** Checked sentences so far, for who has the window open; null = no longer. */
  show: (thread: string, text: string | null) => void;
}

export interface TurnWording {
  question(before: string, text: string): Promise<string>;
  /** The same decisions, the answer's words put in where they hold; 'stale' where an item was changed meanwhile. */
  answer(question: string, decided: Decided): Promise<Decided | 'stale'>;
  close(): void;
}

export interface Wordings {
  open(thread: string): TurnWording;
  /** The citizen wrote again. */
  cancel(thread: string): void;
}

/** As many as a short answer can draw on. */
const GIVEN = 3;

export function createWordings({ model, within, secret, passage, show }: WordingParts): Wordings {
  const running = new Map<string, AbortController>();
  return {
    cancel: (thread) => running.get(thread)?.abort(),
    open(thread) {
      const stop = new AbortController();
      running.set(thread, stop);
      const since = performance.now();
      const left = () => Math.max(1, Math.round(within - (performance.now() - since)));
      return {
        question: async (before, text) =>
          rewrite((await secret(thread)) ? null : model, before, text, left() / 2, stop.signal),
        async answer(question, decided) {
          const answers = decided.decisions.filter((one) => one.do === 'answer');
          const [answer] = answers;
          if (!model || !answer || answers.length > 1 || (await secret(thread))) return decided;
          const passages = [answer.passage, ...answer.others].slice(0, GIVEN);
          const worded = await wordAnswer(model, {
            ...{ question, passages, within: left(), signal: stop.signal },
            show: (text) => show(thread, text),
          });
          // An item may expire or be withdrawn while it is being worded: what was told must hold when it is told.
          const holds = passages.every(({ id, answer: text }) => passage(id)?.answer === text);
          if (!holds || !worded) show(thread, null);
          if (!holds) return 'stale';
          if (!worded) return decided;
          const decisions = decided.decisions.map((one) => (one === answer ? { ...answer, worded } : one));
          return { ...decided, decisions };
        },
        close() {
          if (running.get(thread) === stop) running.delete(thread);
        },
      };
    },
  };
}
