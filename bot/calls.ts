/**
 * Who may call the model, and what is kept of it: masked text in, a budget a day, a time limit, a circuit breaker,
 * one row a call. A call that may not be made or fails is a value with its reason, never an error: every user of it
 * works without a model too.
 */
import { type BreakerRule, begun, CLOSED, ended, mayCall, withdrawn } from './model/breaker.js';
import type { Prompt, Sent, Usage, Wire } from './model.js';

export const PURPOSES = [
  'answer',
  'rewrite',
  'summary',
  'reply',
  'form',
  'plain',
  'polite',
  'translate',
  'review',
  'brief',
  'item',
] as const;
export type Purpose = (typeof PURPOSES)[number];

/** Why there is no answer of the model. */
export type Lacking = 'resting' | 'budget' | 'timeout' | 'cancelled' | 'failed';

export interface CallRow {
  at: Date;
  purpose: Purpose;
  model: string;
  prompt: string;
  /** SHA-256, hex, of what was sent; the text itself is kept nowhere. */
  hash: string;
  input: number;
  output: number;
  ms: number;
  /** 'ok', a Lacking, or what the checker found ('dropped:number'). */
  outcome: string;
}

export interface CallLog {
  /** Takes `tokens` from the day's budget; false where it does not suffice. Survives a restart. */
  reserve(day: string, tokens: number, budget: number): Promise<boolean>;
  /** What was reserved and not used goes back; what was used beyond is taken. */
  settle(day: string, difference: number): Promise<void>;
  append(row: CallRow): Promise<void>;
}

export interface Asking {
  purpose: Purpose;
  prompt: Prompt;
  /** Milliseconds. */
  within: number;
  signal?: AbortSignal;
  /** Hears the answer as it grows; true = enough was heard, break off. */
  take?: (whole: string) => boolean;
  /** What the checker made of it, for the log. */
  verdict?: () => string;
}

export type Asked = { text: string } | { lacking: Lacking };

export interface Model {
  readonly name: string;
  /** Loads what the first call would wait for. */
  warm(): Promise<unknown>;
  ask(asking: Asking): Promise<Asked>;
  /** In words of health: 'ok', or why nobody is asked at present. */
  state(): 'ok' | 'resting';
}

export interface CallParts {
  wire: Wire;
  mask: (text: string) => string;
  hash: (text: string) => string;
  /** yyyy-MM-dd of the house's time zone. */
  dayOf: (now: Date) => string;
  log: CallLog;
  rule: BreakerRule & { tokensADay: number };
  now: () => Date;
  failed: (where: string, error: unknown) => void;
}

/** Where the endpoint does not say: a token is at least a character of Chinese. */
const estimate = (text: string): number => text.length;

export function createCalls({ wire, mask, hash, dayOf, log, rule, now, failed }: CallParts): Model {
  let breaker = CLOSED;

  async function run(asking: Asking, prompt: Sent, reserved: number): Promise<Asked> {
    const began = now();
    const since = performance.now();
    const limit = AbortSignal.timeout(Math.ceil(asking.within));
    const enough = new AbortController();
    const signals = [limit, enough.signal, ...(asking.signal ? [asking.signal] : [])];
    const sent = prompt.system + prompt.user;
    let text = '';
    let usage: Usage | null = null;
    let lacking: Lacking | null = null;
    try {
      for await (const piece of wire.stream(prompt, AbortSignal.any(signals))) {
        if ('usage' in piece) usage = piece.usage;
        else {
          text += piece.text;
          if (asking.take?.(text)) enough.abort();
        }
      }
      // An aborted stream may end without a word.
      if (!enough.signal.aborted) lacking = broken(asking.signal, limit);
    } catch (error) {
      if (!enough.signal.aborted) lacking = broken(asking.signal, limit) ?? 'failed';
      if (lacking === 'failed') failed('model', error);
    }
    if (lacking === 'cancelled') breaker = withdrawn(breaker);
    else breaker = ended(breaker, lacking === null, rule, now().getTime());
    const used = usage ?? { input: estimate(sent), output: estimate(text) };
    const { version } = prompt;
    const row: CallRow = {
      ...{ at: began, purpose: asking.purpose, model: wire.name, prompt: version, hash: hash(sent) },
      ...used,
      ms: Math.round(performance.now() - since),
      outcome: lacking ?? asking.verdict?.() ?? 'ok',
    };
    await Promise.all([log.append(row), log.settle(dayOf(began), used.input + used.output - reserved)]).catch(
      (error: unknown) => failed('model', error),
    );
    return lacking === null ? { text } : { lacking };
  }

  return {
    name: wire.name,
    warm: wire.warm,
    state: () => (mayCall(breaker, now().getTime()) ? 'ok' : 'resting'),
    async ask(asking) {
      if (asking.signal?.aborted) return { lacking: 'cancelled' };
      if (!mayCall(breaker, now().getTime())) return { lacking: 'resting' };
      breaker = begun(breaker);
      // Invariant 6: no text leaves for a model before it is masked.
      const user = asking.prompt.user.map(({ text, open }) => (open ? text : mask(text))).join('');
      const prompt: Sent = { ...asking.prompt, user };
      const reserved = estimate(prompt.system + prompt.user) + prompt.most;
      const day = dayOf(now());
      const granted = await log.reserve(day, reserved, rule.tokensADay).catch((error: unknown) => {
        failed('model', error);
        return false;
      });
      if (!granted) {
        breaker = withdrawn(breaker);
        return { lacking: 'budget' };
      }
      return run(asking, prompt, reserved);
    },
  };
}

function broken(asked: AbortSignal | undefined, limit: AbortSignal): Lacking | null {
  if (asked?.aborted) return 'cancelled';
  return limit.aborted ? 'timeout' : null;
}
