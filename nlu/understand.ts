import { type Embed, type EncoderOptions, openEncoder } from './encoder/encoder.js';
import { readMessage } from './message.js';
import { type Mind, RULES_ALONE } from './mind.js';
import { readJson } from './rule.js';
import { loadModel } from './store.js';
import type { Nlu } from './understanding.js';

export interface NluOptions {
  /** Folder of heads.json and heads.bin; `null` runs on rules alone. */
  model?: URL | null;
  /** `null`: heads on words alone. */
  encoder?: EncoderOptions | null;
}

/** Vectors of the texts asked for last: one message is embedded once by a network, whoever reads it. */
const REMEMBERED = 64;

function remembering(embed: Embed): Embed {
  const known = new Map<string, Promise<Float32Array | null>>();
  return (text) => {
    const old = known.get(text);
    if (old) return old;
    const vector = embed(text).then((value) => {
      // Who could not answer now may answer the next time.
      if (value === null) known.delete(text);
      return value;
    });
    known.set(text, vector);
    if (known.size > REMEMBERED) known.delete(known.keys().next().value!);
    return vector;
  };
}

/** Loads the heads and the encoder. Without either the rest carries on and `degraded()` says so. */
export async function createNlu(options: NluOptions = {}): Promise<Nlu> {
  const wanted = options.model !== null && options.encoder !== null;
  // The encoder first: its process loads while the heads are read here.
  const [encoder, model] = await Promise.all([
    wanted ? openEncoder(options.encoder ?? {}) : null,
    options.model === null ? null : loadModel(options.model).catch(() => null),
  ]);
  const lacks = readJson<Record<'heads' | 'encoder', string>>('degraded');
  const mind: Mind = { model, embed: encoder ? remembering(encoder.labels) : RULES_ALONE.embed };
  const understand: Nlu['understand'] = (text, hints = {}) => readMessage(text, hints, mind);
  // The first use loads the dictionary; no citizen should wait for it.
  await understand('您好');
  return {
    understand,
    embed: encoder ? remembering(encoder.likeness) : RULES_ALONE.embed,
    // Without heads nobody reads the encoder's vector.
    degraded: () => (model ? (encoder?.ready() ? [] : [lacks.encoder]) : [lacks.heads]),
    close: async () => encoder?.close(),
  };
}
