import type { Model } from './heads.js';
import { readMessage } from './message.js';
import { readJson } from './rule.js';
import { loadModel } from './store.js';
import type { Nlu } from './understanding.js';

export interface NluOptions {
  /** Folder of heads.json and heads.bin; `null` runs on rules alone. */
  model?: URL | null;
}

/** Loads the heads beside this file. Without them the rules carry on and `degraded()` says so. */
export async function createNlu(options: NluOptions = {}): Promise<Nlu> {
  let model: Model | null = null;
  const lacks: string[] = [];
  if (options.model !== null) model = await loadModel(options.model).catch(() => null);
  if (!model) lacks.push(readJson<{ heads: string }>('degraded').heads);
  const understand: Nlu['understand'] = async (text, hints = {}) => readMessage(text, hints, model);
  // The first use loads the dictionary; no citizen should wait for it.
  await understand('您好');
  return { understand, degraded: () => [...lacks], close: async () => {} };
}
