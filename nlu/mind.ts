import type { Embed } from './encoder/encoder.js';
import type { Model } from './heads.js';

/** What reads beside the rules. Either may lack: `model` null leaves the rules, `embed` giving null leaves rules and words. */
export interface Mind {
  model: Model | null;
  embed: Embed;
}

export const RULES_ALONE: Mind = { model: null, embed: async () => null };
