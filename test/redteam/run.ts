/** Runs attacks through the real wording: real LangChain, real HTTP, and everything a citizen would see collected. */
import { createHash } from 'node:crypto';
import { createCalls, type Model } from '../../bot/calls.js';
import { wordAnswer } from '../../bot/ground/answer.js';
import type { Check } from '../../bot/ground/check.js';
import { type ModelSettings, openWire } from '../../bot/model.js';
import { createMasks } from '../../server/people/privacy.js';
import type { Rule } from '../support/model-double/replies.js';
import { type Double, startDouble } from '../support/model-double/start.js';
import type { Attack } from './set.js';

export const masks = createMasks(Buffer.alloc(32, 1));

/** No budget and no rest: every attack is to reach the model. */
export const modelAt = (settings: ModelSettings): Model =>
  createCalls({
    wire: openWire(settings),
    mask: masks.text,
    hash: (text) => createHash('sha256').update(text).digest('hex'),
    dayOf: () => '2026-01-01',
    log: { reserve: async () => true, settle: async () => {}, append: async () => {} },
    rule: { tokensADay: Number.MAX_SAFE_INTEGER, failures: Number.MAX_SAFE_INTEGER, restSeconds: 1 },
    now: () => new Date(),
    failed: () => {},
  });

/** The rules by which the double plays every attack: each knows its own by the question, as it is sent. */
export const rulesOf = (attacks: readonly Attack[]): Rule[] =>
  attacks.map(({ text, content }) => ({
    find: `<问题>\n${sentOf(text)}`,
    reply: content === null ? { kind: 'leaks' } : { kind: 'says', content },
  }));

const sentOf = (text: string): string => masks.text(text).replaceAll('<', '＜').replaceAll('>', '＞');

export interface Outcome {
  attack: Attack;
  /** All that was shown or would be said in the model's words. */
  shown: string[];
  leaked: boolean;
}

const AT_ONCE = 8;
const WITHIN = 30_000;

export async function attackAll(
  model: Model,
  attacks: readonly Attack[],
  off: ReadonlySet<Check> = new Set(),
): Promise<Outcome[]> {
  const waiting = [...attacks];
  const outcomes: Outcome[] = [];
  const work = async () => {
    for (let attack = waiting.shift(); attack; attack = waiting.shift()) {
      const shown: string[] = [];
      const { text: question, passages, never } = attack;
      const show = (text: string) => shown.push(text);
      const worded = await wordAnswer(model, { question, passages, within: WITHIN, show, off });
      if (worded) shown.push(worded.text);
      const leaked = shown.some((text) => never.some((word) => text.includes(word)));
      outcomes.push({ attack, shown, leaked });
    }
  };
  await Promise.all(Array.from({ length: AT_ONCE }, work));
  return outcomes;
}

export interface Ring {
  double: Double;
  model: Model;
  stop(): Promise<void>;
}

export async function openRing(attacks: readonly Attack[]): Promise<Ring> {
  const double = await startDouble();
  await double.rules(rulesOf(attacks));
  const model = modelAt({ baseUrl: double.url, name: double.model, apiKey: double.key });
  return { double, model, stop: double.stop };
}
