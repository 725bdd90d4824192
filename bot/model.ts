/**
 * The only file that loads langchain: one streamed call to an OpenAI-compatible endpoint. It is loaded at the
 * first call, so a house without a model starts as fast as before. Who may call, how often and with what text is
 * judged in calls.ts; here text is already masked.
 */
import type { ChatOpenAICompletions } from '@langchain/openai';
import { FORMS, type Form, refusesForm, shaped } from './model/forms.js';

export interface ModelSettings {
  /** Up to and without `/chat/completions`. */
  baseUrl: string;
  name: string;
  /** Local endpoints often want none. */
  apiKey: string | null;
}

/** `open`: approved for the public; all else is masked before it leaves. */
export interface Part {
  text: string;
  open?: true;
}

export interface Prompt {
  /** Goes into the log: which wording of the instructions was used. */
  version: string;
  system: string;
  user: readonly Part[];
  /** JSON Schema of the answer; absent = plain words. */
  schema?: { name: string; schema: Record<string, unknown> };
  /** Most tokens of the answer. */
  most: number;
}

export type Sent = Omit<Prompt, 'user'> & { user: string };

export interface Usage {
  input: number;
  output: number;
}

/** Pieces of the answer as they come, and what it cost where the endpoint says so. */
export type Piece = { text: string } | { usage: Usage };

export interface Wire {
  readonly name: string;
  /** Loads what the first call would wait for. */
  warm(): Promise<unknown>;
  /** `user`: the parts, masked and joined. */
  stream(prompt: Sent, signal: AbortSignal): AsyncGenerator<Piece>;
}

async function load() {
  process.env.LANGSMITH_TRACING = 'false';
  // One after the other: modules they share, linked by two at once, are not found under Jest.
  const { ChatOpenAICompletions: Completions } = await import('@langchain/openai');
  const { HumanMessage, SystemMessage } = await import('langchain');
  /** The tokenizer would be fetched from the net; counts come from the endpoint or are estimated in calls.ts. */
  class Local extends Completions {
    override async getNumTokens(content: unknown): Promise<number> {
      return String(content).length;
    }
  }
  return { Local, HumanMessage, SystemMessage };
}

/** What the last piece carries. */
interface Counted {
  usage_metadata?: { input_tokens: number; output_tokens: number };
}

type Loaded = Awaited<ReturnType<typeof load>>;

export function openWire({ baseUrl, name, apiKey }: ModelSettings): Wire {
  let loaded: Promise<Loaded> | null = null;
  /** The first form of structured answer that this endpoint takes. */
  let form: Form = FORMS[0];

  const chat = ({ Local }: Loaded, most: number): ChatOpenAICompletions =>
    new Local({
      model: name,
      temperature: 0,
      maxTokens: most,
      maxRetries: 1,
      streamUsage: true,
      apiKey: apiKey ?? 'none',
      configuration: { baseURL: baseUrl, maxRetries: 0 },
    });

  async function* once(prompt: Sent, signal: AbortSignal): AsyncGenerator<Piece> {
    const lent = await lend();
    const messages = [new lent.SystemMessage(prompt.system), new lent.HumanMessage(prompt.user)];
    const options = { signal, ...(prompt.schema ? shaped(form, prompt.schema) : {}) };
    const stream = await chat(lent, prompt.most).stream(messages, options);
    for await (const chunk of stream) {
      const { usage_metadata: used } = chunk as unknown as Counted;
      const calls = chunk.tool_call_chunks?.map(({ args }) => args ?? '').join('') ?? '';
      const text = typeof chunk.content === 'string' ? chunk.content + calls : calls;
      if (text) yield { text };
      if (used) yield { usage: { input: used.input_tokens, output: used.output_tokens } };
    }
  }

  const lend = (): Promise<Loaded> => {
    loaded ??= load();
    return loaded;
  };

  return {
    name,
    warm: lend,
    async *stream(prompt, signal) {
      for (;;) {
        try {
          yield* once(prompt, signal);
          return;
        } catch (error) {
          const next = FORMS[FORMS.indexOf(form) + 1];
          if (!prompt.schema || !next || !refusesForm(error)) throw error;
          form = next;
        }
      }
    },
  };
}
