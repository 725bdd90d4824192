import type { Model } from './heads.js';
import { type Example, learn, type Plan } from './learn.js';
import { fitMixes } from './mix.js';
import { quantize } from './quantize.js';

/** Costs and balances chosen on the development part. */
export const PLANS: Plan[] = [
  { name: 'emergency', yesNo: true, cost: 1, dense: 0.8, balance: 0.5 },
  { name: 'refuse', yesNo: true, cost: 1, dense: 0.8, balance: 0.5 },
  { name: 'clarify', yesNo: true, cost: 1, dense: 0.8, balance: 0.5 },
  { name: 'verdict', yesNo: false, cost: 1, dense: 0.8, balance: 0.4 },
  { name: 'number', yesNo: false, cost: 0.5, dense: 0.8, balance: 0.4 },
  { name: 'reason', yesNo: false, cost: 1, dense: 0.8, balance: 0.4 },
  { name: 'type', yesNo: false, cost: 0.3, dense: 0.8, balance: 0.7 },
  { name: 'category', yesNo: false, cost: 0.6, dense: 0.8, balance: 0.4 },
  { name: 'hotline', yesNo: false, cost: 1, dense: 0.8, balance: 0.7 },
  { name: 'urgency', yesNo: false, cost: 0.3, dense: 0.8, balance: 0.7 },
];

/**
 * Heads for `taught`, pruned and quantised as they ship; `held` settles how words and sentence are mixed. Neither the
 * heads nor the encoder may have learned from `held`.
 */
export function train(taught: Example[], held: Example[]): Model {
  const model = quantize(learn(taught, PLANS));
  return { ...model, heads: fitMixes(model, held) };
}
